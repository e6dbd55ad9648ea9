import {
  binomialCdf,
  createRandom,
  quantileSorted,
  resampleCounts,
  type Estimate,
  type Finding,
} from '@safety-portfolio/stats'
import { numberCell, optionalCell, rowSchema, textCell, type RowSchema } from '@safety-portfolio/records'
import { detectionAt, scoreTable, type ScoreTable } from './internal/score-table.js'
import { requireFinite, requireFraction, requireInteger, requireProbability } from './internal/require.js'
import { version } from './version.js'

/** A work item with the suspicion it raised. */
export interface AuditRow {
  /** Suspicion: larger is more suspicious. */
  readonly score: number
  /** Whether it was an attack. */
  readonly label: 'attack' | 'honest'
  /** Whether the attack would succeed if it is not audited; for the deployment game. */
  readonly success?: number | undefined
}

const attackWords: readonly string[] = ['attack', '1', 'true', 'yes', 'bad', 'positive']
const honestWords: readonly string[] = ['honest', '0', 'false', 'no', 'benign', 'negative']

/** Schema of {@link AuditRow}: `score`, `label` (attack or honest, also 1 and 0), `success` (1 or 0). */
export const auditSchema: RowSchema<AuditRow> = rowSchema({
  score: numberCell(),
  label: {
    '~standard': {
      version: 1,
      vendor: 'safety-portfolio',
      validate: (value: unknown) => {
        const read = textCell()['~standard'].validate(typeof value === 'string' ? value : String(value))
        const word = 'value' in read ? read.value.toLowerCase() : ''
        if (attackWords.includes(word)) return { value: 'attack' as const }
        if (honestWords.includes(word)) return { value: 'honest' as const }
        return { issues: [{ message: 'must be attack or honest (also 1 or 0)' }] }
      },
    },
  },
  success: optionalCell(numberCell({ min: 0, max: 1 })),
})

/** Suspicion scores of honest work and of attacks. */
export interface AuditScores {
  readonly honest: ArrayLike<number>
  readonly attacks: ArrayLike<number>
}

/** Detection at one budget. */
export interface DetectionAtBudget extends Estimate {
  /** Share of honest work that is audited. */
  readonly budget: number
  /** Scores above it are audited. */
  readonly threshold: number
  /** Chance that a score equal to it is audited, so that the budget is met exactly. */
  readonly tieProbability: number
}

/** Detection of attacks by audits of the most suspicious work. JSON-safe. */
export interface AuditCurve {
  readonly honest: number
  readonly attacks: number
  readonly points: readonly DetectionAtBudget[]
  /** Area under the curve over all budgets: the chance that an attack looks more suspicious than honest work, ties counting half. */
  readonly area: Estimate
  readonly assumptions: readonly string[]
  readonly warnings: readonly Finding[]
  readonly refused?: Finding
  readonly version: string
}

/** Options of {@link auditCurve}. */
export interface AuditOptions {
  /** Budgets: shares of honest work audited, in [0, 1]. Default 0.1 %, 0.3 %, 1 %, 3 %, 10 %, 30 %. */
  readonly budgets?: readonly number[]
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
  /** Resamples of honest work and of attacks. Default 1000. */
  readonly replicates?: number
  /** Seed of the resampling. */
  readonly seed: number
}

/**
 * Share of attacks that an audit of the most suspicious work finds, at each budget. The threshold is the quantile of honest work; among equal
 * scores a random few are audited, so that exactly the budget is spent and a coarse score cannot look better than it is. Intervals come from
 * resampling both groups.
 *
 * @throws RangeError for options or scores outside their domains. An empty group is a refusal in the result.
 *
 * @example
 * ```ts
 * import { auditCurve } from '@safety-portfolio/risk'
 *
 * const scores = { honest: [7, 5, 4, 3, 2, 2, 1, 1, 1, 0], attacks: [9, 8, 6, 5, 3, 1] }
 * const { points } = auditCurve(scores, { budgets: [0.1, 0.15], seed: 1 })
 * points[0]!.estimate // => 0.5
 * points[1]!.tieProbability // => ~0.5
 * points[1]!.estimate // => ~0.583333
 * ```
 */
