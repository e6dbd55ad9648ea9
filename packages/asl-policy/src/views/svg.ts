import type { Decision } from '../decide.js'
import { stages } from '../policy.js'

const width = 720
const rowHeight = 22
const symbols = { true: '✓', false: '✗', unknown: '?' } as const
const colours = { true: '#2f7d4f', false: '#b3261e', unknown: '#8a6d00' } as const

/** A decision as one SVG that needs nothing else: rules by stage, each with a sign and a word, then the outcome. */
export function decisionSvg(decision: Decision): string {
  const parts: string[] = []
  let y = 52
  for (const stage of stages) {
    const rules = decision.trace.filter((rule) => rule.stage === stage)
    if (rules.length === 0) continue
    parts.push(`<text x="16" y="${y}" font-weight="bold">${stage}</text>`)
    y += rowHeight
    for (const { rule, value, clause } of rules) {
      parts.push(
        `<text x="28" y="${y}" fill="${colours[value]}" font-weight="bold">${symbols[value]}</text>` +
          `<text x="48" y="${y}">${escaped(shortened(rule, 60))}</text>` +
          `<text x="${width - 16}" y="${y}" text-anchor="end" fill="#6b6b6b">${escaped(shortened(`${value}, ${clause}`, 34))}</text>`,
      )
      y += rowHeight
    }
    y += 6
  }
  const missing = decision.missing.length === 0 ? '' : ` Missing: ${decision.missing.join(', ')}.`
  parts.push(`<text x="16" y="${y + 6}" font-weight="bold">${escaped(`Outcome: ${decision.outcome}.`)}</text>`)
  if (missing !== '')
    parts.push(`<text x="16" y="${y + 6 + rowHeight}">${escaped(shortened(missing.trim(), 100))}</text>`)
  const height = y + 2 * rowHeight + 12
  const title = `${decision.case}: ${decision.outcome}`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(`${title}.${missing}`)}" font-family="system-ui, sans-serif" font-size="13" fill="#222">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="16" y="26" font-size="15" font-weight="bold">${escaped(shortened(`${decision.case} under ${decision.policy.title}, ${decision.asOf}`, 90))}</text>`,
    ...parts,
    '</svg>',
  ].join('\n')
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
