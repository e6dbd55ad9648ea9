import type { Finding } from '@safety-portfolio/stats'
import type { BnslParameters } from './bnsl-law.js'
import type { ChinchillaParameters } from './chinchilla-law.js'
import type { DataConstrainedParameters } from './data-constrained-law.js'
import type { KaplanParameters, PowerLawParameters } from './kaplan-laws.js'
import { publishedKaplan } from './kaplan-laws.js'
import { publishedFits, type PublishedFit } from './published-fits.js'

/** Published constants of a law, with every digit the source gives, their units and where they come from. */
export interface Preset<Law extends string = string, Parameters = object> {
  /** The law they belong to. */
  readonly law: Law
  /** Short name for tables. */
  readonly name: string
  /** The constants. */
  readonly parameters: Parameters
  /** Units of what goes in and of the loss. */
  readonly units: string
  /** Paper and place. */
  readonly source: string
  /** What was fitted, how, and how far it can be trusted. */
  readonly note: string
  /** Set when the constants must not be used as they are. */
  readonly warning?: Finding
}

const chinchillaUnits =
  'params N (all, embeddings included), tokens D, loss in nats per token of MassiveText; compute in FLOP, C = 6 N D'

/** A published fit of the Chinchilla law as a preset. */
function chinchilla(fit: PublishedFit, units = chinchillaUnits): Preset<'chinchilla', ChinchillaParameters> {
  return { law: 'chinchilla', units, ...fit }
}

function kaplan<Law extends string, Parameters>(
  law: Law,
  name: string,
  { parameters, units, source }: { readonly parameters: Parameters; readonly units: string; readonly source: string },
): Preset<Law, Parameters> {
  const note =
    'Rounded as printed, from runs at one learning-rate schedule with embeddings left out of N and C: later work finds other exponents.'
  return { law, name, parameters, units, source, note }
}

/**
 * The registry of published constants: unrounded where a source gives the digits, each with units and provenance. Rounded ones carry a warning, since
 * two digits of an exponent move compute-optimal allocations by half.
 *
 * @example
 * ```ts
 * import { computeOptimal, presets } from '@safety-portfolio/scaling-laws'
 *
 * computeOptimal(presets.hoffmann2022.parameters, 5.76e23).tokensPerParam // => ~58.9
 * presets.hoffmann2022Rounded.warning?.code // => 'rounded-constants'
 * presets.kaplan2020.law // => 'kaplan'
 * ```
 */
export const presets: {
  /** Hoffmann et al. 2022, unrounded. */
  readonly hoffmann2022: Preset<'chinchilla', ChinchillaParameters>
  /** Hoffmann et al. 2022, as printed. */
  readonly hoffmann2022Rounded: Preset<'chinchilla', ChinchillaParameters>
  /** Besiroglu et al. 2024: the least-absolute-deviations optimum that was published. */
  readonly besiroglu2024: Preset<'chinchilla', ChinchillaParameters>
  /** The optimum of the stated Huber 1e-3 objective on the same 240 runs. */
  readonly besiroglu2024Huber: Preset<'chinchilla', ChinchillaParameters>
  /** Muennighoff et al. 2023, with the constants of repetition. */
  readonly muennighoff2023: Preset<'data-constrained', DataConstrainedParameters>
  /** Kaplan et al. 2020, L(N, D). */
  readonly kaplan2020: Preset<'kaplan', KaplanParameters>
  /** Kaplan et al. 2020, L(N). */
  readonly kaplan2020Params: Preset<'power', PowerLawParameters>
  /** Kaplan et al. 2020, L(D). */
  readonly kaplan2020Tokens: Preset<'power', PowerLawParameters>
  /** Kaplan et al. 2020, L(C) at a fixed batch. */
  readonly kaplan2020Compute: Preset<'power', PowerLawParameters>
  /** Kaplan et al. 2020, L(C_min). */
  readonly kaplan2020MinimumCompute: Preset<'power', PowerLawParameters>
  /** Caballero et al. 2022, four-digit addition: the one-break law of their noiseless example. */
  readonly caballero2022Addition: Preset<'bnsl', BnslParameters>
} = /* @__PURE__ */ (() => ({
  hoffmann2022: chinchilla(publishedFits.hoffmann),
  hoffmann2022Rounded: chinchilla(publishedFits.hoffmannRounded),
  besiroglu2024: chinchilla(publishedFits.besiroglu),
  besiroglu2024Huber: chinchilla({
    name: 'Besiroglu et al. 2024, refitted',
    parameters: {
      A: 477.825868233899,
      B: 2143.4173633604555,
      E: 1.8172180990100757,
      alpha: 0.3473104988817538,
      beta: 0.36717243262776217,
    },
    source:
      'The 240 runs reconstructed in arXiv 2404.10102; optimum of the sum of Huber 1e-3 losses of log residuals, polished in SciPy to a gradient of 4e-15',
    note: 'The estimator that Hoffmann et al. 2022 state, at its own optimum. The published constants of besiroglu2024 are its limit for a small threshold.',
  }),
  muennighoff2023: {
    law: 'data-constrained',
    units: 'params N, tokens D, unique tokens U; loss in nats per token of C4',
    ...publishedFits.muennighoff,
  },
  kaplan2020: kaplan('kaplan', 'Kaplan et al. 2020, L(N, D)', publishedKaplan.paramsAndTokens),
  kaplan2020Params: kaplan('power', 'Kaplan et al. 2020, L(N)', publishedKaplan.params),
  kaplan2020Tokens: kaplan('power', 'Kaplan et al. 2020, L(D)', publishedKaplan.tokens),
  kaplan2020Compute: kaplan('power', 'Kaplan et al. 2020, L(C)', publishedKaplan.compute),
  kaplan2020MinimumCompute: kaplan('power', 'Kaplan et al. 2020, L(C_min)', publishedKaplan.minimumCompute),
  caballero2022Addition: {
    law: 'bnsl',
    name: 'Caballero et al. 2022, four-digit addition',
    parameters: {
      a: 0.41388453071629455,
      b: 2.2772722897737556,
      c0: 0.055077348404973955,
      c1: 5.662903816010331,
      d1: 612.5836172918001,
      f1: 0.059193036393742314,
    },
    units: 'x: size of the training set in examples; y: test loss',
    source:
      'arXiv 2210.14891; digits from the noiseless example in ethancaballero/broken_neural_scaling_laws at ffa608f',
    note: 'The optimum of the mean squared error of log(1 + y) over the first 14 of 17 measured points.',
  },
}))()

/** Names of the presets. */
export type PresetName = keyof typeof presets