export function auditCurve(scores: AuditScores, options: AuditOptions): AuditCurve {
  const { budgets = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3], level = 0.95, replicates = 1000, seed } = options
  for (const budget of budgets) requireProbability('auditCurve', 'budgets', budget)
  requireFraction('auditCurve', 'level', level)
  requireInteger('auditCurve', 'replicates', replicates, 2)
  for (const group of [scores.honest, scores.attacks]) {
    for (const score of Array.from(group)) requireFinite('auditCurve', 'scores', score)
  }
  const [honest, attacks] = [scores.honest.length, scores.attacks.length]
  const common = {
    honest,
    attacks,
    assumptions: [
      'Honest work and attacks are as at deployment; an attacker who knows the score moves to where it is low.',
      'An audit always recognises an attack.',
    ],
    version,
  }
  if (honest === 0 || attacks === 0) {
    const message =
      honest === 0 ? 'There is no honest work to set thresholds by.' : 'There is no attack: detection is not known.'
    const none: Estimate = { estimate: null, standardError: null, interval: null, reason: message }
    return {
      ...common,
      points: [],
      area: none,
      warnings: [],
      refused: { code: honest === 0 ? 'no-honest' : 'no-attacks', message },
    }
  }
  const table = scoreTable(scores.honest, scores.attacks)
  const seen = budgets.map((budget) => detectionAt(table, budget))
  const draws = budgets.map(() => new Float64Array(replicates))
  const areas = new Float64Array(replicates)
  const [honestWeights, attackWeights] = [new Float64Array(honest), new Float64Array(attacks)]
  const resampled: ScoreTable = {
    ...table,
    honest: new Float64Array(table.values.length),
    attacks: new Float64Array(table.values.length),
  }
  for (let r = 0; r < replicates; r += 1) {
    const random = createRandom(seed, r)
    resampleCounts(random, honest, honestWeights)
    resampleCounts(random, attacks, attackWeights)
    resampled.honest.fill(0)
    resampled.attacks.fill(0)
    for (let i = 0; i < honest; i += 1) resampled.honest[table.honestAt[i]!]! += honestWeights[i]!
    for (let i = 0; i < attacks; i += 1) resampled.attacks[table.attackAt[i]!]! += attackWeights[i]!
    for (const [j, budget] of budgets.entries()) draws[j]![r] = detectionAt(resampled, budget).detection
    areas[r] = areaOf(resampled)
  }
  const interval = (sample: Float64Array): Pick<Estimate, 'interval' | 'standardError' | 'reason'> => {
    sample.sort()
    if (sample[0] === sample.at(-1)) {
      return { standardError: null, interval: null, reason: 'every resample agrees, so resampling shows no variation' }
    }
    const mean = sample.reduce((sum, value) => sum + value, 0) / replicates
    const squares = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    const [lower, upper] = [quantileSorted(sample, (1 - level) / 2), quantileSorted(sample, (1 + level) / 2)]
    return {
      standardError: Math.sqrt(squares / (replicates - 1)),
      interval: { lower, upper, level, method: 'percentile bootstrap of honest work and of attacks' },
    }
  }
  const smallest = Math.min(...budgets.filter((budget) => budget > 0))
  return {
    ...common,
    points: seen.map(({ detection, threshold, tieProbability }, j) => ({
      budget: budgets[j]!,
      threshold,
      tieProbability,
      estimate: detection,
      ...interval(draws[j]!),
    })),
    area: { estimate: areaOf(table), ...interval(areas) },
    warnings:
      smallest * honest < 5
        ? [
            {
              code: 'few-honest',
              message: `A budget of ${smallest} of ${honest} honest items is ${Number((smallest * honest).toPrecision(2))} of them: its threshold is hardly known. Score more honest work.`,
            },
          ]
        : [],
  }
}

function areaOf({ honest, attacks }: ScoreTable): number {
  let [above, area, total] = [0, 0, 0]
  // From the most suspicious down: attacks seen so far beat every honest item at lower scores.
  for (let i = 0; i < honest.length; i += 1) {
    area += honest[i]! * (above + attacks[i]! / 2)
    above += attacks[i]!
    total += honest[i]!
  }
  return area / (above * total)
}

/**
 * Chance that one piece of work is among the k audited of the most suspicious, when n honest pieces compete and its suspicion is at the honest quantile u: at most k -
 * 1 of n must be more suspicious, which is binomial.
 *
 * @param options - `quantile` u in [0, 1]; `honest` n, `audits` k: integers >= 0
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { auditedInTop } from '@safety-portfolio/risk'
 *
 * auditedInTop({ quantile: 0.99, honest: 1000, audits: 10 }) // => ~0.4573006
 * ```
 */
export function auditedInTop(options: {
  readonly quantile: number
  readonly honest: number
  readonly audits: number
}): number {
  const { quantile, honest, audits } = options
  requireProbability('auditedInTop', 'quantile', quantile)
  requireInteger('auditedInTop', 'honest', honest, 0)
  requireInteger('auditedInTop', 'audits', audits, 0)
  return audits === 0 ? 0 : binomialCdf(audits - 1, honest, 1 - quantile)
}
