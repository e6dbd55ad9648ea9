import assessment from 'virtual:assessment'
import { decisionChart, plantedTruthChart } from '@safety-portfolio/charts'
import { defineDemo, type DemoChart, type Shown } from '~/kit/demo.js'
import { intervalText, numberText, resultsTable } from '~/kit/results-table.js'
import type { AssessedModel, AssessedSuite, Planted, SuiteResults } from './assessment.js'
import { decideAbout, type Decided } from './decide.js'
import { address, type PortfolioState } from './state.js'
import { suiteCharts } from './suite-charts.js'

/** What the page shows of one model: its report, and the decision with what the reader supposes. */
interface PortfolioResult extends Decided {
  readonly model: AssessedModel
  /** The decision of the report. */
  readonly planned: string
}

type PortfolioShown = Shown<PortfolioState, undefined, PortfolioResult>

/** The model of the state; the first where the report has another. */
export function modelNamed(name: string): AssessedModel {
  const { models } = assessment
  return models.find((model) => model.name.endsWith(`/${name}`)) ?? models[0]!
}

const print = (value: number): string =>
  value !== 0 && (Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3) ? value.toExponential(2) : value.toPrecision(3)

/** What is planted, in few words: names have to fit beside a narrow chart. */
export function plantedName(quantity: string): string {
  return quantity
    .replace(/^discrimination score, /, '')
    .replace(/, share of right answers$/, '')
    .replace(/^elicitation score of the (worst of \S+) queries$/, '$1')
    .replace(/^share of attacks that pass all filters$/, 'passes all filters')
    .replace(/, whose opinions were planted$/, '')
    .replace(/^best parameters at /, 'best size, ')
    .replace(/^loss at /, 'loss, ')
    .replace(/ FLOP$/, '')
}

interface PlantedRow extends Omit<Planted, 'interval'> {
  readonly model: string
  readonly lower: number | null
  readonly upper: number | null
}

const chart = (suite: keyof SuiteResults, label: string): DemoChart<PortfolioShown> => ({
  label,
  draw: ({ result }, width) => suiteCharts[suite](result.model, width),
})

