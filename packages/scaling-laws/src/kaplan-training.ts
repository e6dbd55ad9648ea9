import { criticalBatchSize } from './kaplan-laws.js'

/** Constants of Kaplan's law of model size and training steps, L = (Nc / N)^alphaN + (Sc / S)^alphaS. */
export interface KaplanStepsParameters {
  /** Scale of the parameters (> 0, non-embedding parameters). */
  readonly Nc: number
  /** Scale of the steps (> 0). */
  readonly Sc: number
  /** Exponent of the parameters (> 0). */
  readonly alphaN: number
  /** Exponent of the steps (> 0). */
  readonly alphaS: number
}

/** One point of a training curve: a model, how many steps it was trained, and its loss then. */
export interface TrainingStepPoint {
  /** Non-embedding parameters N (> 0). */
  readonly params: number
  /** Steps (> 0): minimum steps S_min, see {@link minimumSteps}, or steps at one batch size. */
  readonly steps: number
  /** Loss (> 0) in nats per token. */
  readonly loss: number
}

/**
 * Loss of a model of N parameters after S_min steps: (Nc / N)^alphaN + (Sc / S_min)^alphaS.
 *
 * Source: Kaplan et al. 2020 (arXiv 2001.08361), equation 5.6.
 *
 * @param parameters - Constants of the law.
 * @param params - Non-embedding parameters N (> 0).
 * @param minimumSteps - S_min (> 0), the steps at a batch far above the critical one.
 * @returns The predicted loss.
 *
 * @example
 * ```ts
 * import { kaplanStepsLoss } from '@safety-portfolio/scaling-laws'
 *
 * kaplanStepsLoss({ Nc: 1e13, Sc: 2000, alphaN: 0.08, alphaS: 0.75 }, 1e9, 1e5) // => ~2.142479
 * ```
 */
export function kaplanStepsLoss(
  { Nc, Sc, alphaN, alphaS }: KaplanStepsParameters,
  params: number,
  minimumSteps: number,
): number {
  requireAbove('kaplanStepsLoss', { params, minimumSteps })
  return (Nc / params) ** alphaN + (Sc / minimumSteps) ** alphaS
}

/**
 * Steps that a run would have needed at a batch far above the critical one: S / (1 + B_crit(L) / B).
 *
 * Source: Kaplan et al. 2020 (arXiv 2001.08361), equation 5.4.
 *
 * @param steps - Steps S of the run (> 0).
 * @param batchTokens - Tokens per batch B (> 0).
 * @param loss - Loss that was reached, nats per token (> 0); it decides the critical batch.
 * @returns S_min.
 *
 * @example
 * ```ts
 * import { criticalBatchSize, minimumSteps } from '@safety-portfolio/scaling-laws'
 *
 * minimumSteps(1e5, criticalBatchSize(3), 3) // => 50000
 * ```
 */
export function minimumSteps(steps: number, batchTokens: number, loss: number): number {
  requireAbove('minimumSteps', { steps, batchTokens })
  return steps / (1 + criticalBatchSize(loss) / batchTokens)
}

/**
 * Compute that a run would have needed at a batch far below the critical one: C / (1 + B / B_crit(L)).
 *
 * Source: Kaplan et al. 2020 (arXiv 2001.08361), equation 5.5.
 *
 * @param compute - Compute C of the run (> 0), in any unit.
 * @param batchTokens - Tokens per batch B (> 0).
 * @param loss - Loss that was reached, nats per token (> 0).
 * @returns C_min, in the unit of `compute`.
 *
 * @example
 * ```ts
 * import { criticalBatchSize, minimumCompute } from '@safety-portfolio/scaling-laws'
 *
 * minimumCompute(10, criticalBatchSize(3), 3) // => 5
 * ```
 */
export function minimumCompute(compute: number, batchTokens: number, loss: number): number {
  requireAbove('minimumCompute', { compute, batchTokens })
  return compute / (1 + batchTokens / criticalBatchSize(loss))
}

/** How a budget is best spent by Kaplan's fits. */
export interface KaplanOptimum {
  /** Budget C_min in PF-days. */
  readonly petaflopDays: number
  /** Non-embedding parameters. */
  readonly params: number
  /** Tokens per batch. */
  readonly batchTokens: number
  /** Steps. */
  readonly steps: number
  /** Tokens, one epoch. */
  readonly tokens: number
}

