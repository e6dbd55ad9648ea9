import { countLabel, tailChart } from '@safety-portfolio/charts'
import { forecastRare, type Observations, type RareForecast, type TailMethod } from '@safety-portfolio/risk'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { intervalText, numberText, resultsTable } from '~/kit/results-table.js'
import { planted, queriesTable } from './queries-table.js'
import { address, queriesOf, type RareState } from './state.js'

type RareShown = Shown<RareState, Observations, RareForecast>

/** The deployment first, then the places of the line. */
function forecast(observations: Observations, state: RareState): RareForecast {
  const m = Math.max(1, observations.scores.length)
  const n = queriesOf(state)
  const most = Math.max(n, 1000 * m)
  const steps = Array.from({ length: 25 }, (_, i) => 2 * (most / 2) ** (i / 24))
  return forecastRare(observations, {
    to: [n, ...steps],
    method: state.method,
    plotting: state.plotting,
    top: state.top,
    // A quarter of the usual number: the line follows the slider.
    replicates: 500,
    seed: 1,
  })
}

interface RareRow {
  readonly quantity: string
  readonly estimate: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly truth: number | null
  readonly reason: string
}

function rows({ result, state, isSample }: RareShown): readonly RareRow[] {
  const n = queriesOf(state)
  const [worst] = result.worst
  const [aggregate] = result.aggregate
  const score = result.kind === 'score'
  const truth = Math.exp(-Math.exp(-(planted.location + Math.log(n) / planted.rate)))
  const found: RareRow[] = [
    {
      quantity: score ? `Worst score of ${countLabel(n)} queries` : `Worst probability of ${countLabel(n)} queries`,
      estimate: (score ? worst?.psi : worst?.p) ?? null,
      lower: worst?.interval?.lower ?? null,
      upper: worst?.interval?.upper ?? null,
      truth: isSample ? truth : null,
      reason: worst?.reason ?? '',
    },
    ...result.frequency.map(({ tau, estimate, interval, reason }) => ({
      quantity: `Share of queries above ${tau}`,
      estimate,
      lower: interval?.lower ?? null,
      upper: interval?.upper ?? null,
      truth: isSample ? Math.exp(-planted.rate * (-Math.log(-Math.log(tau)) - planted.location)) : null,
      reason: reason ?? '',
    })),
  ]
  if (score || aggregate === undefined) return found
  return [
    ...found,
    {
      quantity: `At least one occurrence in ${countLabel(n)} answers`,
      estimate: aggregate.estimate,
      lower: aggregate.interval?.lower ?? null,
      upper: aggregate.interval?.upper ?? null,
      truth: null,
      reason: aggregate.reason ?? '',
    },
  ]
}

interface MethodRow {
  readonly method: string
  readonly worst: number | null
  readonly error: number | null
  readonly tooLow: number | null
  readonly reason: string
}

const names: Readonly<Record<TailMethod, string>> = {
  ols: 'least squares (ols)',
  weissman: 'Hill and Weissman',
  gpd: 'generalised Pareto',
  lognormal: 'log-normal baseline',
}

function methods({ result }: RareShown): readonly MethodRow[] {
  return result.diagnostics.methods.map(({ method, worst, reason }) => {
    const tried = result.backtest?.methods.find((other) => other.method === method)?.score ?? null
    return {
      method: names[method],
      worst,
      error: tried?.meanAbsoluteLog10 ?? null,
      tooLow: tried?.underestimates.estimate ?? null,
      reason: reason ?? '',
    }
  })
}

const print = (value: number): string => value.toPrecision(3)

/** From a table of measured queries to the worst of many more. */
export const rareBehaviours = defineDemo<RareState, Observations, RareForecast>({
  name: 'rare-behaviours',
  address,
  table: queriesTable,
  compute: forecast,
  charts: {
    tail: {
      draw: ({ input, result, state }, width) =>
        tailChart(
          input.scores,
          { ...result, worst: result.worst.slice(1) },
          { width, height: width < 480 ? 320 : 400, marked: queriesOf(state) },
        ),
    },
  },
  tables: {
    forecast: resultsTable<RareShown, RareRow>({
      caption: 'Forecast',
      columns: ({ isSample }) => [
        { label: 'Quantity', text: ({ quantity }) => quantity },
        { label: 'Estimate', text: ({ estimate, reason }) => (estimate === null ? reason : print(estimate)) },
        {
          label: '95 % interval',
          text: ({ lower, upper }) => (lower === null || upper === null ? '–' : intervalText(lower, upper, print)),
        },
        ...(isSample
          ? [{ label: 'Planted truth', text: ({ truth }: RareRow) => (truth === null ? '' : print(truth)) }]
          : []),
      ],
      rows,
    }),
    methods: resultsTable<RareShown, MethodRow>({
      caption: 'Methods beside each other',
      columns: ({ result }) => [
        { label: 'Method', text: ({ method }) => method },
        {
          label: result.kind === 'score' ? 'Worst score, farthest' : 'log10 worst, farthest',
          text: ({ worst, reason }) => (worst === null ? reason : numberText(worst)),
        },
        { label: 'Backtest: mean error', text: ({ error }) => (error === null ? '–' : numberText(error)) },
        { label: 'Backtest: too low', text: ({ tooLow }) => (tooLow === null ? '–' : `${Math.round(100 * tooLow)} %`) },
      ],
      rows: methods,
    }),
  },
  status: ({ result, state }) => {
    if (result.refused !== undefined) {
      const { bound } = result.refused
      return `No forecast: ${result.refused.message}${bound === null ? '' : ` ${bound.statement}`}`
    }
    const [worst] = result.worst
    const value = result.kind === 'score' ? worst?.psi : worst?.p
    return `${result.m} queries measured: the worst of ${countLabel(queriesOf(state))} is forecast at ${numberText(value ?? null, print)} by ${names[result.method ?? 'ols']}`
  },
  texts: {
    deployment: ({ state }) => `${countLabel(queriesOf(state))} queries`,
    top: ({ state }) => `${state.top} largest`,
  },
  findings: ({ result }) =>
    [...(result.refused === undefined ? [] : [result.refused]), ...result.warnings].map(({ message }) => message),
  assumptions: ({ result }) => result.assumptions,
})
