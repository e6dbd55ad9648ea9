import {
  discriminationScoreChart,
  intervalChart,
  overlapChart,
  powerLabel,
  rankedChart,
  type IntervalChartOptions,
  type IntervalRow,
} from '@safety-portfolio/charts'
import type { PlotOptions } from '@observablehq/plot'
import type { AssessedModel, AssessedSuite, SuiteResults } from './assessment.js'

type Name = keyof SuiteResults

/** The reports of a suite: one, or one a task. */
export function suitesNamed<Suite extends Name>(
  model: AssessedModel,
  name: Suite,
): readonly Extract<AssessedSuite, { readonly suite: Suite }>[] {
  return model.suites.filter(
    (suite): suite is Extract<AssessedSuite, { readonly suite: Suite }> => suite.suite === name,
  )
}

/** What was planted, by the words of the report. */
function truthOf(model: AssessedModel, quantity: string): number | undefined {
  return model.suites.flatMap(({ planted }) => planted).find((row) => row.quantity === quantity)?.truth
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`

/** The chart of each suite, from what the report says of the model. */
export const suiteCharts: Readonly<Record<Name, (model: AssessedModel, width: number) => PlotOptions>> = {
  capability: (model, width) =>
    intervalChart(
      suitesNamed(model, 'capability').flatMap(({ result: { task, scores } }) =>
        scores
          .slice(0, 1)
          .map(({ mean, interval }) => row(model, task, `${task}, share of right answers`, mean, interval)),
      ),
      { width, axis: 'Share of right answers', format: percent, ...lineOf(model) },
    ),
  discrimination: (model, width) => {
    const [suite] = suitesNamed(model, 'discrimination')
    if (suite === undefined) return intervalChart([], { width })
    const truth = Object.fromEntries(
      suite.planted.map(({ quantity, truth: value }) => [quantity.replace(/^discrimination score, /, ''), value]),
    )
    return discriminationScoreChart(suite.result, { width, truth })
  },
  opinions: (model, width) =>
    rankedChart(
      (suitesNamed(model, 'opinions')[0]?.result ?? []).map(({ country, similarity, interval, floorUniform }) => ({
        label: country,
        estimate: similarity,
        lower: interval?.lower ?? null,
        upper: interval?.upper ?? null,
        floor: floorUniform,
      })),
      { width, axis: 'Similarity', domain: [0, 1] },
    ),
  'rare-behaviours': (model, width) =>
    intervalChart(
      (suitesNamed(model, 'rare-behaviours')[0]?.result.worst ?? []).map(({ n, p, interval }) => {
        const score = truthOf(model, `elicitation score of the worst of ${n.toExponential(0)} queries`)
        return {
          label: `worst of ${powerLabel(n)}`,
          estimate: p,
          lower: interval?.lower ?? null,
          upper: interval?.upper ?? null,
          // The score is -log(-log p).
          ...(score === undefined ? {} : { truth: Math.exp(-Math.exp(-score)) }),
        }
      }),
      { width, axis: 'Chance of the behaviour', format: percent },
    ),
  layers: (model, width) => {
    const [suite] = suitesNamed(model, 'layers')
    return suite === undefined ? intervalChart([], { width }) : overlapChart(suite.result, { width })
  },
  scaling: (model, width) => {
    const allocation = nextBudget(model)
    if (allocation === undefined) return intervalChart([], { width })
    const { params, tokens, compute } = allocation
    return intervalChart(
      [
        row(model, 'parameters', `best parameters at`, params.estimate, params.interval),
        row(model, 'tokens', '', tokens.estimate, tokens.interval),
      ],
      { width, axis: `Best for ${powerLabel(compute)} FLOP`, scale: 'log', format: (value) => value.toExponential(2) },
    )
  },
}

/** The budget that the plan asks about: budgets of a report rise up to it. */
export function nextBudget(model: AssessedModel): SuiteResults['scaling']['allocation'][number] | undefined {
  return suitesNamed(model, 'scaling')[0]?.result.allocation.at(-1)
}

function row(
  model: AssessedModel,
  label: string,
  quantity: string,
  estimate: number | null,
  interval: { readonly lower: number; readonly upper: number } | null,
): IntervalRow {
  const planted = model.suites.flatMap((suite) => suite.planted)
  const truth = quantity === '' ? undefined : planted.find((each) => each.quantity.startsWith(quantity))?.truth
  return {
    label,
    estimate,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    ...(truth === undefined ? {} : { truth }),
  }
}

/** The line of the policy that a score is held against. */
function lineOf(model: AssessedModel): Pick<IntervalChartOptions, 'threshold'> {
  const { lines = [] } = model.case as { readonly lines?: readonly { readonly line: number }[] }
  const [first] = lines
  return first === undefined ? {} : { threshold: { value: first.line, name: 'line of the policy' } }
}
