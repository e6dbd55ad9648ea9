import { countLabel, curveChart, emergenceChart } from '@safety-portfolio/charts'
import { itemsToResolve } from '@safety-portfolio/scaling-laws'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { intervalText, numberText, resultsTable } from '~/kit/results-table.js'
import { simulateFamily, type FamilyResult } from './family.js'
import { address, type EmergenceState } from './state.js'

type EmergenceShown = Shown<EmergenceState, undefined, FamilyResult>

interface FamilyRow {
  readonly params: number
  readonly successes: number
  readonly items: number
  readonly accuracy: number | null
  readonly accuracyLower: number | null
  readonly accuracyUpper: number | null
  readonly tokenSuccess: number | null
  readonly tokenSuccessLower: number | null
  readonly tokenSuccessUpper: number | null
  readonly trueTokenSuccess: number
}

const share = (value: number): string => value.toFixed(3)

function rows({ result: { audit, truth } }: EmergenceShown): readonly FamilyRow[] {
  return audit.rows.map(({ scale, successes, trials, accuracy, tokenSuccess }, index) => ({
    params: scale,
    successes,
    items: trials,
    accuracy: accuracy.estimate,
    accuracyLower: accuracy.interval?.lower ?? null,
    accuracyUpper: accuracy.interval?.upper ?? null,
    tokenSuccess: tokenSuccess.estimate,
    tokenSuccessLower: tokenSuccess.interval?.lower ?? null,
    tokenSuccessUpper: tokenSuccess.interval?.upper ?? null,
    trueTokenSuccess: truth[index]?.tokenSuccess ?? NaN,
  }))
}

const verdicts = {
  break: 'a break is found: a smooth power law per token does not explain the answers',
  'no-break-found': 'no break is found: a smooth power law per token explains the answers',
  'cannot-tell': 'the answers cannot tell a break from a smooth curve',
} as const

/** Whether a jump is the model's or the metric's, on a simulated family of models. */
export const emergence = defineDemo<EmergenceState, undefined, FamilyResult>({
  name: 'emergence',
  address,
  compute: (_, state) => simulateFamily(state),
  shownOnly: ['metric'],
  charts: {
    metric: {
      label: 'Test',
      draw: ({ result, state }, width) =>
        emergenceChart(result.audit, { metric: state.metric, scaleLabel: 'Parameters', width, height: 320 }),
    },
    truth: {
      label: 'Truth',
      draw: ({ result }, width) =>
        curveChart(
          [
            {
              name: 'one token',
              line: result.truth.map(({ params, tokenSuccess }) => ({ x: params, y: tokenSuccess })),
            },
            { name: 'whole answer', line: result.truth.map(({ params, accuracy }) => ({ x: params, y: accuracy })) },
          ],
          {
            width,
            height: 280,
            x: { label: 'Parameters', scale: 'log', format: countLabel },
            y: { label: 'True chance of being right', domain: [0, 1] },
          },
        ),
    },
  },
  tables: {
    models: resultsTable<EmergenceShown, FamilyRow>({
      caption: 'Models',
      columns: [
        { label: 'Parameters', text: ({ params }) => countLabel(params) },
        { label: 'Accuracy', text: ({ accuracy }) => numberText(accuracy, share) },
        {
          label: '95 % interval',
          text: ({ accuracyLower, accuracyUpper }) => intervalText(accuracyLower, accuracyUpper, share),
        },
        { label: 'Items right', text: ({ successes, items }) => `${successes} of ${items}` },
        {
          label: 'Right token (95 %)',
          text: ({ tokenSuccess, tokenSuccessLower, tokenSuccessUpper }) =>
            tokenSuccess === null
              ? 'cannot be seen'
              : `${share(tokenSuccess)} (${intervalText(tokenSuccessLower, tokenSuccessUpper, share)})`,
        },
        { label: 'True chance of a right token', text: ({ trueTokenSuccess }) => share(trueTokenSuccess) },
      ],
      rows,
    }),
  },
  status: ({ result: { audit }, state }) =>
    `${audit.n} models, ${state.items} items, answers of ${state.tokens} tokens: ${verdicts[audit.breakTest.verdict]}${audit.breakTest.pValue === null ? '' : ` (p = ${audit.breakTest.pValue.toPrecision(2)})`}`,
  texts: {
    tokens: ({ state }) => `${state.tokens} tokens`,
    items: ({ state }) => `${state.items} items`,
    exponent: ({ state }) => state.exponent.toFixed(2),
    jump: ({ state }) => (state.jump === 1 ? 'none' : `loss ÷ ${state.jump}`),
    needed: ({ result: { truth } }) => {
      const small = truth.find(({ accuracy }) => accuracy > 0 && accuracy < 1)?.accuracy ?? 0
      const items = small > 0 ? itemsToResolve(small) : Infinity
      return items < 1e15 ? `${countLabel(items)} items` : 'more items than can be asked'
    },
  },
  findings: ({ result: { audit } }) =>
    [...audit.warnings, ...audit.breakTest.warnings]
      // The emergence score is not shown here.
      .filter(({ code }) => code !== 'recalled-formula')
      .map(({ message }) => message),
  assumptions: ({ result: { audit } }) => [...new Set([...audit.assumptions, ...audit.breakTest.assumptions])],
})
