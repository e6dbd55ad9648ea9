import { discriminationScoreChart, interventionChart, shrinkageChart } from '@safety-portfolio/charts'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { intervalText, numberText, resultsTable } from '~/kit/results-table.js'
import { analyseTable, type DiscriminationResult } from './analysis.js'
import { decisionsTable, type DecisionInput } from './decisions-table.js'
import { planted } from './simulated-decisions.js'
import { address, type DiscriminationState } from './state.js'

type DiscriminationShown = Shown<DiscriminationState, DecisionInput, DiscriminationResult>

const p = (value: number | null): string => numberText(value, (number) => number.toPrecision(2))
/** What rounds to 0 has no sign. */
const percent = (value: number | null): string =>
  numberText(value, (number) => `${(Math.round(1000 * number) / 10 || 0).toFixed(1)} %`)

interface ScoreRow {
  readonly score: string
  readonly logit: number | null
  readonly logitLower: number | null
  readonly logitUpper: number | null
  readonly holmP: number | null
  readonly probability: number | null
  readonly probabilityLower: number | null
  readonly probabilityUpper: number | null
  readonly flips: number
  readonly pairs: number
  readonly twoStage: number | null
  readonly twoStageError: number | null
  readonly error: number | null
  readonly equivalenceP: number | null
  readonly truth: number | null
}

function scoreRows({ result: { analysis, prompt }, isSample }: DiscriminationShown): readonly ScoreRow[] {
  return analysis.scores.map((score) => {
    const check = analysis.selfCheck.scores.find(({ term }) => term === score.term)
    return {
      score: score.term,
      logit: score.estimate,
      logitLower: score.interval?.lower ?? null,
      logitUpper: score.interval?.upper ?? null,
      holmP: score.adjustedP,
      probability: score.probabilityScale.estimate,
      probabilityLower: score.probabilityScale.interval?.lower ?? null,
      probabilityUpper: score.probabilityScale.interval?.upper ?? null,
      flips: score.decisionFlips.flips,
      pairs: score.decisionFlips.pairs,
      twoStage: check?.twoStage?.estimate ?? null,
      twoStageError: check?.twoStage?.se ?? null,
      error: score.se,
      equivalenceP: score.equivalence?.p ?? null,
      truth: isSample && prompt === 'default' ? (planted[score.term] ?? null) : null,
    }
  })
}

interface PromptRow {
  readonly prompt: string
  readonly score: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly change: number | null
  readonly changeLower: number | null
  readonly changeUpper: number | null
  readonly correlation: number | null
  readonly correlationLower: number | null
  readonly correlationUpper: number | null
  readonly flipRate: number | null
  readonly reason: string
}

/** The score that the charts of questions and interventions show. */
function termOf({ result: { analysis }, state }: DiscriminationShown): string | undefined {
  return (analysis.scores[state.score - 1] ?? analysis.scores.at(-1))?.term
}

function promptRows(shown: DiscriminationShown): readonly PromptRow[] {
  const term = termOf(shown)
  return (shown.result.interventions?.conditions ?? []).map((one) => {
    const score = one.scores.find((other) => other.term === term)
    const change = one.changes.find((other) => other.term === term)
    return {
      prompt: one.condition,
      score: score?.estimate ?? null,
      lower: score?.interval?.lower ?? null,
      upper: score?.interval?.upper ?? null,
      change: change?.estimate ?? null,
      changeLower: change?.interval?.lower ?? null,
      changeUpper: change?.interval?.upper ?? null,
      correlation: one.logitCorrelation.estimate,
      correlationLower: one.logitCorrelation.interval?.lower ?? null,
      correlationUpper: one.logitCorrelation.interval?.upper ?? null,
      flipRate: one.decisions.flipRate.estimate,
      reason: one.refusal?.message ?? '',
    }
  })
}

interface QuestionRow {
  readonly question: string
  readonly shrunken: number
  readonly lower: number
  readonly upper: number
  readonly own: number | null
}

function questionRows(shown: DiscriminationShown): readonly QuestionRow[] {
  const term = termOf(shown)
  return shown.result.analysis.perQuestion.flatMap(({ question, scores }) =>
    scores
      .filter((score) => score.term === term)
      .map(({ estimate, interval: { lower, upper }, own }) => ({ question, shrunken: estimate, lower, upper, own })),
  )
}

