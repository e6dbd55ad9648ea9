import { clusterRobust, contrast, prepareModel } from '@safety-portfolio/mixed-models'
import type { FixedEffect, FixedEffectInference, JointTest, MixedModel } from '@safety-portfolio/mixed-models'
import { benjaminiHochberg, brentRoot, holm, normalQuantile } from '@safety-portfolio/stats'
import type { Interval } from '@safety-portfolio/stats'
import type { DecisionTable } from './decision-table.js'
import { logits } from './internal/logit-scale.js'
import { mainEffects, modelOptions, modelRows, scoreTerms } from './internal/model-terms.js'
import type { ScoreTerm } from './internal/model-terms.js'

/** An effect of two attributes together. */
export interface IntersectionEffect {
  /** `gender=female × race=Black`. */
  readonly term: string
  /** Estimate on the logit scale. */
  readonly estimate: number
  /** Standard error, CR2 over questions. */
  readonly se: number
  /** Degrees of freedom. */
  readonly df: number | null
  /** Interval; `null` when the standard error is 0. */
  readonly interval: Interval | null
  /** Two-sided p-value. */
  readonly p: number | null
  /** Adjusted by Holm over all effects of the list. */
  readonly holmP: number | null
  /** Adjusted by Benjamini and Hochberg: the rate of false discoveries. */
  readonly falseDiscoveryP: number | null
  /**
   * Shrunken towards additivity by how much the interactions vary beyond their errors. Where they vary no more than that, an interaction shrinks to
   * 0 and has no interval, for the reason given: an estimated spread of 0 does not say how small the effect is.
   */
  readonly shrunken: { readonly estimate: number; readonly interval: Interval | null; readonly reason?: string }
}

/** Interactions of attributes and scores of their intersections. */
export interface Intersections {
  /** What goes beyond the sum of the two effects. */
  readonly interactions: readonly IntersectionEffect[]
  /** Scores of people with two attributes that both differ from the baseline, against the baseline person. */
  readonly scores: readonly IntersectionEffect[]
  /** Test that all interactions are 0; `null` when there are none or more of them than questions allow. */
  readonly joint: JointTest | null
  /** Standard deviation of the true interactions (Paule and Mandel's estimate with mean 0). */
  readonly standardDeviation: number
  /** Why there are none. */
  readonly reason?: string
}

/**
 * Whether two attributes together do more than the sum of both: all pairwise interactions by least squares with CR2 errors over questions, with Holm
 * and Benjamini-Hochberg adjustment, a joint test, and empirical-Bayes shrinkage towards additivity.
 *
 * @param table - Decisions.
 * @param options - `level` of the intervals, default 0.95.
 * @example
 * ```ts
 * import { decisionTable, intersections } from '@safety-portfolio/discrimination'
 *
 * const rows = [0, 1, 2, 3, 4, 5].flatMap((question) =>
 *   ['white', 'Black'].flatMap((race) =>
 *     ['male', 'female'].map((gender) => ({
 *       question,
 *       race,
 *       gender,
 *       logit: (race === 'Black' && gender === 'female' ? 1 : 0) + ((question * 7 + race.length * 3 + gender.length) % 4) / 10,
 *     })),
 *   ),
 * )
 * const found = intersections(decisionTable(rows))
 * found.interactions.map(({ term }) => term) // => ['gender=female × race=Black']
 * found.scores[0]!.estimate > 0.8 // => true
 * ```
 */
