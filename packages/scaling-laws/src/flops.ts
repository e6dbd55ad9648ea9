import { requireNonNegative } from './internal/require-number.js'

/**
 * Floating-point operations: a count, not a rate. A plain number is accepted wherever a `Flop` is wanted; a number that
 * already carries another unit is a compile error.
 */
export type Flop = number & {
  /** Never present at run time; tells units apart for the compiler. */
  readonly unit?: 'FLOP'
}

/** Floating-point operations for one token. */
export type FlopPerToken = number & {
  /** Never present at run time; tells units apart for the compiler. */
  readonly unit?: 'FLOP/token'
}

/** Floating-point operations for one sequence. */
export type FlopPerSequence = number & {
  /** Never present at run time; tells units apart for the compiler. */
  readonly unit?: 'FLOP/sequence'
}

/** Petaflop/s-days, the unit of Kaplan 2020: 1 PF-day = 1e15 FLOP/s for 86,400 s = 8.64e19 FLOP. */
export type PetaflopDay = number & {
  /** Never present at run time; tells units apart for the compiler. */
  readonly unit?: 'PF-day'
}

/** FLOP of one petaflop/s-day: 1e15 x 86,400. */
export const flopPerPetaflopDay = 8.64e19

/**
 * FLOP as petaflop/s-days.
 *
 * @example
 * ```ts
 * import { petaflopDays } from '@safety-portfolio/scaling-laws'
 *
 * petaflopDays(3.14e23) // => ~3634.26
 * ```
 */
export function petaflopDays(flop: Flop): PetaflopDay {
  requireNonNegative('petaflopDays', 'flop', flop)
  return flop / flopPerPetaflopDay
}

/**
 * Petaflop/s-days as FLOP.
 *
 * @example
 * ```ts
 * import { flopFromPetaflopDays } from '@safety-portfolio/scaling-laws'
 *
 * flopFromPetaflopDays(3640) // => ~3.145e23
 * ```
 */
export function flopFromPetaflopDays(days: PetaflopDay): Flop {
  requireNonNegative('flopFromPetaflopDays', 'days', days)
  return days * flopPerPetaflopDay
}

/**
 * FLOP of a training run that spends `perToken` on each of `tokens` tokens.
 *
 * @example
 * ```ts
 * import { trainingFlop } from '@safety-portfolio/scaling-laws'
 *
 * trainingFlop(6 * 70e9, 1.4e12) // => 5.88e23
 * ```
 */
export function trainingFlop(perToken: FlopPerToken, tokens: number): Flop {
  requireNonNegative('trainingFlop', 'perToken', perToken)
  requireNonNegative('trainingFlop', 'tokens', tokens)
  return perToken * tokens
}

/**
 * The usual approximation of training compute, C = 6 N D: two operations per parameter and token forward, four
 * backward (Kaplan 2020, section 2.1). It leaves attention over the context out, so it is low for long contexts, and it
 * counts embedding parameters only if `params` does.
 *
 * @param params - parameters that every token passes through (of a mixture of experts: the active ones)
 * @param tokens - tokens seen in training, repetitions included
 *
 * @example
 * ```ts
 * import { approximateTrainingFlop } from '@safety-portfolio/scaling-laws'
 *
 * approximateTrainingFlop(175e9, 300e9) // => 3.15e23
 * ```
 */
export function approximateTrainingFlop(params: number, tokens: number): Flop {
  requireNonNegative('approximateTrainingFlop', 'params', params)
  requireNonNegative('approximateTrainingFlop', 'tokens', tokens)
  return 6 * params * tokens
}

/** What `attentionTrainingFlopPerToken` needs to know about a transformer. */
export interface AttentionShape {
  /** Number of layers. */
  readonly layers: number
  /** Width of the attention output, heads x width of a head. */
  readonly attentionWidth: number
  /** Tokens of context. */
  readonly contextLength: number
  /**
   * `'causal'` counts the half of the score matrix a causal mask keeps, 6 L n_ctx d_attn, which is what Kaplan 2020
   * table 1 arrives at; `'full'` counts all of it, 12 L n_ctx d_attn, as DeepSeek 2024 does. Default `'causal'`.
   */
  readonly mask?: 'causal' | 'full'
}

/**
 * Training FLOP per token spent on attention over the context: scores and weighted values, forward and backward.
 *
 * @example
 * ```ts
 * import { attentionTrainingFlopPerToken } from '@safety-portfolio/scaling-laws'
 *
 * const shape = { layers: 96, attentionWidth: 12288, contextLength: 2048 }
 * attentionTrainingFlopPerToken(shape) // => 14495514624
 * attentionTrainingFlopPerToken({ ...shape, mask: 'full' }) // => 28991029248
 * ```
 */
export function attentionTrainingFlopPerToken(shape: AttentionShape): FlopPerToken {
  const { layers, attentionWidth, contextLength, mask = 'causal' } = shape
  requireNonNegative('attentionTrainingFlopPerToken', 'layers', layers)
  requireNonNegative('attentionTrainingFlopPerToken', 'attentionWidth', attentionWidth)
  requireNonNegative('attentionTrainingFlopPerToken', 'contextLength', contextLength)
  return (mask === 'full' ? 12 : 6) * layers * contextLength * attentionWidth
}

/**
 * Training compute with attention over the context, C = (6 N + attention) D.
 *
 * @example
 * ```ts
 * import { approximateTrainingFlopWithAttention } from '@safety-portfolio/scaling-laws'
 *
 * const shape = { layers: 96, attentionWidth: 12288, contextLength: 2048 }
 * approximateTrainingFlopWithAttention(175e9, 300e9, shape) // => ~3.193e23
 * ```
 */
export function approximateTrainingFlopWithAttention(params: number, tokens: number, shape: AttentionShape): Flop {
  return approximateTrainingFlop(params, tokens) + trainingFlop(attentionTrainingFlopPerToken(shape), tokens)
}
