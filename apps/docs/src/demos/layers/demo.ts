import { curveChart } from '@safety-portfolio/charts'
import {
  copulaJointMiss,
  effectiveLayers,
  frechetBounds,
  jointMiss,
  phiBounds,
  positivesForPhi,
} from '@safety-portfolio/risk'
import { defineAddress, integerParameter, numberParameter, type StateOf } from '~/kit/address.js'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { resultsTable } from '~/kit/results-table.js'

const parameters = {
  first: numberParameter({ meaning: 'percentage that the first filter misses', initial: 10, min: 0.1, max: 90 }),
  second: numberParameter({ meaning: 'percentage that the second filter misses', initial: 10, min: 0.1, max: 90 }),
  correlation: numberParameter({
    meaning: 'tetrachoric correlation of their misses; 0 is independence, 1 as alike as their rates allow',
    initial: 0.5,
    min: 0,
    max: 1,
  }),
  attacks: integerParameter({ meaning: 'attacks that arrive', initial: 100_000, min: 1, max: 1_000_000_000 }),
}

export const address = defineAddress(parameters)
export type LayersState = StateOf<typeof parameters>

interface JointMiss {
  readonly rates: readonly [number, number]
  readonly joint: number
  readonly independent: number
  readonly guaranteed: number
  readonly phi: number
  readonly phiMax: number
  readonly effective: number
  readonly positives: number | null
  readonly byCorrelation: readonly { readonly x: number; readonly y: number }[]
  readonly byLayers: readonly { readonly k: number; readonly independent: number; readonly copula: number }[]
}

type LayersShown = Shown<LayersState, undefined, JointMiss>

function compute({ first, second, correlation }: LayersState): JointMiss {
  const rates = [first / 100, second / 100] as const
  const [p, q] = rates
  const joint = jointMiss({ p, q, tetrachoric: correlation })
  const spread = Math.sqrt(p * (1 - p) * q * (1 - q))
  const phi = (joint - p * q) / spread
  const rate = Math.sqrt(p * q)
  const { upper: phiMax } = phiBounds(p, q)
  return {
    rates,
    joint,
    independent: p * q,
    guaranteed: frechetBounds(rates).upper,
    phi,
    phiMax,
    effective: effectiveLayers(joint, rates),
    positives: positivesForPhi({ p, q, phi: Math.min(phi, phiMax) }),
    byCorrelation: Array.from({ length: 41 }, (_, i) => ({ x: i / 40, y: jointMiss({ p, q, tetrachoric: i / 40 }) })),
    byLayers: Array.from({ length: 6 }, (_, i) => ({
      k: i + 1,
      independent: rate ** (i + 1),
      copula: copulaJointMiss(
        Array.from({ length: i + 1 }, () => rate),
        correlation,
      ),
    })),
  }
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`
const count = (value: number): string => (value < 10 ? value.toPrecision(2) : Math.round(value).toLocaleString('en'))

interface PassRow {
  readonly quantity: string
  readonly share: number
  readonly attacks: number
}

interface NumberRow {
  readonly quantity: string
  readonly value: number | null
  readonly text: string
}

/** Two filters, how alike their misses are, and what gets through both. */
export const layersPlayground = defineDemo<LayersState, undefined, JointMiss>({
  name: 'layers',
  address,
  compute: (_, state) => compute(state),
  charts: {
    correlation: {
      label: 'By correlation',
      draw: ({ result, state }, width) =>
        curveChart(
          [
            { name: 'both miss', line: result.byCorrelation },
            {
              name: 'if independent',
              reference: true,
              line: result.byCorrelation.map(({ x }) => ({ x, y: result.independent })),
            },
          ],
          {
            width,
            height: width < 480 ? 260 : 320,
            x: { label: 'Correlation of the misses', domain: [0, 1] },
            y: { label: 'Gets through both', format: percent },
            thresholds: [
              { axis: 'x', value: state.correlation, name: 'chosen' },
              { axis: 'y', value: result.guaranteed, name: 'guaranteed' },
            ],
          },
        ),
    },
    layers: {
      label: 'More layers',
      draw: ({ result }, width) =>
        curveChart(
          [
            { name: 'with this correlation', line: result.byLayers.map(({ k, copula }) => ({ x: k, y: copula })) },
            {
              name: 'if independent',
              reference: true,
              line: result.byLayers.map(({ k, independent }) => ({ x: k, y: independent })),
            },
          ],
          {
            width,
            height: width < 480 ? 260 : 320,
            x: { label: 'Layers of this kind' },
            y: { label: 'Gets through all', scale: 'log', format: percent },
          },
        ),
    },
  },
  tables: {
    passes: resultsTable<LayersShown, PassRow>({
      caption: 'What gets through both filters',
      columns: [
        { label: 'If misses are', text: ({ quantity }) => quantity },
        { label: 'Share', text: ({ share }) => percent(share) },
        { label: 'Attacks', text: ({ attacks }) => count(attacks) },
      ],
      rows: ({ result, state }) =>
        [
          ['independent (multiplied)', result.independent] as const,
          ['correlated as chosen', result.joint] as const,
          ['as alike as they can be', result.guaranteed] as const,
        ].map(([quantity, share]) => ({ quantity, share, attacks: share * state.attacks })),
    }),
    measures: resultsTable<LayersShown, NumberRow>({
      caption: 'The same in other words',
      columns: [
        { label: 'Measure', text: ({ quantity }) => quantity },
        { label: 'Value', text: ({ text }) => text },
      ],
      rows: ({ result: { joint, independent, rates, phi, phiMax, effective, positives } }) => [
        {
          quantity: 'Second misses what the first missed',
          value: joint / rates[0],
          text: percent(joint / rates[0]),
        },
        {
          quantity: 'Times the independent answer',
          value: joint / independent,
          text: (joint / independent).toPrecision(3),
        },
        { quantity: 'Effective number of layers', value: effective, text: effective.toPrecision(3) },
        { quantity: 'phi (its maximum)', value: phi, text: `${phi.toFixed(3)} (${phiMax.toFixed(3)})` },
        {
          quantity: 'Attacks needed to show the overlap (power 80 %)',
          value: positives,
          text: positives === null ? 'no number shows independence' : count(positives),
        },
      ],
    }),
  },
  status: ({ result, state }) =>
    `Of ${count(state.attacks)} attacks ${count(result.joint * state.attacks)} get through both filters; multiplying says ${count(result.independent * state.attacks)}`,
  texts: {
    first: ({ state }) => `misses ${state.first} %`,
    second: ({ state }) => `misses ${state.second} %`,
    correlation: ({ state }) => state.correlation.toFixed(2),
  },
  findings: ({ result }) =>
    result.joint > 2 * result.independent
      ? [
          `Multiplying the miss rates understates what gets through ${(result.joint / result.independent).toPrecision(2)} times. The rarer the misses, the more a correlation matters.`,
        ]
      : [],
  assumptions: () => [
    'How near each filter comes to missing is normally distributed over attacks, with this correlation between the two: a model, made to be played with.',
    'Correlation measured on ordinary attacks says nothing about an attacker who works on one filter after the other. Measure on attacks like those you fear.',
    'These numbers are computed from what you chose, not estimated: they have no interval. For your own outcomes use risk layers.',
  ],
})
