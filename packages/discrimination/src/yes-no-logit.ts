/** What an answer's probabilities say about the decision. */
export interface YesNoAnswer {
  /** log(p_yes / p_no), in nats. */
  readonly logit: number
  /** p_yes / (p_yes + p_no). */
  readonly probability: number
  /** p_yes + p_no, the share of probability on the two answers; `null` when the inputs were logits without a normaliser. */
  readonly mass: number | null
}

/**
 * The decision as a logit, from the log-probabilities (or unnormalised logits) of "yes" and "no": log p_yes - log p_no, which equals the logit of
 * p_yes / (p_yes + p_no). Unlike the probability it has neither floor nor ceiling (Tamkin et al. 2023, section 2).
 *
 * @param yes - Log-probability or logit of yes, finite.
 * @param no - The same of no.
 * @param normalised - Whether the inputs are log-probabilities, so that their mass is known. Default: when both are <= 0 and their mass is at most 1.
 * @throws RangeError when an input is not finite.
 * @example
 * ```ts
 * import { yesNoLogit } from '@safety-portfolio/discrimination'
 *
 * const answer = yesNoLogit(Math.log(0.6), Math.log(0.3))
 * answer.logit // => ~0.6931
 * answer.probability // => ~0.6667
 * answer.mass! // => ~0.9
 * yesNoLogit(41.75, 27.25).mass // => null
 * ```
 */
export function yesNoLogit(yes: number, no: number, normalised?: boolean): YesNoAnswer {
  for (const [name, value] of [
    ['yes', yes],
    ['no', no],
  ] as const) {
    if (!Number.isFinite(value)) throw new RangeError(`yesNoLogit: ${name} must be finite, got ${value}`)
  }
  const logit = yes - no
  const mass = Math.exp(yes) + Math.exp(no)
  const known = normalised ?? (yes <= 0 && no <= 0 && mass <= 1 + massRounding)
  return { logit, probability: logistic(logit), mass: known ? mass : null }
}

/** Providers print log-probabilities to some six digits. */
export const massRounding = 1e-4

/** 1 / (1 + exp(-x)), without overflow. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x))
  const e = Math.exp(x)
  return e / (1 + e)
}

/**
 * log(p / (1 - p)).
 *
 * @param p - A probability strictly between 0 and 1: 0 and 1 have infinite logits, which no model can use.
 * @throws RangeError outside (0, 1).
 * @example
 * ```ts
 * import { logitOf } from '@safety-portfolio/discrimination'
 *
 * logitOf(0.75) // => ~1.0986
 * ```
 */
export function logitOf(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`logitOf: p must lie strictly between 0 and 1, got ${p}`)
  return Math.log(p) - Math.log1p(-p)
}
