import { caterpillarChart, groupShrinkageChart } from '@safety-portfolio/charts'
import type { FixedEffect, Rows, VarianceComponent } from '@safety-portfolio/mixed-models'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { intervalText, numberText, resultsTable } from '~/kit/results-table.js'
import { decisionsTable } from './decisions-table.js'
import { chosenEffect, effectsOf, fitTable, type MixedResult } from './fit.js'
import { plantedTruth } from './simulated-decisions.js'
import { address, type MixedState } from './state.js'

type MixedShown = Shown<MixedState, Rows, MixedResult>

interface FixedRow {
  readonly term: string
  readonly estimate: number
  readonly lower: number | null
  readonly upper: number | null
  readonly se: number
  readonly df: number | null
  readonly p: number | null
  readonly truth: number | null
}

interface RandomRow {
  readonly quantity: string
  readonly estimate: number | null
  readonly lower: number | null
  readonly upper: number | null
}

interface EvidenceRow {
  readonly evidence: string
  readonly value: string
}

const fixedRow =
  (isSample: boolean) =>
  ({ term, estimate, interval, se, df, p }: FixedEffect): FixedRow => ({
    term,
    estimate,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    se,
    df,
    p,
    truth: isSample ? (plantedTruth[term] ?? null) : null,
  })

function randomRow({ kind, group, term, estimate, interval }: VarianceComponent): RandomRow {
  const name = kind === 'sigma' ? 'residual sd' : kind === 'correlation' ? `correlation of ${term}` : `sd of ${term}`
  return {
    quantity: group === null ? name : `${name} by ${group}`,
    estimate,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
  }
}

function evidence({ fit }: MixedResult): readonly EvidenceRow[] {
  if (fit?.certificate === null || fit === null) return []
  const { gradientNorm, rank, dimensions, kkt } = fit.certificate
  return [
    { evidence: '−2 log likelihood', value: fit.minusTwoLogLik!.toFixed(4) },
    { evidence: 'gradient (0 at an optimum)', value: gradientNorm.toExponential(1) },
    { evidence: 'rank of the random effects', value: `${rank} of ${dimensions}` },
    { evidence: 'zero variances proven right', value: kkt === null ? 'none is zero' : kkt ? 'yes' : 'no' },
    { evidence: 'evaluations', value: String(fit.evaluations) },
  ]
}

/** Fits a mixed model to the reader's table. */
export const mixedModel = defineDemo<MixedState, Rows, MixedResult>({
  name: 'mixed-model',
  address,
  table: decisionsTable,
  compute: fitTable,
  preview: (rows, state) =>
    state.inference.endsWith('bootstrap') || state.inference === 'profile'
      ? fitTable(rows, { ...state, inference: 'wald' })
      : undefined,
  shownOnly: ['effect'],
  charts: {
    shrinkage: {
      label: 'Shrinkage',
      draw: ({ result, state }, width) => {
        const at = chosenEffect(result, state)
        const own = result.shrinkage[at]
        const options = { width, height: width < 480 ? 320 : 380 }
        const { modes, term } = effectsOf(result.fit)[at] ?? { modes: { group: 'group' }, term: 'no random effect' }
        return groupShrinkageChart(own ?? { group: modes.group, term, population: 0, groups: [] }, options)
      },
    },
    caterpillar: {
      label: 'Random effects',
      draw: ({ result, state }, width) => {
        const chosen = effectsOf(result.fit)[chosenEffect(result, state)]
        const none = { group: 'group', terms: ['none'], levels: [], values: [], standardDeviations: [] }
        return caterpillarChart(chosen?.modes ?? none, { width, term: chosen?.term ?? 'none' })
      },
    },
  },
  tables: {
    fixed: resultsTable<MixedShown, FixedRow>({
      caption: 'Fixed effects',
      columns: ({ isSample, result }) => [
        { label: 'Term', text: ({ term }) => term },
        { label: 'Estimate', text: ({ estimate }) => numberText(estimate) },
        { label: '95 % interval', text: ({ lower, upper }) => intervalText(lower, upper) },
        { label: 'df', text: ({ df }) => (df === null ? '∞' : df.toPrecision(3)) },
        {
          label: 'p',
          text: ({ p }) => (p !== null && p < 1e-4 ? '< 0.0001' : numberText(p, (value) => value.toPrecision(2))),
        },
        ...(isSample && (result.fit?.fixed.some(({ term }) => Object.hasOwn(plantedTruth, term)) ?? false)
          ? [{ label: 'Planted truth', text: ({ truth }: FixedRow) => numberText(truth) }]
          : []),
      ],
      rows: ({ result, isSample }) => (result.fit?.fixed ?? []).map(fixedRow(isSample)),
    }),
    random: resultsTable<MixedShown, RandomRow>({
      caption: 'Variation between groups',
      columns: [
        { label: 'Quantity', text: ({ quantity }) => quantity },
        { label: 'Estimate', text: ({ estimate }) => numberText(estimate) },
        { label: '95 % interval', text: ({ lower, upper }) => intervalText(lower, upper) },
      ],
      rows: ({ result }) => (result.fit?.varianceComponents ?? []).map(randomRow),
    }),
    evidence: resultsTable<MixedShown, EvidenceRow>({
      caption: 'Certificate',
      columns: [
        { label: 'Evidence', text: ({ evidence: name }) => name },
        { label: 'Value', text: ({ value }) => value },
      ],
      rows: ({ result }) => evidence(result),
    }),
  },
  status: ({ result }) => statusOf(result),
  texts: {
    effect: ({ result, state }) => {
      const effects = effectsOf(result.fit)
      const chosen = effects[chosenEffect(result, state)]
      return chosen === undefined ? 'no random effect' : `${chosen.term} by ${chosen.modes.group}`
    },
  },
  findings: ({ result: { fit, problem } }) =>
    problem === null ? (fit?.warnings ?? []).map(({ message }) => message) : [problem],
  assumptions: ({ result }) => result.fit?.assumptions ?? [],
})

function statusOf({ fit, problem }: MixedResult): string {
  if (fit === null) return `No fit: ${problem ?? 'unknown reason'}`
  if (fit.refusal !== null) return `No fit: ${fit.refusal.message}`
  const groups = Object.entries(fit.groups).map(([name, count]) => `${count} of ${name}`)
  const place = fit.certificate?.boundary === true ? ', on the boundary' : ''
  return `${fit.n} rows, ${groups.length === 0 ? 'no groups' : `groups: ${groups.join(', ')}`}; ${fit.method}, ${fit.converged ? `proven optimum${place}` : 'optimum not proven'}, ${fit.inference} intervals`
}