/** A file of decisions in; scores, the shrinkage of questions and interventions out. */
export const discrimination = defineDemo<DiscriminationState, DecisionInput, DiscriminationResult>({
  name: 'discrimination',
  address,
  table: decisionsTable,
  compute: analyseTable,
  shownOnly: ['score', 'scale'],
  charts: {
    scores: {
      label: 'Scores',
      draw: ({ result: { analysis, prompt }, state, isSample }, width) =>
        discriminationScoreChart(analysis, {
          width,
          scale: state.scale,
          ...(isSample && prompt === 'default' && state.scale === 'logit' ? { truth: planted } : {}),
        }),
    },
    questions: {
      label: 'Questions',
      draw: (shown, width) => {
        const term = termOf(shown)
        return shrinkageChart(shown.result.analysis, { width, ...(term === undefined ? {} : { term }) })
      },
    },
    prompts: {
      label: 'Prompts',
      draw: (shown, width) => {
        const term = termOf(shown)
        const found = shown.result.interventions ?? { reference: 'none', conditions: [] }
        return interventionChart(found, { width, height: 340, ...(term === undefined ? {} : { term }) })
      },
    },
  },
  tables: {
    scores: resultsTable<DiscriminationShown, ScoreRow>({
      caption: 'Scores',
      columns: ({ isSample, result: { prompt } }) => [
        { label: 'Score', text: ({ score }) => score },
        { label: 'Logit of yes', text: ({ logit }) => numberText(logit) },
        { label: '95 % interval', text: ({ logitLower, logitUpper }) => intervalText(logitLower, logitUpper) },
        { label: 'Holm p', text: ({ holmP }) => p(holmP) },
        { label: 'Probability of yes', text: ({ probability }) => percent(probability) },
        {
          label: '95 % interval',
          text: ({ probabilityLower, probabilityUpper }) => intervalText(probabilityLower, probabilityUpper, percent),
        },
        { label: 'Decisions that flip', text: ({ flips, pairs }) => `${flips} of ${pairs}` },
        { label: 'Standard error', text: ({ error }) => p(error) },
        { label: 'Two-stage', text: ({ twoStage, twoStageError }) => `${numberText(twoStage)} ± ${p(twoStageError)}` },
        { label: 'No relevant effect, p', text: ({ equivalenceP }) => p(equivalenceP) },
        ...(isSample && prompt === 'default'
          ? [{ label: 'Planted', text: ({ truth }: ScoreRow) => numberText(truth) }]
          : []),
      ],
      rows: scoreRows,
    }),
    prompts: resultsTable<DiscriminationShown, PromptRow>({
      caption: 'Prompts',
      columns: [
        { label: 'Prompt', text: ({ prompt }) => prompt },
        {
          label: 'Score (95 %)',
          text: ({ score, lower, upper, reason }) =>
            score === null ? reason : `${numberText(score)} (${intervalText(lower, upper)})`,
        },
        {
          label: 'Paired change (95 %)',
          text: ({ change, changeLower, changeUpper }) =>
            change === null ? '–' : `${numberText(change)} (${intervalText(changeLower, changeUpper)})`,
        },
        {
          label: 'Correlation of logits (95 %)',
          text: ({ correlation, correlationLower, correlationUpper }) =>
            `${numberText(correlation)} (${intervalText(correlationLower, correlationUpper)})`,
        },
        { label: 'Decisions that flip', text: ({ flipRate }) => percent(flipRate) },
      ],
      rows: promptRows,
    }),
    questions: resultsTable<DiscriminationShown, QuestionRow>({
      caption: 'Questions',
      columns: [
        { label: 'Question', text: ({ question }) => question },
        { label: 'Shrunken score', text: ({ shrunken }) => numberText(shrunken) },
        { label: '95 % interval', text: ({ lower, upper }) => intervalText(lower, upper) },
        { label: 'Its own rows', text: ({ own }) => numberText(own) },
      ],
      rows: questionRows,
    }),
  },
  status: ({ result: { analysis, prompt } }) => {
    const { n, questions, scores, refusal, decisions } = analysis
    const where = `${n} decisions on ${questions} questions${prompt === null ? '' : `, prompt ${prompt}`}`
    if (refusal !== null) return `${where}: no scores. ${refusal.message}`
    const found = scores.filter(({ adjustedP }) => adjustedP !== null && adjustedP < 0.05)
    return `${where}: ${found.length} of ${scores.length} scores differ from 0 (Holm, 5 %); the decision depends on the person in ${decisions.mixedQuestions} questions`
  },
  texts: {
    score: (shown) => termOf(shown) ?? 'none',
    baseline: ({ result: { analysis } }) =>
      Object.entries(analysis.baseline)
        .map(([name, level]) => `${name} ${level}`)
        .join(', '),
    prompts: ({ result: { prompts } }) => (prompts.length === 0 ? 'none' : prompts.join('; ')),
  },
  findings: ({ result: { analysis, interventions } }) =>
    [...analysis.warnings, ...(interventions?.warnings ?? [])].map(({ message }) => message),
  assumptions: ({ result: { analysis, interventions } }) => [
    ...new Set([...analysis.assumptions, ...(interventions?.assumptions ?? [])]),
  ],
})
