import { clopperPearsonInterval } from '@safety-portfolio/stats'
import type { Estimate, Finding, Interval } from '@safety-portfolio/stats'
import { breakVersusSmooth, type BreakTest, type BreakTestOptions, type ScalePoint } from './break-versus-smooth.js'
import { emergenceScore, type EmergenceScore } from './emergence-score.js'
import { requireInteger } from './internal/require-number.js'
import { tokenSuccessFromExactMatch } from './metric-transform.js'
import { resolutionLimit } from './resolution-limit.js'
import { version } from './version.js'
import { noEstimate } from './internal/no-estimate.js'

/** Options of `auditEmergence`. */
export interface EmergenceAuditOptions extends BreakTestOptions {
  /** Tokens of an answer that all have to be right. Default 1: the metric is not sharpened. */
  readonly answerTokens?: number
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
}

/** One model in the audit. */
export interface EmergenceAuditRow {
  /** Scale of the model. */
  readonly scale: number
  /** Items correct. */
  readonly successes: number
  /** Items asked. */
  readonly trials: number
  /** Accuracy with its exact (Clopper-Pearson) interval. */
  readonly accuracy: Estimate
  /**
   * Probability of a correct token that explains the accuracy above chance, accuracy^(1 / L), with the interval carried over;
   * `null` below the resolution.
   */
  readonly tokenSuccess: Estimate
  /** Cross-entropy per token that explains it, -log(accuracy) / L in nats; `null` below the resolution. */
  readonly tokenLoss: Estimate
  /** Whether the interval of the accuracy reaches down to guessing (0 without guessing): the items decide what can be said. */
  readonly belowResolution: boolean
  /** 1 / trials. */
  readonly smallestStep: number
}

/** Whether an ability looks emergent, and which explanations the data leave open. JSON-safe. */
export interface EmergenceAudit {
  /** Number of models. */
  readonly n: number
  /** Models by scale, in three metrics. */
  readonly rows: readonly EmergenceAuditRow[]
  /** Emergence score of the accuracy, from a recalled formula. */
  readonly scoreOfAccuracy: EmergenceScore
  /**
   * The same of the token probability, over the models with a success: much lower when the metric made the sharpness.
   */
  readonly scoreOfTokenSuccess: EmergenceScore
  /** Test of a break against a smooth curve. */
  readonly breakTest: BreakTest
  /** What was done. */
  readonly method: string
  /** What has to hold. */
  readonly assumptions: readonly string[]
  /** What the reader must know. */
  readonly warnings: readonly Finding[]
  /** Version of this package. */
  readonly version: string
}

/**
 * Audit of a claim that an ability emerges with scale (Wei 2022), by the three questions of Schaeffer 2023 (arXiv
 * 2304.15004): does the jump survive a change of metric, could the test have seen smaller successes (resolution 1 / n), and
 * is a smooth curve rejected? A smooth explanation that fits is not proof that the next scale holds no surprise.
 *
 * @param points - one per model
 * @throws RangeError as `breakVersusSmooth` does, or when `answerTokens` is not an integer >= 1.
 *
 * @example
 * ```ts
 * import { auditEmergence } from '@safety-portfolio/scaling-laws'
 *
 * const points = [0, 0, 1, 8, 27, 55, 91, 120].map((successes, i) => ({ scale: 1e7 * 10 ** (i / 2), successes, trials: 200 }))
 * const audit = auditEmergence(points, { answerTokens: 5, bootstrap: { seed: 1, replicates: 99 } })
 * audit.rows[0]!.accuracy.interval!.upper // => ~0.0183
 * audit.rows[7]!.tokenSuccess.estimate // => ~0.903
 * audit.warnings.map(({ code }) => code) // => ['below-resolution', 'sharp-metric', 'recalled-formula', 'no-proof-of-smoothness']
 * ```
 */
