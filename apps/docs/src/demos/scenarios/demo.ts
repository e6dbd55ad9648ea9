import { intervalChart, rankedChart } from '@safety-portfolio/charts'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { resultsTable } from '~/kit/results-table.js'
import { bayesFactor, posterior, type Factor, type Finding, type Range } from './posterior.js'
import { evidenceKinds, scenarios, type EvidenceKind, type Scenario } from './scenarios.js'
import { address, findingOf, priorKey, priorsOf, type ScenarioState } from './state.js'

interface Weighed extends EvidenceKind, Finding {
  /** Bayes factors against the pessimistic scenario. */
  readonly optimistic: Factor
  readonly intermediate: Factor
  readonly moves: string
}

interface ScenarioResult {
  /** Normalised; `null` where every weight is 0. */
  readonly prior: Readonly<Record<Scenario, number>> | null
  readonly posterior: Readonly<Record<Scenario, Range>> | null
  readonly evidence: readonly Weighed[]
  /** How many times as likely under the others further evidence has to be, to bring the upper end of the pessimistic scenario to the line; 1 where it lies there already. */
  readonly needed: number | null
}

type ScenarioShown = Shown<ScenarioState, undefined, ScenarioResult>

function compute(state: ScenarioState): ScenarioResult {
  const priors = priorsOf(state)
  const total = scenarios.reduce((sum, scenario) => sum + priors[scenario], 0)
  const evidence = evidenceKinds.map((kind): Weighed => {
    const finding = findingOf(state, kind.id)
    const [optimistic, intermediate] = (['optimistic', 'intermediate'] as const).map((scenario) =>
      bayesFactor(finding, scenario, 'pessimistic'),
    ) as [Factor, Factor]
    return { ...kind, ...finding, optimistic, intermediate, moves: movesOf(finding) }
  })
  const after = posterior(priors, evidence)
  const line = state.line / 100
  const upper = after?.pessimistic.upper ?? 1
  return {
    prior:
      total > 0
        ? (Object.fromEntries(scenarios.map((scenario) => [scenario, priors[scenario] / total])) as Record<
            Scenario,
            number
          >)
        : null,
    posterior: after,
    evidence,
    needed: upper >= 1 ? null : Math.max(1, (upper / (1 - upper)) * ((1 - line) / line)),
  }
}

const pairs = [
  ['optimistic', 'pessimistic'],
  ['intermediate', 'pessimistic'],
  ['optimistic', 'intermediate'],
] as const

