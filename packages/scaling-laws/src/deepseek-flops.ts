import type { FlopPerToken } from './flops.js'
import { requirePositive } from './internal/require-number.js'

/** What DeepSeek's scale M depends on. */
export interface DeepSeekShape {
  /** n_layer. */
  readonly layers: number
  /** d_model. */
  readonly width: number
  /** l_seq, tokens in a sequence. */
  readonly sequenceLength: number
}

/**
 * Non-embedding training FLOP per token, M = 72 n_layer d_model^2 + 12 n_layer d_model l_seq: the model scale in which
 * DeepSeek LLM (2024, arXiv 2401.02954) writes its scaling law, C = M D. The first term is 6 N with N = 12 n_layer
 * d_model^2, the second attention over the whole context without the saving of a causal mask.
 *
 * @throws RangeError when an argument is not > 0.
 *
 * @example
 * ```ts
 * import { deepSeekFlopPerToken } from '@safety-portfolio/scaling-laws'
 *
 * deepSeekFlopPerToken({ layers: 30, width: 4096, sequenceLength: 4096 }) // => 42278584320
 * ```
 */
export function deepSeekFlopPerToken(shape: DeepSeekShape): FlopPerToken {
  const { layers, width, sequenceLength } = shape
  for (const [name, value] of Object.entries({ layers, width, sequenceLength }))
    requirePositive('deepSeekFlopPerToken', name, value)
  return 72 * layers * width * width + 12 * layers * width * sequenceLength
}