export function auditEmergence(points: readonly ScalePoint[], options: EmergenceAuditOptions): EmergenceAudit {
  const { answerTokens = 1, level = 0.95, chance = 0 } = options
  requireInteger('auditEmergence', 'answerTokens', answerTokens, 1)
  const breakTest = breakVersusSmooth(points, options)
  const rows = points
    .toSorted((a, b) => a.scale - b.scale)
    .map((point) => rowOf(point, { answerTokens, level, chance }))
  const scoreOfAccuracy = emergenceScore(rows.map(({ accuracy }) => accuracy.estimate!))
  const hidden = rows.filter(({ belowResolution }) => belowResolution)
  return {
    n: points.length,
    rows,
    scoreOfAccuracy,
    scoreOfTokenSuccess: emergenceScore(rows.flatMap(({ tokenSuccess }) => tokenSuccess.estimate ?? [])),
    breakTest,
    method: 'accuracy, token probability and token loss side by side; exact intervals; break against smooth curve',
    assumptions: [
      `An answer counts when ${answerTokens === 1 ? 'its token is' : `its ${answerTokens} tokens are`} right, independently of each other.`,
      ...breakTest.assumptions,
    ],
    warnings: [
      ...(hidden.length > 0 ? [belowResolution(hidden, level, chance)] : []),
      ...(answerTokens > 1 ? [sharpMetric(answerTokens)] : []),
      ...scoreOfAccuracy.warnings,
      ...breakTest.warnings,
    ],
    version,
  }
}

function rowOf(
  { scale, successes, trials }: ScalePoint,
  { answerTokens, level, chance }: { readonly answerTokens: number; readonly level: number; readonly chance: number },
): EmergenceAuditRow {
  const estimate = successes / trials
  const interval = clopperPearsonInterval(successes, trials, { level })
  const known = (accuracy: number): number => Math.max(0, (accuracy - chance) / (1 - chance))
  const through = (f: (accuracy: number) => number): Interval => {
    const ends = [f(known(interval.lower)), f(known(interval.upper))]
    return { ...interval, lower: Math.min(...ends), upper: Math.max(...ends) }
  }
  const loss = (accuracy: number): number => Math.abs(Math.log(accuracy)) / answerTokens
  const token = (accuracy: number): number => tokenSuccessFromExactMatch(accuracy, answerTokens)
  const below = known(interval.lower) === 0
  const seen = known(estimate) > 0 && !below
  const none = chance === 0 ? 'no success' : 'not distinguishable from guessing'
  return {
    scale,
    successes,
    trials,
    accuracy: { estimate, standardError: Math.sqrt((estimate * (1 - estimate)) / trials), interval },
    tokenSuccess: {
      estimate: seen ? token(known(estimate)) : null,
      standardError: null,
      interval: through(token),
      ...(seen ? {} : { reason: `${none}: the test shows an upper bound only` }),
    },
    tokenLoss: seen
      ? { estimate: loss(known(estimate)), standardError: null, interval: through(loss) }
      : noEstimate(`${none}: the loss has a lower bound only`),
    belowResolution: below,
    smallestStep: 1 / trials,
  }
}

function belowResolution(rows: readonly EmergenceAuditRow[], level: number, chance: number): Finding {
  const fewest = Math.min(...rows.map(({ trials }) => trials))
  const { upperBoundAtZero } = resolutionLimit(fewest, { level })
  const one = rows.length === 1
  const message =
    chance === 0
      ? `${rows.length} ${one ? 'model has' : 'models have'} no success. With ${fewest} items that only shows a rate below ${upperBoundAtZero.toPrecision(2)}, not that the ability is absent.`
      : `${rows.length} ${one ? 'model' : 'models'} cannot be told from guessing with these items, which does not show that the ability is absent.`
  return { code: 'below-resolution', message }
}

function sharpMetric(answerTokens: number): Finding {
  return {
    code: 'sharp-metric',
    message: `All ${answerTokens} tokens of an answer must be right, which makes a smooth rise of the token probability look sudden. Compare the token columns.`,
  }
}
