import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { IdentifiabilityOption } from './internal/identifiability-option.js'
import type { BootstrapEvidence, FitLoss, LossName } from './fit-result.js'
import type { KnownLaw, LawConstants, LawLabel } from './law-name.js'

/** How replicates are drawn. */
export type BootstrapKind = 'case' | 'hierarchical' | 'residual' | 'wild'

/** How to bootstrap a law; all but the seed has a default. */
export interface BootstrapLawOptions<Constants> extends IdentifiabilityOption {
  /**
   * `'case'` (default): data drawn with replacement. `'hierarchical'`: clusters drawn with replacement, for data that share a run, a seed or a label.
   * `'residual'`: the law plus residuals of any data, for a fixed design and the same noise everywhere. `'wild'`: the law plus each datum's own
   * residual times a random multiplier, for a fixed design and noise that differs between data.
   */
  readonly kind?: BootstrapKind
  /** Label of the cluster of each datum; needed for `'hierarchical'`. */
  readonly clusters?: readonly (string | number)[]
  /** Whether the data of a drawn cluster are drawn again; default false, which suffices for the uncertainty between clusters. */
  readonly within?: boolean
  /** Multipliers of `'wild'`; default `'rademacher'` (-1 or 1). `'mammen'` keeps the third moment and needs a squared loss. */
  readonly multipliers?: 'rademacher' | 'mammen'
  /** One nonnegative weight per datum, carried along when it is drawn; default 1 each. Only their ratios matter. */
  readonly weights?: readonly number[]
  /**
   * `'expanded'`: percentiles farther out, so that the interval is as long as a t interval with the degrees of freedom that the law leaves; plain percentiles
   * are too short on few data. `'bias-corrected'`: percentiles of which the estimate is the middle, at the quantiles of t. `'percentile'`: plain ones, as in
   * most published tables. By default expanded, but bias-corrected where data or clusters are drawn for a robust loss: replicates of a law that meets some
   * data nearly exactly do not lie about its estimate.
   */
  readonly ends?: 'expanded' | 'bias-corrected' | 'percentile'
  /** Number of replicates; default 1000. */
  readonly replicates?: number
  /** Seed; replicate k uses stream k of it. */
  readonly seed: number
  /** Coverage of the intervals; default 0.95. */
  readonly level?: number
  /** Distance between law and data; default `'huber'`. */
  readonly loss?: LossName
  /** Threshold of the Huber loss in log loss; default 1e-3. */
  readonly delta?: number
  /** Functions of the constants, by name. */
  readonly quantities?: Readonly<Record<string, (constants: Constants) => number>>
}

/** Bootstrap intervals of the constants of a law and of functions of them. JSON-safe. */
export interface LawBootstrap<Law extends KnownLaw> {
  /** The law. */
  readonly law: LawLabel<Law>
  /** How replicates were drawn. */
  readonly kind: BootstrapKind
  /** The loss that was minimised. */
  readonly loss: FitLoss
  /** Number of data used. */
  readonly n: number
  /** The constants, or `null` with a `refusal`. */
  readonly parameters: LawConstants<Law> | null
  /** Each constant, then each quantity: estimate, standard deviation over replicates, percentile interval. */
  readonly estimates: Readonly<Record<string, Estimate>>
  /** Whether the constants are a certified local optimum. */
  readonly converged: boolean
  /** What the bootstrap did; `null` when refused. */
  readonly bootstrap: BootstrapEvidence | null
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Why there are no intervals. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}
