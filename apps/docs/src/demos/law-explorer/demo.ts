import { countLabel, curveChart, type CurveSeries } from '@safety-portfolio/charts'
import { bnslLoss, type CurvePoint } from '@safety-portfolio/scaling-laws'
import { choicesParameter, columnParameter, defineAddress, integerParameter, type StateOf } from '~/kit/address.js'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { intervalText, numberText, resultsTable } from '~/kit/results-table.js'
import { formConstants, type FormConstant } from './constants.js'
import { curveTable, plantedCurve } from './curve-table.js'
import { fitForm, formNames, type FittedForm, type FormName } from './forms.js'

const parameters = {
  laws: choicesParameter<FormName>({
    meaning: 'forms that are fitted',
    initial: ['power-offset', 'bnsl'],
    choices: formNames,
  }),
  seen: integerParameter({
    meaning: 'share of the points, from the smallest x on, that the fits may see (%)',
    initial: 60,
    min: 30,
    max: 100,
  }),
  columnX: columnParameter('x: examples, tokens, parameters or compute'),
  columnLoss: columnParameter('the loss'),
}

type State = StateOf<typeof parameters>

interface Explored {
  readonly seen: readonly CurvePoint[]
  readonly heldOut: readonly CurvePoint[]
  readonly forms: readonly FittedForm[]
}

type ExplorerShown = Shown<State, readonly CurvePoint[], Explored>

const short = (value: number): string => String(Number(value.toPrecision(3)))

function explore(points: readonly CurvePoint[], { laws, seen: share }: State): Explored {
  const sorted = [...points].sort((one, other) => one.x - other.x)
  const count = Math.max(1, Math.round((share / 100) * sorted.length))
  const [seen, heldOut] = [sorted.slice(0, count), sorted.slice(count)]
  const [first, last] = [sorted[0]?.x ?? 1, sorted.at(-1)?.x ?? 1]
  const places = Array.from({ length: 81 }, (_, index) => first * (last / first) ** (index / 80))
  return { seen, heldOut, forms: laws.map((form) => fitForm(form, seen, heldOut, places)) }
}

function series({ result, isSample }: ExplorerShown): readonly CurveSeries[] {
  const points = (of: readonly CurvePoint[]) => of.map(({ x, loss }) => ({ x, y: loss }))
  const curves = result.forms.map(({ name, curve }, index) => ({
    name,
    line: curve,
    ...(index === 0 ? { points: points(result.seen) } : {}),
    ...(index === 1 ? { points: points(result.heldOut) } : {}),
  }))
  const missing = curves.length < 2 ? [{ name: 'held out', points: points(result.heldOut) }] : []
  const xs = [...result.seen, ...result.heldOut].map(({ x }) => x)
  const truth = { name: 'truth', reference: true, line: xs.map((x) => ({ x, y: bnslLoss(plantedCurve, x) })) }
  return [...curves, ...missing, ...(isSample ? [truth] : [])]
}

/** Fits several forms of law to the beginning of a curve and shows what they say of its rest. */
export const lawExplorer = defineDemo<State, readonly CurvePoint[], Explored>({
  name: 'law-explorer',
  address: defineAddress(parameters),
  table: curveTable,
  compute: explore,
  charts: {
    curve: {
      draw: (shown, width) =>
        curveChart(series(shown), {
          width,
          height: width < 480 ? 340 : 420,
          x: { label: 'x', scale: 'log', format: countLabel },
          y: { label: 'Loss', scale: 'log' },
          thresholds: [{ axis: 'x', value: shown.result.seen.at(-1)?.x ?? 1, name: 'last point seen' }],
          label: 'Loss over x, fitted and forecast',
        }),
    },
  },
  tables: {
    forms: resultsTable<ExplorerShown, FittedForm>({
      caption: 'Forms',
      columns: [
        { label: 'Form', text: ({ name }) => name },
        {
          label: 'Error of the forecast',
          text: ({ heldOutError }) => numberText(heldOutError, (value) => `${value.toPrecision(3)} %`),
        },
        {
          label: 'Error on what was seen',
          text: ({ seenError }) => numberText(seenError, (value) => `${value.toPrecision(3)} %`),
        },
      ],
      rows: ({ result }) => result.forms,
    }),
    constants: resultsTable<ExplorerShown, FormConstant>({
      caption: 'Constants of the forms',
      columns: [
        { label: 'Constant', text: ({ form, constant }) => `${constant}, ${form}` },
        { label: 'Estimate', text: ({ estimate }) => short(estimate) },
        {
          label: '95 % interval',
          text: ({ estimate, lower, upper }) =>
            lower === null && estimate === 0 ? 'none: at its bound' : intervalText(lower, upper, short),
        },
      ],
      rows: ({ result }) => formConstants(result.forms),
    }),
  },
  status: ({ result: { seen, heldOut, forms } }) => {
    const best = [...forms]
      .filter(({ heldOutError }) => heldOutError !== null)
      .sort((one, other) => one.heldOutError! - other.heldOutError!)[0]
    const verdict =
      best === undefined
        ? 'no form can be judged'
        : `${best.name} forecasts best, ${best.heldOutError!.toPrecision(2)} % off`
    return `${seen.length} points seen, ${heldOut.length} held out: ${verdict}`
  },
  texts: { seen: ({ state, result }) => `${state.seen} %, ${result.seen.length} points` },
  findings: ({ result }) =>
    result.forms.flatMap(({ name, reason, warnings }) =>
      [...(reason === '' ? [] : [reason]), ...warnings].map((message) => `${name}: ${message}`),
    ),
  assumptions: () => [
    'Relative errors of the losses are equally large everywhere: squares of logarithms are minimised.',
    'The curve ahead follows the form that is fitted: a break that lies beyond the last point seen is forecast by no law.',
    'Only one curve is shown. Which form forecasts best here says little about another curve; compare on many.',
  ],
})
