import type { FixedEffect, MixedFit, VarianceComponent } from '@safety-portfolio/mixed-models'
import type { Estimate } from '@safety-portfolio/stats'
import type { SummaryTable } from '../report/summary-table.js'
import { counted } from '../text/counted.js'
import { estimateCells, intervalHeader, standardErrorCell } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import type { Answer } from './answer.js'

const names: Readonly<Record<string, string>> = {
  wald: 'normal theory (Wald)',
  satterthwaite: "Satterthwaite's degrees of freedom",
  kr: "Kenward and Roger's covariance and degrees of freedom",
  profile: 'profile likelihood',
  bootstrap: 'parametric bootstrap',
  'cluster-bootstrap': 'bootstrap of whole groups',
}

/** A fitted mixed model. The caller has seen that it was not refused. */
export function mixedModelAnswer(fit: MixedFit): Answer {
  const { assumptions, warnings, method, inference, converged, formula } = fit
  const basis = {
    method: `${method} fit of the ${fit.family} model ${formula}; fixed effects by ${names[inference]!}`,
    assumptions,
    warnings,
  }
  return {
    title: title(fit),
    lead: lead(fit),
    tables: [fixedTable(fit.fixed), randomTable(fit), evidenceTable(fit)],
    basis,
    result: fit,
    fine: converged,
  }
}

function title(fit: MixedFit): string {
  if (fit.family === 'binomial') return 'Binomial mixed model, logit scale'
  return 'rows' in fit ? 'Linear mixed model of a censored response' : 'Linear mixed model'
}

function lead({ n, groups, converged, certificate, minusTwoLogLik }: MixedFit): string {
  const sizes = Object.entries(groups).map(([name, count]) => `${counted(count, 'group')} of ${name}`)
  const where = certificate?.boundary === true ? ' on the boundary of the covariances' : ''
  const state = converged
    ? `is a certified optimum${where}`
    : 'is not proven to be the optimum: do not use these numbers'
  return `${counted(n, 'row')} in ${sizes.length === 0 ? 'no groups' : sizes.join(' and ')}. The fit, −2 log likelihood ${formatNumber(minusTwoLogLik ?? Number.NaN, 8)}, ${state}.`
}

function fixedTable(fixed: readonly FixedEffect[]): SummaryTable {
  return {
    caption: 'Fixed effects',
    header: ['term', 'estimate', intervalHeader(fixed.map(({ interval }) => interval)), 'standard error', 'df', 'p'],
    rows: fixed.map(({ term, estimate, se, df, p, interval }) => {
      const known: Estimate = { estimate, standardError: se > 0 ? se : null, interval, reason: 'none: see warnings' }
      return [
        term,
        ...estimateCells(known),
        standardErrorCell(se),
        df === null ? '∞' : formatNumber(df, 4),
        p === null ? 'none' : formatNumber(p, 2),
      ]
    }),
  }
}

function randomTable({ random, varianceComponents }: MixedFit): SummaryTable {
  const deviations = varianceComponents.filter(({ kind }) => kind === 'standard-deviation')
  const sigma = varianceComponents.find(({ kind }) => kind === 'sigma')
  const cells = ({ estimate, interval }: VarianceComponent): readonly string[] =>
    estimateCells({ estimate, standardError: null, interval, reason: 'none: singular' })
  const rows = random.flatMap(({ group, terms, correlations }) =>
    terms.map((term, row) => [
      `${group}: ${term}`,
      ...cells(deviations.find((part) => part.group === group && part.term === term)!),
      correlations[row]!.slice(0, row)
        .map((value) => (value === null ? '–' : value.toFixed(2).replace('-', '−')))
        .join(' '),
    ]),
  )
  return {
    caption: 'Random effects: standard deviations, and correlations with the effects above',
    header: [
      'effect',
      'standard deviation',
      intervalHeader(varianceComponents.map(({ interval }) => interval)),
      'correlations',
    ],
    rows: sigma === undefined ? rows : [...rows, ['residual', ...cells(sigma), '']],
  }
}

function evidenceTable({ certificate, evaluations, aic, bic }: MixedFit): SummaryTable {
  const fit = [
    ['AIC', aic === null ? 'none' : formatNumber(aic, 6)],
    ['BIC', bic === null ? 'none' : formatNumber(bic, 6)],
    ['evaluations of the criterion', String(evaluations)],
  ]
  if (certificate === null) return { caption: 'The fit', header: ['evidence', 'value'], rows: fit }
  const { gradientNorm, rank, dimensions, kkt } = certificate
  return {
    caption: 'The fit',
    header: ['evidence', 'value'],
    rows: [
      ['gradient, change of the deviance', formatNumber(gradientNorm, 2)],
      ['rank of the random effects', `${rank} of ${dimensions}`],
      ['zero variances proven right (KKT)', kkt === null ? 'none is zero' : kkt ? 'yes' : 'no'],
      ...fit,
    ],
  }
}