export function intersections(
  table: Omit<DecisionTable, 'warnings'>,
  options: { readonly level?: number } = {},
): Intersections {
  const { level = 0.95 } = options
  const none = (reason: string): Intersections => ({
    interactions: [],
    scores: [],
    joint: null,
    standardDeviation: 0,
    reason,
  })
  if (table.demographics.length < 2) return none('only one attribute varies')
  const main = mainEffects(table)
  const rows = modelRows(table, { logit: logits(table) })
  const model = prepareModel(`logit ~ (${main})^2 + (1 | question)`, rows, modelOptions(table))
  const inference = clusterRobust(model)
  const pairs = crossedTerms(scoreTerms(table), model)
  const found = pairs.map(({ name }) => contrast(inference, { [name]: 1 }, { level }))
  const known = pairs.filter((_, k) => found[k]!.se > 0)
  if (known.length === 0)
    return none('no interaction can be estimated: cells are empty, or nothing varies between questions')
  const tau2 = spreadBeyondError(found.filter(({ se }) => se > 0))
  const shrinkage = (se: number): number => (tau2 === 0 ? 0 : tau2 / (tau2 + se * se))
  const shrink = (weights: Readonly<Record<string, number>>, factor: number) => {
    const { estimate, se } = combined(inference, weights)
    // Error of a + b + B d^ as a prediction of a + b + d: its sampling error, and (1 - B) d.
    const margin = normalQuantile(1 - (1 - level) / 2) * Math.sqrt(se * se + (1 - factor) ** 2 * tau2)
    if (margin === 0) {
      return { estimate, interval: null, reason: 'interactions vary no more than their errors: their spread is 0' }
    }
    return {
      estimate,
      interval: { lower: estimate - margin, upper: estimate + margin, level, method: 'empirical Bayes, normal' },
    }
  }
  const interactions = pairs.map(({ label, name }, k) => {
    const factor = shrinkage(found[k]!.se)
    return { label, effect: found[k]!, shrunken: shrink({ [name]: factor }, factor) }
  })
  const scores = pairs.flatMap(({ label, name, first, second }, k) => {
    if (first.level === null || second.level === null) return []
    const factor = shrinkage(found[k]!.se)
    const weights = { [first.coefficient]: 1, [second.coefficient]: 1 }
    return [
      {
        label,
        effect: contrast(inference, { ...weights, [name]: 1 }, { level }),
        shrunken: shrink({ ...weights, [name]: factor }, factor),
      },
    ]
  })
  const indexes = known.map(({ name }) => model.fixedNames.indexOf(name))
  return {
    interactions: adjusted(interactions),
    scores: adjusted(scores),
    joint:
      indexes.length < table.questions.length - 1
        ? inference.jointTest(indexes.map((index) => model.fixedNames.map((_, k) => (k === index ? 1 : 0))))
        : null,
    standardDeviation: Math.sqrt(tau2),
  }
}

/** Estimate and standard error of a combination. */
function combined(
  { terms, estimates, covariance }: FixedEffectInference,
  weights: Readonly<Record<string, number>>,
): { readonly estimate: number; readonly se: number } {
  const parts = Object.entries(weights).map(([name, weight]) => ({ k: terms.indexOf(name), weight }))
  let [estimate, variance] = [0, 0]
  for (const { k, weight } of parts) {
    estimate += weight * estimates[k]!
    for (const other of parts) variance += weight * other.weight * covariance[k]![other.k]!
  }
  return { estimate, se: Math.sqrt(Math.max(0, variance)) }
}

interface CrossedTerm {
  readonly label: string
  readonly name: string
  readonly first: ScoreTerm
  readonly second: ScoreTerm
}

/** Pairs of scores of different columns whose product is a column of the model. */
function crossedTerms(terms: readonly ScoreTerm[], model: MixedModel): readonly CrossedTerm[] {
  return terms.flatMap((first, i) =>
    terms.slice(i + 1).flatMap((second) => {
      if (first.column === second.column) return []
      const name = [`${first.coefficient}:${second.coefficient}`, `${second.coefficient}:${first.coefficient}`].find(
        (one) => model.fixedNames.includes(one),
      )
      return name === undefined ? [] : [{ label: `${first.term} × ${second.term}`, name, first, second }]
    }),
  )
}

/** tau^2 with sum of d^2 / (s^2 + tau^2) equal to the number of effects; 0 when they vary no more than their errors. */
function spreadBeyondError(effects: readonly FixedEffect[]): number {
  const excess = (tau2: number): number =>
    effects.reduce((sum, { estimate, se }) => sum + estimate ** 2 / (se * se + tau2), 0) - effects.length
  if (excess(0) <= 0) return 0
  const most = effects.reduce((largest, { estimate }) => Math.max(largest, estimate ** 2), 0)
  return brentRoot(excess, 0, most).x
}

function adjusted(
  list: readonly {
    readonly label: string
    readonly effect: FixedEffect
    readonly shrunken: IntersectionEffect['shrunken']
  }[],
): readonly IntersectionEffect[] {
  const tested = list.flatMap(({ effect }) => (effect.p === null ? [] : [effect.p]))
  const [byHolm, byRate] = [holm(tested), benjaminiHochberg(tested)]
  let next = -1
  return list.map(({ label, effect, shrunken }) => {
    const { estimate, se, df, interval, p } = effect
    if (p !== null) next += 1
    return {
      term: label,
      estimate,
      se,
      df,
      interval,
      p,
      holmP: p === null ? null : byHolm[next]!,
      falseDiscoveryP: p === null ? null : byRate[next]!,
      shrunken,
    }
  })
}
