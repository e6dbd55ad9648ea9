import type { Finding } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from './chinchilla-law.js'
import type { DataConstrainedParameters } from './data-constrained-law.js'

/** A fit that was published, with where its constants come from and how far they can be trusted. */
export interface PublishedFit<Parameters extends ChinchillaParameters = ChinchillaParameters> {
  /** Short name for tables. */
  readonly name: string
  /** The constants, with every digit that was published. */
  readonly parameters: Parameters
  /** Paper and place. */
  readonly source: string
  /** What was fitted, how, and which rounding matters. */
  readonly note: string
  /** Set when the constants are rounded so far that allocations derived from them are wrong. */
  readonly warning?: Finding
}

/**
 * Published fits of the Chinchilla law, with unrounded constants where the sources give them.
 *
 * @example
 * ```ts
 * import { computeOptimal, publishedFits } from '@safety-portfolio/scaling-laws'
 *
 * computeOptimal(publishedFits.hoffmannRounded.parameters, 5.76e23).tokensPerParam // => ~92.6
 * computeOptimal(publishedFits.hoffmann.parameters, 5.76e23).tokensPerParam // => ~58.9
 * publishedFits.hoffmannRounded.warning?.code // => 'rounded-constants'
 * ```
 */
export const publishedFits: {
  /** Hoffmann et al. 2022, unrounded. */
  readonly hoffmann: PublishedFit
  /** Hoffmann et al. 2022, as printed in the paper. */
  readonly hoffmannRounded: PublishedFit
  /** Besiroglu et al. 2024. */
  readonly besiroglu: PublishedFit
  /** Muennighoff et al. 2023, with the constants of repetition. */
  readonly muennighoff: PublishedFit<DataConstrainedParameters>
} = /* @__PURE__ */ (() => ({
  hoffmann: {
    name: 'Hoffmann et al. 2022 (unrounded)',
    parameters: {
      A: Math.exp(6.0073404),
      B: Math.exp(6.0179186),
      E: Math.exp(0.5267228),
      alpha: 0.33917084,
      beta: 0.2849083,
    },
    source:
      'Constants a, b, e, alpha, beta in the TeX source of arXiv 2203.15556, as quoted in data_analysis.ipynb of epoch-research/analyzing-chinchilla',
    note: 'Huber loss (1e-3) on log residuals, averaged instead of summed, which stopped the optimiser early (Besiroglu et al. 2024): not the optimum of its own objective.',
  },
  hoffmannRounded: {
    name: 'Hoffmann et al. 2022 (as printed)',
    parameters: { A: 406.4, B: 410.7, E: 1.69, alpha: 0.34, beta: 0.28 },
    source: 'arXiv 2203.15556, equation 10 (appendix D.3)',
    note: 'The same fit with alpha and beta rounded to two digits.',
    warning: {
      code: 'rounded-constants',
      message:
        'alpha and beta are rounded to two digits: at 5.76e23 FLOP they give 92.6 tokens per parameter where the unrounded constants give 58.9. Use publishedFits.hoffmann for allocations.',
    },
  },
  besiroglu: {
    name: 'Besiroglu et al. 2024',
    parameters: { A: 482.00572, B: 2085.4342, E: 1.81686, alpha: 0.34781, beta: 0.36585 },
    source: 'arXiv 2404.10102; digits from the notebook output of epoch-research/analyzing-chinchilla',
    note: 'Point estimate of a Huber likelihood with a free scale, which is the least-absolute-deviations fit (loss: lad) to six digits; the standard errors printed beside it are those of the Huber 1e-3 fit. Rounded as in the paper (alpha .3478, beta .3658, E 1.8172) it gives 18.39 tokens per parameter at 5.76e23 FLOP instead of 18.34.',
  },
  muennighoff: {
    name: 'Muennighoff et al. 2023 (data-constrained)',
    parameters: {
      A: Math.exp(6.255414),
      B: Math.exp(7.3049974),
      E: Math.exp(0.6254804),
      alpha: 0.3526596,
      beta: 0.3526596,
      RD: 15.387756,
      RN: 5.309743,
    },
    source: 'arXiv 2305.16264; digits from the README of huggingface/datablations',
    note: 'Chinchilla constants with alpha = beta on C4, then R_D* and R_N* on 182 runs with repeated data. Repetition is worth at most 1 + R_D* = 16.4 times the unique tokens.',
  },
}))()
