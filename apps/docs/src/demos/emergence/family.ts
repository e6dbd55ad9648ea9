import {
  auditEmergence,
  metricValues,
  tokenSuccess,
  type EmergenceAudit,
  type ScalePoint,
} from '@safety-portfolio/scaling-laws'
import { binomialQuantile, createRandom } from '@safety-portfolio/stats'
import type { EmergenceState } from './state.js'

/** Sizes of the simulated family. */
const sizes = [1e8, 3e8, 1e9, 2e9, 5e9, 1.3e10, 5e10, 1.75e11]

/** Size at which the loss per token is 1 nat. */
const scale = 1.2e9

/** A simulated family and what the audit says of it. */
export interface FamilyResult {
  readonly audit: EmergenceAudit
  /** The truth behind the test. */
  readonly truth: readonly { readonly params: number; readonly tokenSuccess: number; readonly accuracy: number }[]
}

/** Asks every model the same number of items and audits the answers. */
export function simulateFamily({ tokens, items, exponent, jump, seed }: EmergenceState): FamilyResult {
  const truth = sizes.map((params) => {
    const smooth = tokenSuccess(params, { scale, exponent: -exponent })
    // A jump divides the cross-entropy per token.
    const success = params > 1e10 ? smooth ** (1 / jump) : smooth
    return { params, tokenSuccess: success, accuracy: metricValues(success, tokens).exactMatch }
  })
  const points = truth.map(({ params, accuracy }, index): ScalePoint => {
    // One uniform number a model, whatever the settings: a slider moves the result, not the luck.
    const successes = binomialQuantile(createRandom(seed, index).uniform(), items, accuracy)
    return { scale: params, successes, trials: items }
  })
  return { audit: auditEmergence(points, { answerTokens: tokens, bootstrap: { replicates: 199, seed } }), truth }
}
