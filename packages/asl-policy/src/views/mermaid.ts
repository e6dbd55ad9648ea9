import type { Decision, RuleTrace } from '../decide.js'
import { stages } from '../policy.js'

/** A decision as a Mermaid flowchart: stages in order, the rules of each with how they came out, then the outcome. */
export function decisionMermaid(decision: Decision): string {
  const lines = [
    'flowchart TD',
    `  case["${escaped(decision.case)}<br/>${escaped(decision.subject.activity)}, ${decision.asOf}"]`,
  ]
  let before = 'case'
  const used = stages.filter((stage) => decision.trace.some((rule) => rule.stage === stage))
  for (const [index, stage] of used.entries()) {
    const rules = decision.trace.filter((rule) => rule.stage === stage)
    const id = `s${index}`
    lines.push(`  subgraph ${id}["${stage}"]`)
    rules.forEach((rule, at) =>
      lines.push(`    ${id}r${at}["${mark(rule)} ${escaped(rule.rule)}<br/>${escaped(rule.clause)}"]:::${rule.value}`),
    )
    lines.push('  end', `  ${before} --> ${id}`)
    before = id
  }
  lines.push(`  ${before} --> outcome(["${decision.outcome}"])`)
  if (decision.missing.length > 0) {
    lines.push(`  outcome --- missing["missing: ${decision.missing.map(escaped).join(', ')}"]`)
  }
  return [
    ...lines,
    '  classDef true stroke:#2f7d4f,stroke-width:2px',
    '  classDef false stroke:#b3261e,stroke-width:3px',
    '  classDef unknown stroke:#8a6d00,stroke-width:2px,stroke-dasharray:5 3',
    '',
  ].join('\n')
}

function mark({ value }: RuleTrace): string {
  return value === 'true' ? '✓' : value === 'false' ? '✗' : '?'
}

function escaped(text: string): string {
  return text.replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;')
}
