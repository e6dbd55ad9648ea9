import { requireInteger, requireNonNegative } from './internal/require-number.js'

/** Where the parameters of a mixture-of-experts model sit. */
export interface MixtureOfExpertsShape {
  /** Parameters every token passes through: attention, norms, routers, shared experts, dense layers, embeddings. */
  readonly sharedParams: number
  /** Parameters of one routed expert in one layer. */
  readonly expertParams: number
  /** Routed experts in each mixture layer. */
  readonly experts: number
  /** Routed experts a token is sent to (top-k). */
  readonly expertsPerToken: number
  /** Layers that hold a mixture. */
  readonly mixtureLayers: number
}

/** Total and active parameters of a mixture of experts. */
export interface MixtureOfExpertsParams {
  /** Every parameter that is stored. */
  readonly total: number
  /** Parameters one token passes through: the N of 6 N D. */
  readonly active: number
  /** `active / total`. */
  readonly activeShare: number
}

/**
 * Total and active parameters of a mixture of experts. Compute follows the active parameters, memory the total ones;
 * a scaling law fitted on dense models says nothing certain about either.
 *
 * @throws RangeError when a token is sent to more experts than there are, or an argument is out of its domain.
 *
 * @example
 * ```ts
 * import { mixtureOfExpertsParams } from '@safety-portfolio/scaling-laws'
 *
 * // Mixtral 8x7B: 32 layers of width 4096, 8 gated experts of width 14336, 2 a token, grouped-query attention.
 * const attention = 32 * (2 * 4096 * 4096 + 2 * 4096 * 1024)
 * const routers = 32 * 4096 * 8
 * const embeddings = 2 * 32000 * 4096
 * const norms = 65 * 4096
 * const mixtral = mixtureOfExpertsParams({
 *   sharedParams: attention + routers + embeddings + norms,
 *   expertParams: 3 * 4096 * 14336,
 *   experts: 8,
 *   expertsPerToken: 2,
 *   mixtureLayers: 32,
 * })
 * mixtral.total // => 46702792704
 * mixtral.active // => 12879925248
 * ```
 */
export function mixtureOfExpertsParams(shape: MixtureOfExpertsShape): MixtureOfExpertsParams {
  const { sharedParams, expertParams, experts, expertsPerToken, mixtureLayers } = shape
  requireNonNegative('mixtureOfExpertsParams', 'sharedParams', sharedParams)
  requireNonNegative('mixtureOfExpertsParams', 'expertParams', expertParams)
  requireInteger('mixtureOfExpertsParams', 'experts', experts, 1)
  requireInteger('mixtureOfExpertsParams', 'expertsPerToken', expertsPerToken, 1)
  requireInteger('mixtureOfExpertsParams', 'mixtureLayers', mixtureLayers, 0)
  if (expertsPerToken > experts)
    throw new RangeError(
      `mixtureOfExpertsParams: expertsPerToken must be <= experts (${experts}), got ${expertsPerToken}`,
    )
  const total = sharedParams + mixtureLayers * experts * expertParams
  const active = sharedParams + mixtureLayers * expertsPerToken * expertParams
  return { total, active, activeShare: total === 0 ? 1 : active / total }
}
