import type { Rows } from './mixed-model.js'

/**
 * A planned table with a given number of groups: the groups of a pilot table in turn, again from the first when they run out, each under a new
 * name `1`, `2`, ... Other columns are kept, so a plan has the pilot's rows per group.
 *
 * @param rows - The pilot table.
 * @param group - Column of the groups.
 * @param count - Number of groups of the plan.
 * @throws RangeError when the column is missing or the count is no whole number of at least 2.
 * @example
 * ```ts
 * import { repeatGroups } from '@safety-portfolio/mixed-models'
 *
 * const pilot = [{ q: 'a', x: 0 }, { q: 'a', x: 1 }, { q: 'b', x: 0 }]
 * repeatGroups(pilot, 'q', 3) // => [{ q: '1', x: 0 }, { q: '1', x: 1 }, { q: '2', x: 0 }, { q: '3', x: 0 }, { q: '3', x: 1 }]
 * ```
 */
export function repeatGroups(rows: Rows, group: string, count: number): Record<string, unknown>[] {
  if (!Number.isInteger(count) || count < 2) {
    throw new RangeError(`repeatGroups: count must be a whole number of at least 2, got ${count}`)
  }
  if (!rows.some((row) => Object.hasOwn(row, group))) {
    throw new RangeError(`repeatGroups: the rows have no column ${JSON.stringify(group)}`)
  }
  const members = new Map<unknown, Rows[number][]>()
  for (const row of rows) {
    const known = members.get(row[group])
    if (known === undefined) members.set(row[group], [row])
    else known.push(row)
  }
  const groups = [...members.values()]
  return Array.from({ length: count }, (_, index) =>
    groups[index % groups.length]!.map((row) => ({ ...row, [group]: String(index + 1) })),
  ).flat()
}
