import { equivalenceTest } from '@safety-portfolio/mixed-models'
import type { EquivalenceTest, FixedEffect } from '@safety-portfolio/mixed-models'
import { holm, normalCdf } from '@safety-portfolio/stats'
import type { Estimate, Interval } from '@safety-portfolio/stats'
import type { DecisionFlips, DecisionRatio, MatchedDecisions } from './decision-flips.js'
import type { Deviation } from './internal/fit-scores.js'
import type { ScoreTerm } from './internal/model-terms.js'
import type { ProbabilityEffect } from './probability-scale.js'
import type { QuestionScores } from './question-scores.js'

/** How the effect varies between questions: discrimination for and against can cancel in the mean. */
export interface ScoreDirections {
  /** Standard deviation of the effect over questions; `null` without a model of it. */
  readonly standardDeviation: number | null
  /** Its interval; `null` without a model, and at the boundary, where the normal approximation does not exist. */
  readonly standardDeviationInterval: Interval | null
  /** Share of questions, in the population of questions, where the effect favours the level: Phi(mean / standard deviation). */
  readonly shareFavoured: number | null
  /** Questions whose own (shrunken) interval lies above 0: positive discrimination. */
  readonly favoured: number | null
  /** Questions whose own (shrunken) interval lies below 0: negative discrimination. */
  readonly disfavoured: number | null
}

/** One discrimination score. */
export interface DiscriminationScore {
  /** `race=Black`, or `age` for a slope. */
  readonly term: string
  /** The demographic column. */
  readonly column: string
  /** The level; `null` for a slope. */
  readonly level: string | null
  /** What the score compares. */
  readonly unit: string
  /** Mean difference of the logit of yes; above 0 the level is favoured. `null` when not estimable. */
  readonly estimate: number | null
  /** Standard error. */
  readonly se: number | null
  /** Degrees of freedom of t; `null` for the normal distribution. */
  readonly df: number | null
  /** Interval. */
  readonly interval: Interval | null
  /** Two-sided p-value for no discrimination. */
  readonly p: number | null
  /** p-value adjusted by Holm for the number of scores. */
  readonly adjustedP: number | null
  /** `'favoured'` or `'disfavoured'` when the interval excludes 0, else `'undetermined'`: not the same as none. */
  readonly direction: 'favoured' | 'disfavoured' | 'undetermined'
  /** How the effect varies between questions. */
  readonly directions: ScoreDirections
  /** Average marginal effect on the probability of yes. */
  readonly probabilityScale: Estimate
  /** Decisions that change with the attribute. */
  readonly decisionFlips: DecisionFlips
  /** Ratio of the rates of yes. */
  readonly impactRatio: DecisionRatio
  /** Evidence for the absence of a relevant effect, when a margin was given. */
  readonly equivalence: EquivalenceTest | null
  /** Why `estimate` or `interval` is `null`. */
  readonly reason?: string
}

/** What scores are made of. */
export interface ScoreParts {
  readonly terms: readonly ScoreTerm[]
  readonly effects: readonly FixedEffect[]
  readonly deviations: ReadonlyMap<string, Deviation>
  readonly perQuestion: readonly QuestionScores[]
  readonly probability: readonly ProbabilityEffect[]
  readonly matched: readonly MatchedDecisions[]
  readonly margin: number | undefined
  readonly reason: string
}

/** Scores with their adjusted p-values. */
export function assembleScores(parts: ScoreParts): readonly DiscriminationScore[] {
  const found = parts.terms.map((term) => parts.effects.find((effect) => effect.term === term.coefficient))
  const tested = found.flatMap((effect) => (effect?.p === null || effect === undefined ? [] : [effect.p]))
  const adjusted = holm(tested)
  let next = 0
  return parts.terms.map((term, k) => {
    const effect = found[k]
    const adjustedP = effect === undefined || effect.p === null ? null : adjusted[next++]!
    const { estimate = null, se = null, df = null, interval = null, p = null } = effect ?? {}
    const probabilityScale = withoutTerm(parts.probability[k]!)
    const { decisionFlips, impactRatio } = parts.matched[k]!
    const testable = estimate !== null && se !== null && se > 0 && parts.margin !== undefined
    return {
      term: term.term,
      column: term.column,
      level: term.level,
      unit: term.unit,
      estimate,
      se: se !== null && se > 0 ? se : null,
      df,
      interval,
      p,
      adjustedP,
      direction: interval === null ? 'undetermined' : directionOf(interval),
      directions: directionsOf(term, estimate, parts),
      probabilityScale,
      decisionFlips,
      impactRatio,
      equivalence: testable ? equivalenceTest({ estimate, se, df }, parts.margin) : null,
      ...(interval === null
        ? { reason: estimate === null ? parts.reason : 'the effect is the same in every question' }
        : {}),
    }
  })
}

function withoutTerm({ estimate, standardError, interval, reason }: ProbabilityEffect): Estimate {
  return { estimate, standardError, interval, ...(reason === undefined ? {} : { reason }) }
}

function directionOf({ lower, upper }: Interval): DiscriminationScore['direction'] {
  return lower > 0 ? 'favoured' : upper < 0 ? 'disfavoured' : 'undetermined'
}

function directionsOf(term: ScoreTerm, mean: number | null, parts: ScoreParts): ScoreDirections {
  const found = parts.deviations.get(term.coefficient)
  const deviation = found?.estimate ?? null
  const own = parts.perQuestion.flatMap(({ scores }) => scores.filter((score) => score.term === term.term))
  const known = own.length > 0
  return {
    standardDeviation: deviation,
    standardDeviationInterval: found?.interval ?? null,
    shareFavoured: deviation === null || mean === null || deviation === 0 ? null : normalCdf(mean / deviation),
    favoured: known ? own.filter(({ interval }) => interval.lower > 0).length : null,
    disfavoured: known ? own.filter(({ interval }) => interval.upper < 0).length : null,
  }
}