/**
 * Compute-efficient training by Kaplan's fits: N = 1.3e9 C^0.73, B = 2.0e6 C^0.24, S = 5.4e3 C^0.03, D = 2e10 C^0.27 with C in PF-days. Later work
 * (Hoffmann et al. 2022; Porian et al. 2024) finds far smaller models and more data; this is here to compare, not to plan by.
 *
 * Source: Kaplan et al. 2020 (arXiv 2001.08361), table 6.
 *
 * @param petaflopDays - Budget C_min (> 0) in PF-days of 8.64e19 FLOP.
 * @returns Sizes; their product is C up to the rounding of the table.
 *
 * @example
 * ```ts
 * import { kaplanOptimum } from '@safety-portfolio/scaling-laws'
 *
 * kaplanOptimum(1).params // => 1.3e9
 * kaplanOptimum(1000).tokens // => ~1.291e11
 * ```
 */
export function kaplanOptimum(petaflopDays: number): KaplanOptimum {
  requireAbove('kaplanOptimum', { petaflopDays })
  return {
    petaflopDays,
    params: 1.3e9 * petaflopDays ** 0.73,
    batchTokens: 2e6 * petaflopDays ** 0.24,
    steps: 5.4e3 * petaflopDays ** 0.03,
    tokens: 2e10 * petaflopDays ** 0.27,
  }
}

/**
 * Exponents that Kaplan's theory of compute-efficient training gives: L falls as C_min^-loss with loss = 1 / (1/alphaS + 1/alphaB + 1/alphaN), the best
 * model grows as C_min^(loss / alphaN), the batch as C_min^(loss / alphaB), the steps as C_min^(loss / alphaS).
 *
 * Source: Kaplan et al. 2020 (arXiv 2001.08361), section 6.3, equations 6.4 to 6.6.
 *
 * @param exponents - alphaN of the parameters, alphaS of the steps, alphaB of the critical batch; all > 0.
 * @returns Exponents of C_min; those of params, batch and steps sum to 1.
 *
 * @example
 * ```ts
 * import { kaplanExponents } from '@safety-portfolio/scaling-laws'
 *
 * kaplanExponents({ alphaN: 0.077, alphaS: 0.76, alphaB: 0.21 }).params // => ~0.6812
 * ```
 */
export function kaplanExponents(exponents: {
  readonly alphaN: number
  readonly alphaS: number
  readonly alphaB: number
}): { readonly loss: number; readonly params: number; readonly batch: number; readonly steps: number } {
  requireAbove('kaplanExponents', exponents)
  const { alphaN, alphaS, alphaB } = exponents
  const loss = 1 / (1 / alphaS + 1 / alphaB + 1 / alphaN)
  return { loss, params: loss / alphaN, batch: loss / alphaB, steps: loss / alphaS }
}

/**
 * How much higher the loss is for want of data, relative to endless data: (1 + (N / Nc)^(alphaN / alphaD) Dc / D)^alphaD - 1.
 *
 * Source: Kaplan et al. 2020 (arXiv 2001.08361), equation 4.3.
 *
 * @param constants - Constants of L(N, D), as a set.
 * @param params - Non-embedding parameters N (> 0).
 * @param tokens - Unique training tokens D (> 0).
 * @returns The relative excess of the loss.
 *
 * @example
 * ```ts
 * import { kaplanOverfitting, publishedKaplan } from '@safety-portfolio/scaling-laws'
 *
 * kaplanOverfitting(publishedKaplan.paramsAndTokens.parameters, 1e9, 1e10) // => ~0.0434778
 * ```
 */
export function kaplanOverfitting(
  constants: { readonly Nc: number; readonly Dc: number; readonly alphaN: number; readonly alphaD: number },
  params: number,
  tokens: number,
): number {
  requireAbove('kaplanOverfitting', { params, tokens })
  const { Nc, Dc, alphaN, alphaD } = constants
  return (1 + ((params / Nc) ** (alphaN / alphaD) * Dc) / tokens) ** alphaD - 1
}

function requireAbove(caller: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(value > 0)) throw new RangeError(`${caller}: ${name} must be > 0, got ${value}`)
  }
}
