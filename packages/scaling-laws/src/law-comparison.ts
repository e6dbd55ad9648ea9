import type { Estimate, Finding } from '@safety-portfolio/stats'
import type { FitLoss, LossName } from './fit-result.js'
import type { IdentifiabilityOption } from './internal/identifiability-option.js'
import type { DefinedLaw } from './define-law.js'
import type { LawName, LawPoint } from './law-name.js'

/** A law to compare, with the data as it sees them; all candidates must see the same losses in the same order. */
export type LawCandidate =
  | { readonly [Law in LawName]: CandidateOf<Law, LawPoint<Law>> }[LawName]
  | CandidateOf<DefinedLaw<string, never>, { readonly loss: number }>

/** One candidate. */
export interface CandidateOf<Law, Point> {
  /** The law: its name, or one made by `defineLaw`. */
  readonly law: Law
  /** Name in the table; default the law's. */
  readonly name?: string
  /** The data: runs for a law of params and tokens, points of a curve for a law of one quantity, for a defined law its places with their losses. */
  readonly points: readonly Point[]
  /** Distance between law and data; default that of the comparison. Candidates with different ones are not compared. */
  readonly loss?: LossName
}

/** How to compare; every option has a default. */
export interface CompareLawsOptions extends IdentifiabilityOption {
  /** Distance between law and data: `'log-squared'` (default; normal noise of log loss), `'squared'` (normal noise of loss) or `'huber'` (its density with free scale). */
  readonly loss?: LossName
  /** Threshold of the Huber loss in log loss; default 1e-3. */
  readonly delta?: number
  /** One nonnegative weight per datum, inversely proportional to the variance of its noise; default 1 each. Errors of data left out are not weighted. */
  readonly weights?: readonly number[]
  /** K-fold cross-validation, the deal drawn with the seed; default: none. */
  readonly crossValidation?: { readonly folds?: number; readonly seed: number }
  /** Extrapolation: each law fitted to the data at or below each cutoff of compute (or x of the first candidate) predicts those up to the next; default the shares 0.5 to 0.9 of the data. */
  readonly cutoffs?: readonly number[]
}

/** One law in the table. Differences are from the law of lowest AICc: above 0 is worse. */
export interface ComparedLaw {
  /** Name of the candidate. */
  readonly name: string
  /** The law. */
  readonly law: string
  /** The constants, `null` where it could not be fitted. */
  readonly parameters: Readonly<Record<string, number>> | null
  /** Number of free constants and the scale of the noise. */
  readonly k: number | null
  /** Log-likelihood at its maximum, as a density of log loss (`'squared'`: of loss). */
  readonly logLikelihood: number | null
  /** -2 log-likelihood + 2 k + 2 k (k + 1) / (n - k - 1); `null` where n <= k + 1. */
  readonly aicc: number | null
  /** -2 log-likelihood + k ln n. */
  readonly bic: number | null
  /** AICc less the lowest, with a standard error from the differences of the data's log densities (Vuong 1989): within two, the data do not decide. */
  readonly aiccDifference: Estimate
  /** BIC less the lowest. */
  readonly bicDifference: number | null
  /** exp(-difference / 2), normalised over the candidates: the weight of evidence if one of them were true. */
  readonly akaikeWeight: number | null
  /** Root mean squared log error of data left out; `null` without `crossValidation`. */
  readonly crossValidationError: number | null
  /** Mean squared log error of data left out less that of the law of lowest AICc. */
  readonly crossValidationDifference: Estimate
  /** Root mean squared log error of extrapolations. */
  readonly extrapolationError: number | null
  /** Mean squared log error of extrapolations less that of the law of lowest AICc. */
  readonly extrapolationDifference: Estimate
  /** Why something is `null`. */
  readonly reason?: string
}

/** Laws side by side. JSON-safe. */
export interface LawComparison {
  /** The candidates in their order; empty when refused. */
  readonly laws: readonly ComparedLaw[]
  /** The loss that was minimised for each. */
  readonly loss: FitLoss
  /** Number of data. */
  readonly n: number
  /** Names of the laws of lowest AICc, BIC, cross-validation and extrapolation error; `null` where none can be named. */
  readonly preferred: {
    /** Lowest AICc. */
    readonly aicc: string | null
    /** Lowest BIC. */
    readonly bic: string | null
    /** Lowest error of data left out. */
    readonly crossValidation: string | null
    /** Lowest error of extrapolations. */
    readonly extrapolation: string | null
  }
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Why the candidates cannot be compared. */
  readonly refusal?: Finding
  /** Version of this package. */
  readonly version: string
}
