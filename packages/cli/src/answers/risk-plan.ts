import {
  anytimeRate,
  bestAttackCount,
  betaBinomialJointMiss,
  cleanTrialsNeeded,
  phiBounds,
  phiPower,
  positivesForPhi,
  zeroHitsBound,
} from '@safety-portfolio/risk'
import { betaQuantile, betaSurvivalQuantile, clopperPearsonInterval, type Finding } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { formatNumber } from '../text/format-number.js'
import { formatSize } from '../text/format-size.js'
import { UsageError } from '../usage-error.js'
import type { Answer } from './answer.js'

/** What is known of a plan. */
export interface RiskPlanInput {
  readonly target?: number
  readonly trials?: number
  readonly hits: number
  readonly at?: readonly number[]
  readonly missRate?: number
  readonly secondMissRate?: number
  readonly phi?: number
  readonly positives?: number
  readonly power: number
  readonly layers?: number
  readonly audited?: number
  readonly success?: number
  readonly need: number
  readonly level: number
  readonly seed: number
}

interface Part {
  readonly table: SummaryTable
  readonly result: object
  readonly assumptions: readonly string[]
  readonly warnings?: readonly Finding[]
}

const percent = (value: number): string => `${formatNumber(100 * value, 3)} %`

/** Answers every question that the input suffices for; `null` when there is none. */
export function riskPlanAnswer(input: RiskPlanInput): Answer | null {
  const parts = [cleanTrials(input), evidence(input), sharedMisses(input), manyLayers(input), game(input)].filter(
    (part) => part !== null,
  )
  if (parts.length === 0) return null
  return {
    title: 'Plan',
    lead: parts.map(({ table }) => table.caption).join('. ') + '.',
    tables: parts.map(({ table }) => table),
    basis: {
      method: 'exact binomial bounds; simulated power; the formulas of the deployment game',
      assumptions: [...new Set(parts.flatMap(({ assumptions }) => assumptions))],
      warnings: parts.flatMap(({ warnings = [] }) => warnings),
    },
    result: Object.assign({}, ...parts.map(({ result }) => result)) as object,
    fine: true,
  }
}

function cleanTrials({ target, level }: RiskPlanInput): Part | null {
  if (target === undefined) return null
  const needed = cleanTrialsNeeded(target, level)
  return {
    table: {
      caption: `Trials without a hit needed to bound a rate at ${percent(target)}`,
      header: ['confidence', 'trials'],
      rows: [[percent(level), formatSize(needed)]],
    },
    result: { cleanTrials: { target, level, trials: needed } },
    assumptions: ['Trials are independent and come from the distribution of deployment.'],
  }
}

function evidence({ trials, hits, at = [], level }: RiskPlanInput): Part | null {
  if (trials === undefined) return null
  const interval = clopperPearsonInterval(hits, trials, { level })
  const anytime = anytimeRate(hits, trials, { level })
  const oneSided = hits === trials ? 1 : betaSurvivalQuantile(1 - level, hits + 1, trials - hits)
  const oneSidedLower = hits === 0 ? 0 : betaQuantile(1 - level, hits, trials - hits + 1)
  const deployments = at.map((n) => ({
    n,
    expectedAtMost: n * oneSided,
    atLeastOne: {
      atLeast: -Math.expm1(n * Math.log1p(-oneSidedLower)),
      atMost: -Math.expm1(n * Math.log1p(-oneSided)),
    },
  }))
  return {
    table: {
      caption: `What ${hits} hits in ${formatSize(trials)} trials show`,
      header: ['question', 'answer'],
      rows: [
        ['rate', `${percent(hits / trials)} (${percent(interval.lower)} to ${percent(interval.upper)})`],
        ['at most, one-sided', percent(oneSided)],
        ['if one looked all the time', `${percent(anytime.interval.lower)} to ${percent(anytime.interval.upper)}`],
        ...deployments.map(({ n, expectedAtMost }) => [
          `hits in ${formatSize(n)}, at most`,
          formatNumber(expectedAtMost, 3),
        ]),
      ],
    },
    result: {
      evidence: {
        trials,
        hits,
        estimate: hits / trials,
        interval,
        oneSidedUpper: oneSided,
        anytime,
        deployments,
        ...(hits === 0 ? { zeroHits: zeroHitsBound(trials, { level, at }) } : {}),
      },
    },
    assumptions: ['Trials are independent and come from the distribution of deployment.'],
    warnings: deployments
      .filter(({ expectedAtMost }) => hits === 0 && expectedAtMost > 1)
      .slice(0, 1)
      .map(({ n, expectedAtMost }) => ({
        code: 'no-evidence-at-scale',
        message: `${trials} clean trials leave open up to ${formatNumber(expectedAtMost, 3)} hits in ${formatSize(n)}: at that scale they exclude nothing.`,
      })),
  }
}