/** The report of two simulated models, and the decision that changes with what is known. */
export const portfolio = defineDemo<PortfolioState, undefined, PortfolioResult>({
  name: 'portfolio',
  address,
  compute: (_, state) => {
    const model = modelNamed(state.model)
    return { model, planned: model.outcome, ...decideAbout(model, assessment, state) }
  },
  charts: {
    truth: {
      label: 'Truth in its interval',
      draw: ({ result }, width) =>
        plantedTruthChart(
          result.model.suites.flatMap(({ planted }) =>
            planted.map(({ quantity, truth, estimate, interval }) => ({
              label: plantedName(quantity),
              truth,
              estimate,
              interval,
            })),
          ),
          { width },
        ),
    },
    capability: chart('capability', 'Capability'),
    discrimination: chart('discrimination', 'Discrimination'),
    opinions: chart('opinions', 'Opinions'),
    rare: chart('rare-behaviours', 'Rare behaviours'),
    layers: chart('layers', 'Layers'),
    scaling: chart('scaling', 'Scaling'),
    rules: { label: 'Rules', draw: ({ result }, width) => decisionChart(result.decision, { width }) },
  },
  tables: {
    overview: resultsTable<PortfolioShown, { what: string; modest: string; capable: string }>({
      caption: 'What was measured, and what follows',
      columns: [
        { label: 'What', text: ({ what }) => what },
        { label: 'simulated/modest', text: ({ modest }) => modest },
        { label: 'simulated/capable', text: ({ capable }) => capable },
      ],
      rows: overviewRows,
    }),
    planted: resultsTable<PortfolioShown, PlantedRow>({
      caption: 'Planted truth beside estimate, both models',
      columns: [
        { label: 'Quantity', text: ({ quantity }) => quantity },
        { label: 'Estimate', text: ({ estimate }) => numberText(estimate, print) },
        { label: '95 % interval', text: ({ lower, upper }) => intervalText(lower, upper, print) },
        { label: 'Truth', text: ({ truth }) => print(truth) },
        { label: 'Holds', text: ({ holds }) => (holds === null ? 'unknown' : holds ? 'yes' : 'no') },
        { label: 'Model', text: ({ model }) => model },
      ],
      rows: () =>
        assessment.models.flatMap((model) =>
          model.suites.flatMap(({ planted }) =>
            planted.map(({ interval, ...row }) => ({
              model: model.name,
              ...row,
              lower: interval?.lower ?? null,
              upper: interval?.upper ?? null,
            })),
          ),
        ),
    }),
    missing: resultsTable<PortfolioShown, { what: string; when: string; decisive: string }>({
      caption: 'Missing or not met',
      columns: [
        { label: 'What', text: ({ what }) => what },
        { label: 'Looked at', text: ({ when }) => when },
        { label: 'Alone could change the outcome', text: ({ decisive }) => decisive },
      ],
      rows: missingRows,
    }),
    rules: resultsTable<PortfolioShown, { rule: string; kept: string; stage: string; clause: string }>({
      caption: 'Rules of the decision',
      columns: [
        { label: 'Rule', text: ({ rule }) => rule },
        { label: 'Kept', text: ({ kept }) => kept },
        { label: 'Stage', text: ({ stage }) => stage },
        { label: 'Clause', text: ({ clause }) => clause },
      ],
      rows: ({ result: { decision, policy } }) =>
        decision.trace.map(({ rule, value, stage, clause }) => ({
          rule,
          kept: value,
          stage,
          clause: `${clause}: ${policy.clauses[clause]?.title ?? ''}`,
        })),
    }),
    basis: resultsTable<PortfolioShown, { what: string; method: string; assumptions: string; warnings: string }>({
      caption: 'How each number was made, and what has to hold',
      columns: [
        { label: 'What', text: ({ what }) => what },
        { label: 'Method', text: ({ method }) => method },
        { label: 'Assumptions', text: ({ assumptions }) => assumptions },
        { label: 'Warnings', text: ({ warnings }) => warnings || 'none' },
      ],
      rows: ({ result }) =>
        result.model.suites.map(({ title, method, assumptions, warnings }) => ({
          what: title,
          method,
          assumptions: assumptions.join(' '),
          warnings: warnings.join(' '),
        })),
    }),
  },
  status: ({ result: { model, decision, policy } }) =>
    `${model.name}: ${decision.outcome} under ${policy.title}${decision.missing.length === 0 ? '' : `; missing or not met: ${decision.missing.join(', ')}`}`,
  texts: {
    capability: findings('capability'),
    discrimination: findings('discrimination'),
    opinions: findings('opinions'),
    rare: findings('rare-behaviours'),
    layers: findings('layers'),
    scaling: findings('scaling'),
    held: ({ result: { model } }) => {
      const planted = model.suites.flatMap((suite) => suite.planted)
      const held = planted.filter(({ holds }) => holds === true).length
      const unknown = planted.filter(({ holds }) => holds === null).length
      return `${held} of ${planted.length} intervals of ${model.name} hold their truth${unknown === 0 ? '' : `, ${unknown} have no interval`}.`
    },
    decision: ({ result: { decision, planned } }) =>
      decision.outcome === planned
        ? `Outcome: ${decision.outcome}, as in the report.`
        : `Outcome: ${decision.outcome}. The report, without what you suppose, says ${planned}.`,
  },
  findings: ({ result: { decision } }) => decision.warnings.map(({ message }) => message),
  assumptions: ({ result: { decision } }) => [
    'Both models are simulated: nothing here says anything about a real one.',
    'The shipped demonstration has no secret: anybody can run it and get these numbers, with the same seed.',
    ...decision.assumptions,
  ],
})

function findings(name: keyof SuiteResults): (shown: PortfolioShown) => string {
  return ({ result: { model } }) =>
    model.suites
      .filter(({ suite }) => suite === name)
      .map(({ title, finding }) =>
        name === 'capability' ? `${title.replace(/^Capability: /, '')}: ${finding}` : finding,
      )
      .join(' ')
}

/** Suites by title, models by column: both can be read beside each other. */
function overviewRows(): readonly { what: string; modest: string; capable: string }[] {
  const [modest, capable] = [modelNamed('modest'), modelNamed('capable')]
  const said = ({ suites }: AssessedModel, wanted: string): string =>
    suites.find(({ title }) => title === wanted)?.finding ?? 'not measured'
  const titles = new Set([...modest.suites, ...capable.suites].map(({ title }: AssessedSuite) => title))
  return [
    { what: 'What the policy says', modest: modest.outcome, capable: capable.outcome },
    ...[...titles].map((title) => ({ what: title, modest: said(modest, title), capable: said(capable, title) })),
  ]
}

function missingRows({ result: { decision } }: PortfolioShown): readonly {
  what: string
  when: string
  decisive: string
}[] {
  const { missing, pending, decisive } = decision
  const alone = (what: string): string => (decisive.includes(what) ? 'yes' : 'no')
  const rows = [
    ...missing.map((what) => ({ what, when: 'now', decisive: alone(what) })),
    ...pending.map((what) => ({ what, when: 'at a later stage', decisive: alone(what) })),
    ...decisive
      .filter((what) => !missing.includes(what) && !pending.includes(what))
      .map((what) => ({ what, when: 'behind one of these', decisive: 'yes' })),
  ]
  return rows.length === 0 ? [{ what: 'nothing', when: '–', decisive: '–' }] : rows
}
