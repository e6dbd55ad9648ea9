import type { TraceNode } from '../compiled-condition.js'
import type { Decision } from '../decide.js'

/** A decision as a Markdown report: outcome, what is missing, verdicts, obligations, the trace, warnings and what it rests on. */
export function decisionMarkdown(decision: Decision): string {
  const { outcome, policy, asOf, subject, missing, decisive, obligations, thresholds, trace, warnings } = decision
  const sections = [
    `# ${decision.case}: ${outcome}`,
    `${subject.activity} of ${subject.weights} (${subject.configuration}) under ${policy.title}, as of ${asOf}.`,
    ...(missing.length === 0 ? [] : [`## Missing\n\n${list(missing)}`]),
    ...(decisive.length === 0 ? [] : [`## What could still change the outcome\n\n${list(decisive)}`]),
    ...(thresholds.length === 0
      ? []
      : [
          `## Thresholds\n\n${table(
            ['threshold', 'evidence', 'determined', 'acted on as', 'because'],
            thresholds.map(({ threshold, fromEvidence, determined, verdict, because }) => [
              threshold,
              fromEvidence ?? 'none',
              determined ?? 'none',
              verdict,
              because,
            ]),
          )}`,
        ]),
    ...(obligations.length === 0
      ? []
      : [
          `## Obligations\n\n${table(
            ['what', 'by', 'clause'],
            obligations.map(({ id, due, clause }) => [id, due ?? 'no date', clause]),
          )}`,
        ]),
    ...(trace.length === 0
      ? []
      : [
          `## Rules\n\n${table(
            ['rule', 'stage', 'kept', 'clause'],
            trace.map(({ rule, stage, value, clause }) => [rule, stage, value, clause]),
          )}`,
        ]),
    ...(trace.length === 0
      ? []
      : [
          `## Trace\n\n${trace.map(({ rule, value, require }) => `- ${rule}: ${value}\n${nested(require, 1)}`).join('\n')}`,
        ]),
    ...(warnings.length === 0
      ? []
      : [`## Warnings\n\n${list(warnings.map(({ code, message }) => `${message} [${code}]`))}`]),
    `## Basis\n\n${list([`Method: ${decision.method}.`, ...decision.assumptions, `Version ${decision.version}.`])}`,
  ]
  return `${sections.join('\n\n')}\n`
}

function nested({ text, value, of = [] }: TraceNode, depth: number): string {
  return [`${'  '.repeat(depth)}- ${text}: ${value}`, ...of.map((child) => nested(child, depth + 1))].join('\n')
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')).join(' | ')} |`
  return [line(header), `| ${header.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n')
}