function sharedMisses(input: RiskPlanInput): Part | null {
  const { missRate, secondMissRate = missRate, phi, positives, power, seed } = input
  if (missRate === undefined || secondMissRate === undefined || phi === undefined) return null
  checkPhi(missRate, secondMissRate, phi)
  const design = { p: missRate, q: secondMissRate, phi }
  const needed = positivesForPhi(design, power)
  const reached = positives === undefined ? null : phiPower(design, positives, { seed })
  return {
    table: {
      caption: `To show that two filters share misses (phi ${phi})`,
      header: ['question', 'answer'],
      rows: [
        [`positives for a power of ${percent(power)}`, needed === null ? 'no number shows it' : formatSize(needed)],
        ...(reached?.estimate == null
          ? []
          : [
              [
                `power with ${String(positives)}`,
                `${percent(reached.estimate)}${reached.interval === null ? '' : ` (${percent(reached.interval.lower)} to ${percent(reached.interval.upper)})`}`,
              ],
            ]),
      ],
    },
    result: { sharedMisses: { ...design, power, positivesNeeded: needed, positives: positives ?? null, reached } },
    assumptions: ['One-sided z-test of phi = 0 at 5 %.'],
  }
}

function manyLayers({ missRate, phi = 0, layers }: RiskPlanInput): Part | null {
  if (missRate === undefined || layers === undefined) return null
  if (!(phi >= 0 && phi <= 1)) throw new UsageError(`--phi of several layers must lie between 0 and 1, got ${phi}.`)
  const rows = Array.from({ length: layers }, (_, i) => ({
    k: i + 1,
    independent: missRate ** (i + 1),
    betaBinomial: betaBinomialJointMiss(missRate, i + 1, phi),
    guaranteed: missRate,
  }))
  return {
    table: {
      caption: `What passes filters that each miss ${percent(missRate)}, phi ${phi} between any two`,
      header: ['filters', 'if independent', 'with this phi', 'guaranteed'],
      rows: rows.map(({ k, independent, betaBinomial, guaranteed }) => [
        String(k),
        percent(independent),
        percent(betaBinomial),
        percent(guaranteed),
      ]),
    },
    result: { layers: rows },
    assumptions: ['How hard items are for all filters follows a beta law (beta-binomial misses).'],
  }
}

function game({ audited, success, need }: RiskPlanInput): Part | null {
  if (audited === undefined || success === undefined) return null
  const best = bestAttackCount({ audited, success }, need)
  return {
    table: {
      caption: `An attacker who needs ${need} successes`,
      header: ['question', 'answer'],
      rows: [
        ['best number of attempts', String(best.attempts)],
        ['wins', percent(best.win)],
      ],
    },
    result: { game: { audited, success, need, ...best } },
    assumptions: ['Attempts are independent; one that is caught ends the game; the rates are known.'],
  }
}

function checkPhi(p: number, q: number, phi: number): void {
  const { lower, upper } = phiBounds(p, q)
  if (!(phi >= lower && phi <= upper)) {
    throw new UsageError(
      `--phi must lie between ${formatNumber(lower, 4)} and ${formatNumber(upper, 4)} for these miss rates, got ${phi}.`,
    )
  }
}
