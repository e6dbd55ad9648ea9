import type { Finding } from '@safety-portfolio/stats'
import type { InputIssue } from './input-issue.js'

const shownRows = 10

/** Issues of rows summed up: one finding per code and side, with the first rows. */
export function issueFindings(issues: readonly InputIssue[]): readonly Finding[] {
  const groups = new Map<string, InputIssue[]>()
  for (const issue of issues) {
    const key = `${issue.side}\u0000${issue.code}`
    groups.set(key, [...(groups.get(key) ?? []), issue])
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [InputIssue]
    const rows = [...new Set(group.map(({ row }) => row))]
    const more = rows.length > shownRows ? ` and ${rows.length - shownRows} more` : ''
    const where = `${first.side} row${rows.length === 1 ? '' : 's'} ${rows.slice(0, shownRows).join(', ')}${more}`
    return {
      code: first.code,
      message: `${where}: ${first.message}${group.length > 1 ? ` (${group.length} such)` : ''}.`,
    }
  })
}
