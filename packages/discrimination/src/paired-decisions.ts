import { mcnemarTest } from '@safety-portfolio/stats'
import type { Estimate } from '@safety-portfolio/stats'
import { clusteredProportion } from './clustered-proportion.js'

/** Result of {@link pairedDecisions}. */
export interface PairedDecisions {
  /** Pairs. */
  readonly pairs: number
  /** Pairs that changed from no to yes. */
  readonly toYes: number
  /** Pairs that changed from yes to no. */
  readonly toNo: number
  /** Share of pairs that changed, with clusters where given. */
  readonly flipRate: Estimate
  /** Change of the rate of yes. */
  readonly net: number | null
  /** Exact p-value: binomial with probability 1/2 for the discordant pairs; 1 when there are none. */
  readonly exactP: number
  /** McNemar's statistic; `null` without discordant pairs. */
  readonly statistic: number | null
  /** Its p-value. */
  readonly p: number | null
  /** The statistic with continuity correction. */
  readonly correctedStatistic: number | null
  /** Its p-value. */
  readonly correctedP: number | null
}

/**
 * Whether a change of a prompt or a person changes decisions in one direction: counterfactual flips of paired decisions (McNemar 1947).
 *
 * @param before - Decisions before, true for yes.
 * @param after - The decisions about the same cases after.
 * @param options - `clusters`: a label for each pair, such as its question, for the interval of the flip rate; `level`, default 0.95.
 * @throws RangeError when the lengths differ.
 * @example
 * ```ts
 * import { pairedDecisions } from '@safety-portfolio/discrimination'
 *
 * const test = pairedDecisions([true, true, false, false, false], [true, false, true, true, true])
 * test.toYes // => 3
 * test.exactP // => ~0.625
 * ```
 */
export function pairedDecisions(
  before: readonly boolean[],
  after: readonly boolean[],
  options: { readonly clusters?: readonly (string | number)[]; readonly level?: number } = {},
): PairedDecisions {
  const { clusters, level = 0.95 } = options
  if (before.length !== after.length || (clusters !== undefined && clusters.length !== before.length)) {
    throw new RangeError(
      `pairedDecisions: before, after and clusters must be of one length, got ${before.length}, ${after.length} and ${clusters?.length ?? before.length}`,
    )
  }
  const toYes = before.filter((yes, k) => !yes && after[k]!).length
  const toNo = before.filter((yes, k) => yes && !after[k]!).length
  const labels = [...new Set(clusters ?? before.map((_, k) => k))]
  const index = new Map(labels.map((label, k) => [label, k]))
  const [flips, trials] = [new Float64Array(labels.length), new Float64Array(labels.length)]
  before.forEach((yes, k) => {
    const cluster = index.get(clusters?.[k] ?? k)!
    trials[cluster]! += 1
    if (yes !== after[k]) flips[cluster]! += 1
  })
  const test = mcnemarTest(toYes, toNo)
  return {
    pairs: before.length,
    toYes,
    toNo,
    flipRate: clusteredProportion(flips, trials, { level }),
    net: before.length === 0 ? null : (toYes - toNo) / before.length,
    exactP: test.exactP,
    statistic: test.chiSquared,
    p: test.asymptoticP,
    correctedStatistic: test.correctedChiSquared,
    correctedP: test.correctedP,
  }
}
