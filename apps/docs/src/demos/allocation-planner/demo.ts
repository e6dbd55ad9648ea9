import { countLabel, curveChart, powerLabel } from '@safety-portfolio/charts'
import { computeOptimal, publishedFits, type TrainingRun } from '@safety-portfolio/scaling-laws'
import { runsTable } from '~/demos/chinchilla/runs-table.js'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { intervalText, numberText, resultsTable } from '~/kit/results-table.js'
import { plan, type Planned, type PlanRow } from './plan.js'
import { address, powerOf, type PlannerState } from './state.js'

type PlannerShown = Shown<PlannerState, readonly TrainingRun[], Planned>

const withInterval = (
  value: number | null,
  lower: number | null,
  upper: number | null,
  print: (value: number) => string,
): string =>
  lower === null ? numberText(value, print) : `${numberText(value, print)} (${intervalText(lower, upper, print)})`

/** Plans a training run for a budget, for too little data, and for serving, from the reader's own runs. */
export const allocationPlanner = defineDemo<PlannerState, readonly TrainingRun[], Planned>({
  name: 'allocation-planner',
  address,
  table: runsTable,
  compute: plan,
  charts: {
    ratio: {
      draw: ({ result, state }, width) =>
        curveChart(
          [
            { name: 'your runs', line: result.ratios },
            ...[publishedFits.hoffmann, publishedFits.besiroglu].map(({ name, parameters }) => ({
              name: name.split(' ')[0] ?? name,
              reference: true,
              line: result.ratios.map(({ x }) => ({ x, y: computeOptimal(parameters, x).tokensPerParam })),
            })),
          ],
          {
            width,
            x: { label: 'Training compute (FLOP)', scale: 'log', format: powerLabel },
            y: { label: 'Optimal tokens per parameter', scale: 'log', format: countLabel },
            thresholds: [{ axis: 'x', value: powerOf(state.budget), name: 'budget' }],
          },
        ),
    },
  },
  tables: {
    plans: resultsTable<PlannerShown, PlanRow>({
      caption: 'Ways to spend the budget',
      columns: [
        { label: 'Plan', text: ({ plan: name }) => name },
        {
          label: 'Parameters (95 %)',
          text: (row) => withInterval(row.params, row.paramsLower, row.paramsUpper, countLabel),
        },
        {
          label: 'Tokens (95 %)',
          text: (row) => withInterval(row.tokens, row.tokensLower, row.tokensUpper, countLabel),
        },
        { label: 'Tokens per parameter', text: ({ tokensPerParam }) => numberText(tokensPerParam) },
        {
          label: 'Loss (95 %)',
          text: (row) => withInterval(row.loss, row.lossLower, row.lossUpper, (value) => value.toFixed(3)),
        },
        { label: 'Remark', text: ({ remark }) => remark },
      ],
      rows: ({ result }) => result.rows,
    }),
  },
  status: ({ result: { fit, rows } }) => {
    if (fit.refusal !== undefined) return `No plan: ${fit.refusal.message}`
    const [best] = rows
    return `${fit.n} runs: ${numberText(best?.params ?? null, countLabel)} parameters on ${numberText(best?.tokens ?? null, countLabel)} tokens spend the budget best`
  },
  texts: {
    budget: ({ state }) => `${powerLabel(powerOf(state.budget))} FLOP`,
    unique: ({ state }) => `${countLabel(powerOf(state.unique))} tokens`,
    served: ({ state }) => `${countLabel(powerOf(state.served))} tokens`,
  },
  findings: ({ result: { fit } }) =>
    [...(fit.refusal === undefined ? [] : [fit.refusal]), ...fit.warnings].map(({ message }) => message),
  assumptions: ({ result }) => [
    ...result.fit.assumptions,
    'Training costs 6 N D FLOP and serving 2 N FLOP a token; memory, hardware and money are not counted.',
    'Repetition is worth what it was worth on C4 in 2023 (Muennighoff et al.).',
  ],
})
