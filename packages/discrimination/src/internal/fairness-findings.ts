import type { Finding } from '@safety-portfolio/stats'
import type { GroupCounts } from '../group-rates.js'

/** Rates of fewer cases are uncertain whatever their intervals say of one of them: the extremes among groups are mostly theirs. */
const smallGroup = 30

/** What the reader must know of the groups; `names` are those of `counts`, `highest` the highest selection rate. */
export function fairnessFindings(
  names: readonly string[],
  counts: readonly GroupCounts[],
  highest: number,
): readonly Finding[] {
  const small = names.flatMap((name, k) => (counts[k]!.n < smallGroup ? [`${name} (${counts[k]!.n})`] : []))
  return [
    ...(small.length === 0
      ? []
      : [
          {
            code: 'small-groups',
            message: `Groups with fewer than ${smallGroup} cases: ${small.join(', ')}. Their rates are uncertain, and gaps between best and worst are mostly theirs.`,
          },
        ]),
    ...(highest > 0 ? [] : [{ code: 'no-yes', message: 'No decision is yes in any group: ratios are not estimable.' }]),
  ]
}
