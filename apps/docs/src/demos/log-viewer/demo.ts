import { intervalChart, type IntervalRow } from '@safety-portfolio/charts'
import type { ReportSample } from '@safety-portfolio/evals'
import { choiceParameter, defineAddress, type StateOf } from '~/kit/address.js'
import { defineDemo, type Shown } from '~/kit/demo.js'
import { intervalText, numberText, resultsTable } from '~/kit/results-table.js'
import { sampleLog } from './sample-log.js'
import { mostSamples, viewLog, type ViewedLog } from './view-log.js'

const parameters = {
  show: choiceParameter({
    meaning: 'which samples are listed',
    initial: 'all',
    choices: ['all', 'not right', 'failed'],
  }),
}
export const address = defineAddress(parameters)
export type LogState = StateOf<typeof parameters>
type LogShown = Shown<LogState, ViewedLog, ViewedLog>

/** A sample as its row is printed and saved. */
interface SampleRow {
  readonly sample: string
  readonly scores: string
  readonly input: string
  readonly target: string
  readonly error: string
}

/** What a sample is called, by what was asked. */
export function sampleName({ id, input }: ReportSample): string {
  return `${id}: ${input.slice(0, 80)}`
}

/** Its scores in words. */
export function scoresText({ scores, error }: ReportSample): string {
  if (error !== null) return 'failed'
  if (Object.keys(scores).length === 0) return 'no score'
  return Object.entries(scores)
    .map(([name, { value }]) => `${name} ${value === null ? 'unscored' : JSON.stringify(value)}`)
    .join(', ')
}

/** The samples of the state. */
export function listed({ result, state }: LogShown): readonly ReportSample[] {
  const right = ({ scores }: ReportSample): boolean =>
    Object.values(scores).every(({ value }) => value === 'C' || value === 1 || value === true)
  if (state.show === 'all') return result.samples
  return result.samples.filter((sample) =>
    state.show === 'failed' ? sample.error !== null : sample.error !== null || !right(sample),
  )
}

/** The rows of the chart; a log without scores has one that says so. */
function scoreRows({ info }: ViewedLog): readonly IntervalRow[] {
  if (info.recomputed.length === 0)
    return [{ label: 'scores', estimate: null, lower: null, upper: null, reason: 'there are none' }]
  const labels = info.recomputed.map(({ scorer }) => shortName(scorer))
  return info.recomputed.map(({ mean, interval, reason }, index) => ({
    // Labels must differ, and long names may begin alike.
    label: labels.indexOf(labels[index]!) === index ? labels[index]! : `${labels[index]!} (${index + 1})`,
    estimate: mean,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    ...(reason === undefined ? {} : { reason }),
  }))
}

function shortName(scorer: string): string {
  return scorer.length > 24 ? `${scorer.slice(0, 23)}…` : scorer
}

/** An eval log: its scores computed again, whether it is whole, and its samples. Everything of a log is set as text. */
export const logViewer = defineDemo<LogState, ViewedLog, ViewedLog>({
  name: 'log-viewer',
  address,
  start: await viewLog(await sampleLog(), 'the log of this page'),
  compute: (log) => log,
  shownOnly: ['show'],
  charts: {
    scores: {
      label: 'Scores',
      draw: ({ result }, width) => intervalChart(scoreRows(result), { width, axis: 'Mean score' }),
    },
  },
  tables: {
    scores: resultsTable<
      LogShown,
      {
        score: string
        mean: number | null
        lower: number | null
        upper: number | null
        standardError: number | null
        questions: number
        unscored: number
        logged: number | null
      }
    >({
      caption: 'Scores, computed from the samples',
      columns: [
        { label: 'Score', text: ({ score }) => score },
        { label: 'Mean', text: ({ mean }) => numberText(mean) },
        { label: '95 % interval', text: ({ lower, upper }) => intervalText(lower, upper) },
        { label: 'Standard error', text: ({ standardError }) => numberText(standardError) },
        { label: 'Questions', text: ({ questions }) => String(questions) },
        { label: 'Unscored', text: ({ unscored }) => String(unscored) },
        { label: 'Logged accuracy', text: ({ logged }) => numberText(logged) },
      ],
      rows: ({ result: { info } }) =>
        info.recomputed.map(({ scorer, mean, stderr, n, interval, unscored }) => ({
          score: scorer,
          mean,
          lower: interval?.lower ?? null,
          upper: interval?.upper ?? null,
          standardError: stderr,
          questions: n,
          unscored,
          logged: info.scores.find((one) => one.scorer === scorer)?.metrics['accuracy'] ?? null,
        })),
    }),
    checks: resultsTable<LogShown, { check: string; outcome: string; detail: string }>({
      caption: 'Is the log whole and unchanged',
      columns: [
        { label: 'Check', text: ({ check }) => check },
        { label: 'Outcome', text: ({ outcome }) => outcome },
        { label: 'Detail', text: ({ detail }) => detail },
      ],
      rows: ({ result: { checks } }) => checks.map(({ name, outcome, detail }) => ({ check: name, outcome, detail })),
    }),
    samples: resultsTable<LogShown, SampleRow>({
      caption: 'Samples',
      columns: [
        { label: 'Sample', text: ({ sample }) => sample },
        { label: 'Scores', text: ({ scores }) => scores },
        { label: 'Asked', text: ({ input }) => (input.length > 80 ? `${input.slice(0, 80)}…` : input) },
        { label: 'Target', text: ({ target }) => target },
        { label: 'Error', text: ({ error }) => error || 'none' },
      ],
      rows: (shown) =>
        listed(shown).map((sample) => ({
          sample: sample.id,
          scores: scoresText(sample),
          input: sample.input,
          target: sample.target,
          error: sample.error ?? '',
        })),
    }),
  },
  status: ({ result: { info, samples, name } }) =>
    `${name}: ${info.task || 'no task'} on ${info.model}, ${info.status}, ${info.samples} ${info.samples === 1 ? 'attempt' : 'attempts'}${info.samples > samples.length ? `, the first ${mostSamples} listed` : ''}`,
  findings: ({ result }) => result.info.warnings,
  assumptions: () => [
    'Questions, or their clusters, are a sample of those one could ask.',
    'Scorers were right: their errors are in no interval.',
  ],
})
