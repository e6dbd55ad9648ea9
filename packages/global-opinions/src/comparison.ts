import type { Estimate, Finding, Interval } from '@safety-portfolio/stats'
import type { InputIssue } from './input-issue.js'
import type { LogBase } from './log-base.js'
import type { Measure } from './measure.js'
import type { MissingPolicy } from './missing-policy.js'
import type { UnitKind } from './resampling-units.js'

/** One model and one country. */
export interface CountryScore {
  readonly model: string
  /** The label of the survey. */
  readonly country: string
  /** ISO 3166-1 alpha-3, or `null` for a label that is not known. */
  readonly iso3: string | null
  /** Whom the survey asked, where the label says so. */
  readonly sample: string
  /** Questions. */
  readonly n: number
  /** Mean similarity. */
  readonly similarity: number
  /** Of the mean, over questions; `null` without a bootstrap. */
  readonly standardError: number | null
  /** Percentile interval over resampled units; `null` without a bootstrap. */
  readonly interval: Interval | null
  /** Standard error from the survey's sampling of people; `null` where no n is known. */
  readonly surveyStandardError: number | null
  /** Mean similarity of a uniform answer on the same questions. */
  readonly floorUniform: number
  /** Mean similarity of the other countries' mean answer, on the questions that others have; `null` where none has. */
  readonly floorMarginal: number | null
  /** Mean similarity of the model's answers put to other questions. */
  readonly floorShuffled: number | null
  /** The country with the most similar answers, over common questions. */
  readonly nearest: { readonly country: string; readonly similarity: number; readonly questions: number } | null
  /** Mean similarity with the bias of finite samples taken out of each divergence; `null` where no sample size is known. */
  readonly corrected: number | null
  /** What a perfect model would score; `null` where no sample size is known. */
  readonly ceiling: number | null
  /** (similarity - floorUniform) / (ceiling - floorUniform), with 1 for an unknown ceiling (then skill is a lower bound in size). */
  readonly skill: number | null
  /** Percentile interval of the skill. */
  readonly skillInterval: Interval | null
  /** Mean similarity on the average question (mixed model); `null` where the model could not be fitted. */
  readonly adjusted: number | null
  readonly adjustedInterval: Interval | null
  /** Rank by similarity among the countries of this model, 1 the most similar. */
  readonly rank: number
  readonly rankInterval: Interval | null
  /** Mean share of answers that are no opinion, where the policy left them out. */
  readonly nonSubstantive: { readonly survey: number; readonly model: number } | null
}

/** One model over all countries. */
export interface ModelScore {
  readonly model: string
  /** Questions compared. */
  readonly questions: number
  /** Pairs of question and country. */
  readonly pairs: number
  /** Countries with enough questions. */
  readonly countries: number
  /** Mean over countries, each counting once. */
  readonly similarity: Estimate
  /** The same for a uniform answer. */
  readonly floorUniform: number | null
  /** Mean over topics, each counting once; `null` where the survey names fewer than two. */
  readonly topicBalanced: Estimate
  /** Mean over countries weighted by the weights that were given; `null` without weights. */
  readonly weighted: Estimate
  /** Kendall's tau-b between the orders of options, mean over pairs where both order something. */
  readonly rankAgreement: number | null
  /** Standard deviation of the similarity between questions, from the mixed model. */
  readonly questionDeviation: number | null
}

/** A difference between two models, or two countries of one model, over the same questions. */
export interface Contrast {
  readonly kind: 'models' | 'countries'
  /** The model, for a difference between countries. */
  readonly model: string | null
  readonly first: string
  readonly second: string
  /** Questions (countries), or pairs (models), that both have. */
  readonly n: number
  /** first - second. */
  readonly difference: number
  readonly standardError: number | null
  readonly interval: Interval | null
  /** Two-sided, normal theory with the bootstrap's standard error; `null` without one. */
  readonly pValue: number | null
  /** Adjusted over all contrasts of one kind and model: Holm controls any false rejection, BH (Benjamini-Hochberg) their share. */
  readonly holm: number | null
  readonly bh: number | null
}

/** Everything that {@link compareOpinions} finds: plain data. */
export interface OpinionComparison {
  readonly base: LogBase
  readonly measure: Measure
  readonly policy: MissingPolicy
  /** Questions that both sides have. */
  readonly questions: number
  /** Pairs of question and country. */
  readonly pairs: number
  /** What was resampled. */
  readonly resampling: {
    readonly units: UnitKind
    readonly count: number
    readonly replicates: number
    readonly seed: number
  }
  readonly perCountry: readonly CountryScore[]
  readonly models: readonly ModelScore[]
  readonly contrasts: readonly Contrast[]
  /** Countries with fewer questions than asked for, whose mean would say little. */
  readonly omitted: readonly {
    readonly model: string
    readonly country: string
    readonly n: number
    readonly reason: string
  }[]
  readonly method: string
  readonly assumptions: readonly string[]
  readonly warnings: readonly Finding[]
  /** Every row that was left out or needs to be known. */
  readonly issues: readonly InputIssue[]
  readonly version: string
}
