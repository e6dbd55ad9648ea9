import { nonSubstantiveKind } from './option-kind.js'

/**
 * What happens to answers that are no opinion (don't know, refused, no answer, missing). `'keep'`: they are options like others, as in Durmus et
 * al. (2023). `'drop'`: they are left out and the rest divided by its sum. `'apart'`: as `'drop'`, and their share is reported beside the score.
 */
export type MissingPolicy = 'keep' | 'drop' | 'apart'

/** Which options of a question count under a policy: their places, or `null` where fewer than two remain. */
export function keptOptions(
  labels: readonly string[] | null,
  size: number,
  policy: MissingPolicy,
): readonly number[] | null {
  const all = Array.from({ length: size }, (_, place) => place)
  if (policy === 'keep' || labels === null) return all
  const kept = all.filter((place) => nonSubstantiveKind(labels[place]!) === null)
  return kept.length < 2 ? null : kept
}

/** The share of a distribution on the kept options, and the distribution over them; `null` where they carry nothing. */
export function restricted(
  distribution: readonly number[],
  kept: readonly number[],
): { readonly distribution: readonly number[]; readonly share: number } | null {
  if (kept.length === distribution.length) return { distribution, share: 1 }
  const share = kept.reduce((sum, place) => sum + distribution[place]!, 0)
  if (!(share > 0)) return null
  return { distribution: kept.map((place) => distribution[place]! / share), share: Math.min(1, share) }
}

/**
 * Leaves the answers out that are no opinion and divides the rest by its sum.
 *
 * @param distribution - share of each option
 * @param labels - the options
 * @returns the remaining options with their shares, and the share that was left out; `null` where no opinion, or only one option, remains
 *
 * @example
 * ```ts
 * import { dropNonSubstantive } from '@safety-portfolio/global-opinions'
 *
 * const dropped = dropNonSubstantive([0.6, 0.2, 0.2], ['Yes', 'No', "Don't know"])!
 * dropped.labels // => ['Yes', 'No']
 * dropped.distribution[0]! // => ~0.75
 * dropped.nonSubstantiveShare // => ~0.2
 * ```
 */
export function dropNonSubstantive(
  distribution: readonly number[],
  labels: readonly string[],
): {
  readonly labels: readonly string[]
  readonly distribution: readonly number[]
  readonly nonSubstantiveShare: number
} | null {
  if (labels.length !== distribution.length) {
    throw new RangeError(`dropNonSubstantive: ${distribution.length} shares for ${labels.length} labels`)
  }
  const kept = keptOptions(labels, labels.length, 'drop')
  const rest = kept === null ? null : restricted(distribution, kept)
  if (kept === null || rest === null) return null
  return {
    labels: kept.map((place) => labels[place]!),
    distribution: rest.distribution,
    nonSubstantiveShare: 1 - rest.share,
  }
}
