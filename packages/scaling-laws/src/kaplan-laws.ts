/** The constants of a power law without offset: y = (scale / x)^exponent. */
export interface PowerLawParameters {
  /** x at which the law gives 1 (> 0, units of x). */
  readonly scale: number
  /** Exponent (> 0). */
  readonly exponent: number
}

/** The constants of Kaplan's law of model size and data, L = [(Nc / N)^(alphaN / alphaD) + Dc / D]^alphaD. */
export interface KaplanParameters {
  /** Scale of the parameters (> 0). */
  readonly Nc: number
  /** Scale of the data (> 0, tokens). */
  readonly Dc: number
  /** Exponent of the parameters (> 0). */
  readonly alphaN: number
  /** Exponent of the data (> 0). */
  readonly alphaD: number
}

/**
 * Loss of a power law without offset: (scale / x)^exponent. Kaplan's L(N), L(D) and L(C) have this form.
 *
 * Source: Kaplan et al. 2020 (arXiv 2001.08361), equations 1.1 to 1.3.
 *
 * @param parameters - Constants of the law.
 * @param x - Parameters, tokens or compute (> 0), in the units of `scale`.
 * @returns The predicted loss.
 *
 * @example
 * ```ts
 * import { powerLawLoss, publishedKaplan } from '@safety-portfolio/scaling-laws'
 *
 * powerLawLoss(publishedKaplan.params.parameters, 1.5e9) // => ~2.3035505520
 * ```
 */
export function powerLawLoss({ scale, exponent }: PowerLawParameters, x: number): number {
  if (!(x > 0)) throw new RangeError(`powerLawLoss: x must be > 0, got ${x}`)
  return Math.exp(exponent * Math.log(scale / x))
}

/**
 * Loss of Kaplan's law of model size and data: [(Nc / N)^(alphaN / alphaD) + Dc / D]^alphaD. It has no irreducible part.
 *
 * Source: Kaplan et al. 2020 (arXiv 2001.08361), equation 1.5.
 *
 * @param parameters - Constants of the law, as a set: exponents from another of Kaplan's fits do not belong to them.
 * @param params - Non-embedding parameters N (> 0).
 * @param tokens - Training tokens D (> 0).
 * @returns The predicted loss at early stopping.
 *
 * @example
 * ```ts
 * import { kaplanLoss, publishedKaplan } from '@safety-portfolio/scaling-laws'
 *
 * kaplanLoss(publishedKaplan.paramsAndTokens.parameters, 1e9, 1e10) // => ~2.4196518192
 * ```
 */
export function kaplanLoss({ Nc, Dc, alphaN, alphaD }: KaplanParameters, params: number, tokens: number): number {
  if (!(params > 0)) throw new RangeError(`kaplanLoss: params must be > 0, got ${params}`)
  if (!(tokens > 0)) throw new RangeError(`kaplanLoss: tokens must be > 0, got ${tokens}`)
  return ((Nc / params) ** (alphaN / alphaD) + Dc / tokens) ** alphaD
}

/** One published law of Kaplan et al. with its units. */
export interface PublishedLaw<Parameters> {
  /** The constants. */
  readonly parameters: Parameters
  /** Unit of the argument and of the loss. */
  readonly units: string
  /** Paper and place. */
  readonly source: string
}

const nats = 'loss in nats per token of WebText2 (vocabulary 50,257, context 1,024)'

/**
 * The laws of Kaplan et al. 2020. Parameters are non-embedding ones; constants are rounded as printed.
 *
 * @example
 * ```ts
 * import { powerLawLoss, publishedKaplan } from '@safety-portfolio/scaling-laws'
 *
 * powerLawLoss(publishedKaplan.minimumCompute.parameters, 1) // => ~2.6580802262
 * ```
 */
export const publishedKaplan: {
  /** L(N), trained to convergence on enough data. */
  readonly params: PublishedLaw<PowerLawParameters>
  /** L(D), large models with early stopping. */
  readonly tokens: PublishedLaw<PowerLawParameters>
  /** L(C) at the fixed batch size that was used. */
  readonly compute: PublishedLaw<PowerLawParameters>
  /** L(C_min), compute adjusted to small batches. */
  readonly minimumCompute: PublishedLaw<PowerLawParameters>
  /** L(N, D). */
  readonly paramsAndTokens: PublishedLaw<KaplanParameters>
} = /* @__PURE__ */ (() => ({
  params: {
    parameters: { scale: 8.8e13, exponent: 0.076 },
    units: `non-embedding parameters; ${nats}`,
    source: 'arXiv 2001.08361, equation 1.1',
  },
  tokens: {
    parameters: { scale: 5.4e13, exponent: 0.095 },
    units: `tokens; ${nats}`,
    source: 'arXiv 2001.08361, equation 1.2',
  },
  compute: {
    parameters: { scale: 1.6e7, exponent: 0.057 },
    units: `PF-days (8.64e19 FLOP); ${nats}`,
    source: 'arXiv 2001.08361, table 5',
  },
  minimumCompute: {
    parameters: { scale: 3.1e8, exponent: 0.05 },
    units: `PF-days (8.64e19 FLOP); ${nats}`,
    source: 'arXiv 2001.08361, equation 1.3',
  },
  paramsAndTokens: {
    parameters: { Nc: 6.4e13, Dc: 1.8e13, alphaN: 0.076, alphaD: 0.103 },
    units: `non-embedding parameters and tokens; ${nats}`,
    source: 'arXiv 2001.08361, equation 1.5 with table 2, to be used as a set',
  },
}))()

/**
 * Critical batch size in tokens at a given loss, B* / L^(1 / alphaB) with B* = 2e8 and alphaB = 0.21: the batch at which training costs twice the
 * least compute and twice the fewest steps.
 *
 * Source: Kaplan et al. 2020 (arXiv 2001.08361), equation 1.4.
 *
 * @param loss - Loss in nats per token (> 0).
 * @returns Tokens per batch.
 *
 * @example
 * ```ts
 * import { criticalBatchSize } from '@safety-portfolio/scaling-laws'
 *
 * criticalBatchSize(3) // => ~1069114
 * ```
 */
export function criticalBatchSize(loss: number): number {
  if (!(loss > 0)) throw new RangeError(`criticalBatchSize: loss must be > 0, got ${loss}`)
  return 2e8 / loss ** (1 / 0.21)
}
