import {
  fitBetaBinomialPassAtK,
  fitPassAtKPowerLaw,
  meanPassAtK,
  type PassAtKPoint,
  type ProblemAttempts,
} from '@safety-portfolio/scaling-laws'
import { intervalHeader } from '../text/estimate-cells.js'
import { sentence } from '../text/wrap.js'
import type { Answer } from './answer.js'
import { estimateCell } from './frontier-tables.js'

/** What is asked of the counts. */
export interface PassAtKQuestion {
  /** Numbers of attempts; those beyond the attempts made are forecast. */
  readonly ks: readonly number[]
  readonly level: number
  readonly replicates: number
  readonly seed: number
}

/** Coverage of problems by repeated attempts, its power law, and what more attempts would reach. */
export function passAtKAnswer(problems: readonly ProblemAttempts[], question: PassAtKQuestion): Answer {
  const { ks, level, replicates, seed } = question
  const most = problems.reduce((least, { attempts }) => Math.min(least, attempts), Infinity)
  const [seen, ahead] = [ks.filter((k) => k <= most), ks.filter((k) => k > most)]
  const curve = meanPassAtK(problems, seen, { level, bootstrap: { replicates, seed } })
  const power = fitPassAtKPowerLaw(
    curve.curve.flatMap(({ k, passAtK: { estimate } }) => (estimate === null ? [] : [{ k, pass: estimate }])),
  )
  const beta = fitBetaBinomialPassAtK(problems, { ks: ahead, level })
  const points: readonly PassAtKPoint[] = [...curve.curve, ...beta.forecasts]
  const basis = {
    method: `${curve.method}; ${beta.method}`,
    assumptions: [...new Set([...curve.assumptions, ...beta.assumptions])],
    warnings: [...curve.warnings, ...power.warnings, ...beta.warnings],
  }
  const exponent = beta.exponent.estimate
  return {
    title: 'Repeated attempts',
    lead: sentence(
      exponent === null
        ? `${problems.length} problems; ${beta.refusal?.message ?? 'no distribution of pass@1 fits them'}`
        : `over ${problems.length} problems -log pass@k falls as k to the power -${estimateCell(beta.exponent).replace(' (', ' (interval ')} at large k`,
    ),
    tables: [
      {
        caption: `Share of problems solved (${intervalHeader(points.map(({ passAtK }) => passAtK.interval))}), beyond ${most} attempts a forecast of the beta-binomial fit`,
        header: ['attempts', 'pass@k', 'from'],
        rows: points.map(({ k, passAtK }) => [
          k.toLocaleString('en-US'),
          estimateCell(passAtK),
          k <= most ? 'counts' : 'forecast',
        ]),
      },
    ],
    basis,
    result: { n: problems.length, attempts: most, curve: points, powerLaw: power, betaBinomial: beta, ...basis },
    fine: beta.refusal === undefined && beta.converged,
  }
}
