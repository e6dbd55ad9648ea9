import type { FlopPerToken } from './flops.js'
import { requirePositive } from './internal/require-number.js'
import { version } from './version.js'

/** A decoder transformer in the symbols of Kaplan 2020, table 1. */
export interface KaplanShape {
  /** n_layer. */
  readonly layers: number
  /** d_model, the width of the residual stream. */
  readonly width: number
  /** d_attn, the width of the attention output. Default: `width`. */
  readonly attentionWidth?: number
  /** d_ff, the width inside the feed-forward block. Default: 4 x `width`. */
  readonly feedForwardWidth?: number
  /** n_ctx, tokens of context. */
  readonly contextLength: number
  /** n_vocab. Without it embedding and de-embedding are `null`. */
  readonly vocabulary?: number
}

/** Parameters and FLOP of a transformer, line by line as in Kaplan 2020, table 1. */
export interface KaplanFlops {
  /** Non-embedding parameters N = 2 d_model n_layer (2 d_attn + d_ff): what Kaplan's laws are written in. */
  readonly nonEmbeddingParams: number
  /** (n_vocab + n_ctx) d_model, or `null` without a vocabulary. */
  readonly embeddingParams: number | null
  /** Forward FLOP per token, one entry a line of the table. */
  readonly forward: {
    /** 4 d_model; `null` without a vocabulary. Not part of the total. */
    readonly embed: FlopPerToken | null
    /** 2 n_layer d_model 3 d_attn. */
    readonly queryKeyValue: FlopPerToken
    /** 2 n_layer n_ctx d_attn. */
    readonly mask: FlopPerToken
    /** 2 n_layer d_attn d_model (the paper prints d_embd for d_model). */
    readonly project: FlopPerToken
    /** 2 n_layer 2 d_model d_ff. */
    readonly feedForward: FlopPerToken
    /** 2 d_model n_vocab; `null` without a vocabulary. Not part of the total. */
    readonly deEmbed: FlopPerToken | null
  }
  /** Non-embedding total, C_forward = 2 N + 2 n_layer n_ctx d_attn. */
  readonly forwardPerToken: FlopPerToken
  /** Three times the forward pass: the backward pass costs twice as much. */
  readonly trainingPerToken: FlopPerToken
  /** The paper's approximation 6 N, which drops the term in n_ctx. */
  readonly approximateTrainingPerToken: FlopPerToken
  /** Share of the forward pass that the approximation drops. */
  readonly contextShare: number
  /** How this was counted. */
  readonly method: string
  /** What is not counted. */
  readonly assumptions: readonly string[]
  /** Version of this package. */
  readonly version: string
}

/**
 * Parameters and forward FLOP per token of a transformer by table 1 of Kaplan 2020 (arXiv 2001.08361).
 *
 * @throws RangeError when a width, length or count is not > 0.
 *
 * @example
 * ```ts
 * import { kaplanFlops } from '@safety-portfolio/scaling-laws'
 *
 * const gpt3 = kaplanFlops({ layers: 96, width: 12288, contextLength: 2048 })
 * gpt3.nonEmbeddingParams // => 173946175488
 * gpt3.forwardPerToken // => 352724189184
 * gpt3.contextShare // => ~0.0137
 * ```
 */
export function kaplanFlops(shape: KaplanShape): KaplanFlops {
  const { layers, width, contextLength, vocabulary } = shape
  const attentionWidth = shape.attentionWidth ?? width
  const feedForwardWidth = shape.feedForwardWidth ?? 4 * width
  const checked = { layers, width, attentionWidth, feedForwardWidth, contextLength, vocabulary: vocabulary ?? 1 }
  for (const [name, value] of Object.entries(checked)) requirePositive('kaplanFlops', name, value)
  const nonEmbeddingParams = 2 * width * layers * (2 * attentionWidth + feedForwardWidth)
  const mask = 2 * layers * contextLength * attentionWidth
  const forwardPerToken = 2 * nonEmbeddingParams + mask
  return {
    nonEmbeddingParams,
    embeddingParams: vocabulary === undefined ? null : (vocabulary + contextLength) * width,
    forward: {
      embed: vocabulary === undefined ? null : 4 * width,
      queryKeyValue: 2 * layers * width * 3 * attentionWidth,
      mask,
      project: 2 * layers * attentionWidth * width,
      feedForward: 2 * layers * 2 * width * feedForwardWidth,
      deEmbed: vocabulary === undefined ? null : 2 * width * vocabulary,
    },
    forwardPerToken,
    trainingPerToken: 3 * forwardPerToken,
    approximateTrainingPerToken: 6 * nonEmbeddingParams,
    contextShare: mask / forwardPerToken,
    method: 'Kaplan 2020, table 1',
    assumptions: [
      'Embedding and de-embedding are left out of the totals.',
      'Biases, layer norms, softmax and other sub-leading terms are left out.',
      'The backward pass costs twice the forward pass; no activation is computed twice.',
    ],
    version,
  }
}
