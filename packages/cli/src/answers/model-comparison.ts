import { likelihoodRatioTest, type LikelihoodRatioTest, type MixedFit } from '@safety-portfolio/mixed-models'
import type { Finding } from '@safety-portfolio/stats'
import { counted } from '../text/counted.js'
import { formatNumber } from '../text/format-number.js'
import type { Answer } from './answer.js'

/** Models of the same rows, from few parameters to many, each tested against the one before it. */
export function modelComparisonAnswer(fits: readonly MixedFit[], omitted: number): Answer {
  const ordered = fits.toSorted((a, b) => a.parameters - b.parameters)
  const compared = ordered.map((fit, index) => {
    const smaller = ordered[index - 1]
    const test =
      smaller === undefined || smaller.parameters === fit.parameters ? null : likelihoodRatioTest(smaller, fit)
    return { fit, test }
  })
  const leastAic = Math.min(...fits.map(({ aic }) => aic ?? Infinity))
  const warnings = warningsOf(compared, omitted)
  return {
    title: 'Comparison of mixed models',
    lead: `${counted(fits.length, 'model')} of ${counted(fits[0]!.n, 'row')} by maximum likelihood.`,
    tables: [
      {
        caption: 'Models, each tested against the one before it',
        header: ['model', 'parameters', '−2 log likelihood', 'AIC − least', 'BIC', 'χ²', 'df', 'p'],
        rows: compared.map(({ fit, test }) => [
          fit.formula,
          String(fit.parameters),
          formatNumber(fit.minusTwoLogLik ?? Number.NaN, 8),
          formatNumber((fit.aic ?? Number.NaN) - leastAic, 3),
          formatNumber(fit.bic ?? Number.NaN, 6),
          test === null ? '' : formatNumber(test.statistic, 4),
          test === null ? '' : String(test.df),
          test === null ? '' : formatNumber(test.mixtureP ?? test.p, 2),
        ]),
      },
    ],
    basis: {
      method:
        'maximum likelihood; likelihood-ratio tests by the chi-squared distribution, or by its mixture (Stram and Lee 1994) where one random effect is added',
      assumptions: ['Each model contains the one before it; all are fitted to the same rows.', ...fits[0]!.assumptions],
      warnings,
    },
    result: {
      models: compared.map(({ fit, test }) => ({
        formula: fit.formula,
        parameters: fit.parameters,
        n: fit.n,
        minusTwoLogLik: fit.minusTwoLogLik,
        aic: fit.aic,
        bic: fit.bic,
        converged: fit.converged,
        certificate: fit.certificate,
        test,
      })),
      warnings,
      version: fits[0]!.version,
    },
    fine: fits.every(({ converged }) => converged),
  }
}

function warningsOf(
  compared: readonly { readonly fit: MixedFit; readonly test: LikelihoodRatioTest | null }[],
  omitted: number,
): readonly Finding[] {
  const own = compared.flatMap(({ fit, test }) =>
    [...fit.warnings, ...(test?.warnings ?? [])].map(({ code, message }) => ({
      code,
      message: `${fit.formula}: ${message}`,
    })),
  )
  if (omitted === 0) return own
  return [
    { code: 'rows-omitted', message: `${counted(omitted, 'row')} with a missing cell in any model left out of all.` },
    ...own,
  ]
}
