import type { FlopPerSequence, FlopPerToken } from './flops.js'
import { requirePositive } from './internal/require-number.js'
import { version } from './version.js'

/** A transformer in the symbols of Hoffmann 2022, appendix F. */
export interface HoffmannShape {
  /** Number of layers. */
  readonly layers: number
  /** d_model. */
  readonly width: number
  /** ffw_size. */
  readonly feedForwardWidth: number
  /** n_heads. */
  readonly heads: number
  /** kv_size, the width of one head. */
  readonly headWidth: number
  /** Tokens in a sequence. Default 2048, as in the paper. */
  readonly sequenceLength?: number
  /** Entries of the vocabulary. Default 32,000, as in the paper. */
  readonly vocabulary?: number
}

/** Which operations are counted. */
export interface HoffmannFlopsOptions {
  /**
   * `'counted'` includes the embedding and the logits, as the text of appendix F says. `'left-out'` drops both, which is
   * the only way to arrive at the ratios the paper prints in table A4. Default `'counted'`.
   */
  readonly embeddings?: 'counted' | 'left-out'
}

/** FLOP of one sequence, line by line as in Hoffmann 2022, appendix F. */
export interface HoffmannFlops {
  /** Forward FLOP of one sequence; the attention and dense lines are summed over the layers. */
  readonly forward: {
    /** 2 s V d. */
    readonly embedding: FlopPerSequence
    /** Layers x 2 x 3 s d (k h). */
    readonly queryKeyValue: FlopPerSequence
    /** Layers x 2 s s (k h). */
    readonly keyQueryLogits: FlopPerSequence
    /** Layers x 3 h s s. */
    readonly softmax: FlopPerSequence
    /** Layers x 2 s s (k h). */
    readonly softmaxQueryReductions: FlopPerSequence
    /** Layers x 2 s (k h) d. */
    readonly finalLinear: FlopPerSequence
    /** Layers x 2 s (2 d ffw). */
    readonly dense: FlopPerSequence
    /** 2 s d V. */
    readonly logits: FlopPerSequence
  }
  /** Sum of the lines that `embeddings` selects. */
  readonly forwardPerSequence: FlopPerSequence
  /** Three times that. */
  readonly trainingPerSequence: FlopPerSequence
  /** Training FLOP divided by the tokens of a sequence. */
  readonly trainingPerToken: FlopPerToken
  /**
   * All parameters: attention 4 d (k h) and relative positions d (k h), dense 2 d ffw, per layer, and one embedding
   * V d shared with the logits.
   */
  readonly params: number
  /** Training FLOP over 6 N D, the last column of table A4, with N = `params`. */
  readonly ratioToSixND: number
  /** Whether embedding and logits are in the totals. */
  readonly embeddings: 'counted' | 'left-out'
  /** How this was counted. */
  readonly method: string
  /** What it rests on, the contradiction in the source included. */
  readonly assumptions: readonly string[]
  /** Version of this package. */
  readonly version: string
}

/**
 * Forward and training FLOP of one sequence by appendix F of Hoffmann 2022 (arXiv 2203.15556).
 *
 * The paper contradicts itself: its text counts embedding and logits, its table A4 (ratios to 6 N D of 1.03, 1.10, 1.08,
 * 1.04, 1.03 and 0.99 for the models from 73M to 6.8B) is reproduced to every printed digit only without them. With
 * them the six ratios are 1.58, 1.32, 1.23, 1.15, 1.12 and 1.03. Both counts are offered; the text's is the default.
 *
 * @throws RangeError when a width, length or count is not > 0.
 *
 * @example
 * ```ts
 * import { hoffmannFlops } from '@safety-portfolio/scaling-laws'
 *
 * const smallest = { layers: 10, width: 640, feedForwardWidth: 2560, heads: 10, headWidth: 64 }
 * hoffmannFlops(smallest).forwardPerSequence // => 477731225600
 * hoffmannFlops(smallest).ratioToSixND // => ~1.58
 * hoffmannFlops(smallest, { embeddings: 'left-out' }).ratioToSixND // => ~1.03
 * ```
 */
export function hoffmannFlops(shape: HoffmannShape, options: HoffmannFlopsOptions = {}): HoffmannFlops {
  const { layers, width, feedForwardWidth, heads, headWidth, sequenceLength = 2048, vocabulary = 32_000 } = shape
  const { embeddings = 'counted' } = options
  const checked = { layers, width, feedForwardWidth, heads, headWidth, sequenceLength, vocabulary }
  for (const [name, value] of Object.entries(checked)) requirePositive('hoffmannFlops', name, value)
  const attentionWidth = headWidth * heads
  const scores = layers * 2 * sequenceLength * sequenceLength * attentionWidth
  const embedding = 2 * sequenceLength * vocabulary * width
  const forward = {
    embedding,
    queryKeyValue: layers * 2 * 3 * sequenceLength * width * attentionWidth,
    keyQueryLogits: scores,
    softmax: layers * 3 * heads * sequenceLength * sequenceLength,
    softmaxQueryReductions: scores,
    finalLinear: layers * 2 * sequenceLength * attentionWidth * width,
    dense: layers * 2 * sequenceLength * 2 * width * feedForwardWidth,
    logits: embedding,
  }
  const all = Object.values(forward).reduce((total, value) => total + value, 0)
  const forwardPerSequence = embeddings === 'counted' ? all : all - forward.embedding - forward.logits
  const trainingPerSequence = 3 * forwardPerSequence
  const params = layers * (5 * width * attentionWidth + 2 * width * feedForwardWidth) + vocabulary * width
  return {
    forward,
    forwardPerSequence,
    trainingPerSequence,
    trainingPerToken: trainingPerSequence / sequenceLength,
    params,
    ratioToSixND: trainingPerSequence / (6 * params * sequenceLength),
    embeddings,
    method: `Hoffmann 2022, appendix F, embedding and logits ${embeddings}`,
    assumptions: [
      'The backward pass costs twice the forward pass.',
      'Relative position weights of d (k h) per layer are in the parameter count: the sizes the paper names need them.',
      'Table A4 of the paper agrees with this count only when embedding and logits are left out, against its text.',
    ],
    version,
  }
}
