import type { RunResult } from '@safety-portfolio/evals/node'
import type { ScoreReport } from '@safety-portfolio/evals'
import type { SummaryTable } from '../report/summary-table.js'
import { counted } from '../text/counted.js'
import { estimateCells, intervalHeader, standardErrorCell } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import { printable } from '../text/printable.js'
import type { Answer } from './answer.js'
import { errorBarsTable, repeatedTables } from './eval-error-bars.js'
import { failuresTables } from './eval-failures.js'

/** What a run came to. */
export function evalRunAnswer(run: RunResult): Answer {
  const reason = run.reason === null ? '' : ` ${printable(run.reason, 300)}.`
  const counts = [
    counted(run.samples, 'attempt'),
    ...(run.errors > 0 ? [`${run.errors} failed`] : []),
    ...(run.refusals > 0 ? [`${run.refusals} refused`] : []),
    ...(run.filtered > 0 ? [`${run.filtered} stopped by a content filter`] : []),
    ...Object.entries(run.limits).map(([kind, count]) => `${count} at the ${kind} limit`),
    ...(run.resumed > 0 ? [`${run.resumed} taken over from before`] : []),
  ]
  return {
    title: 'Eval run',
    lead: `${printable(run.task)} on ${printable(run.model)}: ${run.status}.${reason} ${counts.join(', ')}; ${run.seconds.toFixed(1)} s. Log: ${run.log}`,
    tables: [
      scoresTable(run.scores),
      ...(run.scores.length === 0 ? [] : [errorBarsTable(run.scores)]),
      ...metricsTable(run.scores),
      ...repeatedTables(run.scores),
      ...thresholdsTable(run),
      ...failuresTables(run.failures),
      ...usageTable(run),
    ],
    basis: scoreBasis(run.scores, run.warnings),
    result: run,
    fine: run.passed,
  }
}

/** Metrics of the task's own, with their intervals; none where it has none. */
function metricsTable(scores: readonly ScoreReport[]): readonly SummaryTable[] {
  const rows = scores.flatMap(({ scorer, metrics = [] }) =>
    metrics.map(({ name, value, interval, standardError, n, reason }) => [
      printable(scorer),
      printable(name),
      value === null ? (reason ?? 'unknown') : formatNumber(value, 3),
      interval === null
        ? value === null
          ? 'none'
          : (reason ?? 'none')
        : `${formatNumber(interval.lower, 3)} to ${formatNumber(interval.upper, 3)}`,
      standardErrorCell(standardError),
      String(n),
    ]),
  )
  if (rows.length === 0) return []
  return [
    {
      caption: 'Metrics',
      header: ['score', 'metric', 'value', 'bootstrap interval', 'standard error', 'questions'],
      rows,
    },
  ]
}

/** Scores with their intervals. */
function scoresTable(scores: readonly ScoreReport[]): SummaryTable {
  return {
    caption: 'Scores',
    header: [
      'score',
      'mean',
      intervalHeader(scores.map(({ interval }) => interval)),
      'standard error',
      'questions',
      'unscored',
    ],
    rows: scores.map((score) => [
      printable(score.scorer),
      ...estimateCells({
        estimate: score.mean,
        standardError: score.standardError,
        interval: score.interval,
        reason: score.reason ?? 'none',
      }),
      standardErrorCell(score.standardError),
      String(score.n),
      String(score.unscored),
    ]),
  }
}

/** What scores rest on. */
function scoreBasis(scores: readonly ScoreReport[], warnings: readonly string[]): Answer['basis'] {
  const methods = [...new Set(scores.flatMap(({ interval }) => (interval === null ? [] : [interval.method])))]
  const clusters = scores.find(({ clustered }) => clustered !== null)?.clustered?.clusters
  return {
    method: `mean over questions, epochs reduced first; intervals: ${methods.join(', ') || 'none'}${clusters === undefined ? '' : `; standard errors clustered over ${clusters} clusters with the finite correction`}`,
    assumptions: [
      clusters === undefined
        ? 'questions are a sample of those one could ask, independent of each other'
        : 'clusters of questions are a sample of those one could ask',
      'scorers were right: their errors are in no interval',
    ],
    warnings: warnings.map((message) => ({ code: 'score', message: printable(message, 400) })),
  }
}

function thresholdsTable({ thresholds }: RunResult): readonly SummaryTable[] {
  if (thresholds.length === 0) return []
  return [
    {
      caption: 'Thresholds',
      header: ['threshold', 'observed', 'outcome'],
      rows: thresholds.map(({ of, scorer, op, value, observed, passed }) => [
        `${of} of ${printable(scorer)} ${op} ${value}`,
        observed === null ? 'unknown' : formatNumber(observed),
        passed ? 'passed' : 'failed',
      ]),
    },
  ]
}

function usageTable({ usage }: RunResult): readonly SummaryTable[] {
  const rows = Object.entries(usage)
  if (rows.length === 0) return []
  return [
    {
      caption: 'Tokens',
      header: ['model', 'in', 'out', 'total', 'cost in dollars'],
      rows: rows.map(([model, one]) => [
        printable(model),
        String(one.input_tokens),
        String(one.output_tokens),
        String(one.total_tokens),
        typeof one.total_cost === 'number' ? formatNumber(one.total_cost) : 'unknown',
      ]),
    },
  ]
}