/** Which way a finding moves the reader, where that is certain given how well its likelihoods are known. */
function movesOf(finding: Finding): string {
  if (finding.seen === null) return 'nothing: nobody has looked'
  const factors = pairs.map(([one, other]) => ({ one, other, factor: bayesFactor(finding, one, other) }))
  const sure = factors.flatMap(({ one, other, factor }) =>
    factor.lower > 1
      ? [`${one} over ${other}`]
      : factor.upper !== null && factor.upper < 1
        ? [`${other} over ${one}`]
        : [],
  )
  if (sure.length > 0) return `towards ${sure.join(', ')}`
  // Equal likelihoods are equal numbers: nothing is computed that could round.
  if (new Set(Object.values(finding.likelihood)).size === 1)
    return finding.within === 1 ? 'nothing: as likely under each' : 'nothing on balance: as likely under each'
  return 'which way is not known: the likelihoods are not known well enough'
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`
const factorText = (value: number | null): string =>
  value === null ? 'no limit' : String(Number(value.toPrecision(3)))
const rangeText = ({ estimate, lower, upper }: Factor): string =>
  lower === upper ? factorText(estimate) : `${factorText(estimate)} (${factorText(lower)} to ${factorText(upper)})`
const bits = (value: number | null): number | null => (value !== null && value > 0 ? Math.log2(value) : null)

/** Three scenarios, what was seen, and what that is worth. */
export const scenarioWeights = defineDemo<ScenarioState, undefined, ScenarioResult>({
  name: 'scenarios',
  address,
  compute: (_, state) => compute(state),
  charts: {
    posterior: {
      label: 'Probabilities',
      draw: ({ result }, width) =>
        rankedChart(
          scenarios.map((scenario) => ({
            label: scenario,
            estimate: result.posterior?.[scenario].estimate ?? null,
            lower: result.posterior?.[scenario].lower ?? null,
            upper: result.posterior?.[scenario].upper ?? null,
            ...(result.prior === null ? { reason: 'no scenario has a prior' } : { floor: result.prior[scenario] }),
          })),
          { width, axis: 'Probability', domain: [0, 1], order: 'given', format: percent },
        ),
    },
    weights: {
      label: 'Weight of evidence',
      draw: ({ result }, width) =>
        intervalChart(
          result.evidence.map(({ name, seen, within, optimistic }) => ({
            label: name,
            estimate: seen === null || within === null ? null : bits(optimistic.estimate),
            lower: bits(optimistic.lower),
            upper: bits(optimistic.upper),
            ...(seen === null ? { reason: 'not looked' } : within === null ? { reason: 'likelihoods unknown' } : {}),
          })),
          {
            width,
            reference: 0,
            axis: 'Bits for optimistic over pessimistic',
            format: (value) => value.toFixed(1).replace(/^-0\.0$/, '0.0'),
          },
        ),
    },
  },
  tables: {
    probabilities: resultsTable<ScenarioShown, { scenario: Scenario; prior: number | null } & Partial<Range>>({
      caption: 'Probability of each scenario',
      columns: [
        { label: 'Scenario', text: ({ scenario }) => scenario },
        { label: 'After the evidence', text: ({ estimate }) => (estimate === undefined ? '–' : percent(estimate)) },
        {
          label: 'Range',
          text: ({ lower, upper }) =>
            lower === undefined || upper === undefined ? '–' : `${percent(lower)} to ${percent(upper)}`,
        },
        { label: 'Before', text: ({ prior }) => (prior === null ? '–' : percent(prior)) },
      ],
      rows: ({ result }) =>
        scenarios.map((scenario) => ({
          scenario,
          prior: result.prior?.[scenario] ?? null,
          ...result.posterior?.[scenario],
        })),
    }),
    evidence: resultsTable<
      ScenarioShown,
      {
        evidence: string
        moves: string
        seen: string
        optimistic: number
        intermediate: number
        pessimistic: number
        within: number | null
        factorOptimistic: number
        factorOptimisticLower: number
        factorOptimisticUpper: number | null
        factorIntermediate: number
        factorIntermediateLower: number
        factorIntermediateUpper: number | null
      }
    >({
      caption: 'What moves you, and what does not',
      columns: [
        { label: 'Evidence', text: ({ evidence }) => evidence },
        { label: 'Moves', text: ({ moves }) => moves },
        { label: 'Seen', text: ({ seen }) => seen },
        {
          label: 'Chance if optimistic, intermediate, pessimistic',
          text: ({ optimistic, intermediate, pessimistic }) =>
            [optimistic, intermediate, pessimistic].map(percent).join(', '),
        },
        {
          label: 'Bayes factor, optimistic to pessimistic',
          text: (row) =>
            rangeText({
              estimate: row.factorOptimistic,
              lower: row.factorOptimisticLower,
              upper: row.factorOptimisticUpper,
            }),
        },
        {
          label: 'Intermediate to pessimistic',
          text: (row) =>
            rangeText({
              estimate: row.factorIntermediate,
              lower: row.factorIntermediateLower,
              upper: row.factorIntermediateUpper,
            }),
        },
      ],
      rows: ({ result }) =>
        result.evidence.map((each) => ({
          evidence: each.claim,
          moves: each.moves,
          seen: each.seen === null ? 'not looked' : each.seen ? 'yes' : 'no',
          ...each.likelihood,
          within: each.within,
          factorOptimistic: each.optimistic.estimate,
          factorOptimisticLower: each.optimistic.lower,
          factorOptimisticUpper: each.optimistic.upper,
          factorIntermediate: each.intermediate.estimate,
          factorIntermediateLower: each.intermediate.lower,
          factorIntermediateUpper: each.intermediate.upper,
        })),
    }),
  },
  status: ({ result: { posterior: after } }) =>
    after === null
      ? 'No scenario has a prior: there is nothing to weigh.'
      : `Pessimistic: ${percent(after.pessimistic.estimate)}, from ${percent(after.pessimistic.lower)} to ${percent(after.pessimistic.upper)} as far as the likelihoods are known`,
  texts: {
    ...Object.fromEntries(
      scenarios.map((scenario) => [
        priorKey(scenario),
        ({ result }: ScenarioShown) => (result.prior === null ? 'none' : percent(result.prior[scenario])),
      ]),
    ),
    needed: neededText,
  },
  findings: ({ result, state }) => [
    ...(result.evidence.every(({ moves }) => moves.startsWith('nothing'))
      ? [
          'Nothing seen so far moves you: what is equally likely under each scenario says nothing about which one it is.',
        ]
      : []),
    ...scenarios
      .filter((scenario) => result.prior?.[scenario] === 0)
      .map(
        (scenario) => `A prior of 0 stays 0 whatever is seen: no evidence could ever show the ${scenario} scenario.`,
      ),
    ...(result.evidence.some(({ seen, within }) => seen !== null && within === null)
      ? ['Likelihoods that are not known at all leave every probability open. Unknown is not safe.']
      : []),
    ...((result.posterior?.pessimistic.upper ?? 1) > state.line / 100
      ? [`The pessimistic scenario cannot be set aside: its upper end is above ${state.line} %.`]
      : []),
  ],
  assumptions: () => [
    'Priors and likelihoods are yours. The source states none, and neither does this page: those it starts with are equal and show what equality does.',
    'The three scenarios are taken to be all there is, and findings to be independent given the scenario. Two tests that fail together count as one.',
    'A range is no 95 % interval: it is the least and the most that the probability can be while the odds of every likelihood stay within the stated factor.',
  ],
})

function neededText({ result: { needed, posterior: after }, state }: ScenarioShown): string {
  if (after === null || needed === null)
    return `As things are, no evidence of finite strength is sure to bring the pessimistic scenario below ${state.line} %.`
  if (needed <= 1) return `The pessimistic scenario lies below ${state.line} % with its whole range.`
  return `To bring the pessimistic scenario below ${state.line} % for sure, what is found next has to be at least ${factorText(needed)} times as likely under both other scenarios as under this one.`
}
