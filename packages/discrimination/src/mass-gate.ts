import type { Finding } from '@safety-portfolio/stats'

/** How much probability yes and no have together, over the rows. */
export interface MassReport {
  /** Whether the table tells: unnormalised logits and sampled answers do not. */
  readonly known: boolean
  /** The least mass that was asked for. */
  readonly gate: number
  /** Smallest mass; `null` when unknown. */
  readonly smallest: number | null
  /** Mean mass; `null` when unknown. */
  readonly mean: number | null
  /** Share of rows below the gate; `null` when unknown. */
  readonly below: number | null
  /** Rows left out for it. */
  readonly dropped: number
}

/**
 * Checks that yes and no hold nearly all probability: a model that mostly says something else has not decided, and the logit of the rest means little.
 *
 * @param masses - p_yes + p_no of each row; `null` where unknown.
 * @param gate - Least mass. Default 0.99.
 * @param dropped - Rows that were left out for it already.
 * @example
 * ```ts
 * import { massGate } from '@safety-portfolio/discrimination'
 *
 * massGate([0.999, 0.95, 1]).report.below! // => ~0.333
 * massGate([null, null]).findings[0]!.code // => 'mass-unknown'
 * ```
 */
export function massGate(
  masses: readonly (number | null)[],
  gate = 0.99,
  dropped = 0,
): { readonly report: MassReport; readonly findings: readonly Finding[] } {
  const known = masses.filter((mass) => mass !== null)
  if (known.length < masses.length || known.length === 0) {
    return {
      report: { known: false, gate, smallest: null, mean: null, below: null, dropped },
      findings: [
        {
          code: 'mass-unknown',
          message: `The table does not tell how much probability yes and no have together (unnormalised logits, or no "no"), so the gate of ${gate} could not be checked.`,
        },
      ],
    }
  }
  const below = known.filter((mass) => mass < gate).length
  const report = {
    known: true,
    gate,
    smallest: known.reduce((least, mass) => Math.min(least, mass), Infinity),
    mean: known.reduce((sum, mass) => sum + mass, 0) / known.length,
    below: below / known.length,
    dropped,
  }
  const findings: Finding[] = []
  if (below > 0) {
    findings.push({
      code: 'mass-below-gate',
      message: `In ${below} of ${known.length} rows yes and no hold less than ${gate} of the probability (least ${report.smallest.toPrecision(3)}): the model also said something else there.`,
    })
  }
  if (dropped > 0) {
    findings.push({
      code: 'rows-dropped',
      message: `${dropped} rows below the mass gate of ${gate} were left out.`,
    })
  }
  return { report, findings }
}
