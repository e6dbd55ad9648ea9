import { intervalChart } from '@safety-portfolio/charts'
import { parseLogJson, recomputeScores, type EvalLog, type RecomputedScore } from '@safety-portfolio/evals'
import { DataError } from '@safety-portfolio/records'
import { createRandom } from '@safety-portfolio/stats'
import { defineKind, estimateRow } from '../kind.js'

export const evalLog = defineKind<EvalLog, readonly RecomputedScore[]>({
  label: 'Eval log (JSON)',
  wants: 'an Inspect log in its JSON form; for .eval files use the log viewer',
  page: '/demos/log-viewer/',
  sample: sampleOf(),
  read: (text) => {
    const log = parsed(text)
    const bad =
      typeof log !== 'object' || log === null || !('eval' in log)
        ? 'has no header: the field eval is missing'
        : !Array.isArray((log as EvalLog).samples) || (log as EvalLog).samples!.length === 0
          ? 'has no samples'
          : null
    if (bad !== null) throw new DataError([{ code: 'log', path: [], message: bad }], { name: 'the log' })
    return log as EvalLog
  },
  analyse: (log) => {
    const { samples = [], ...header } = log
    const scores = recomputeScores(
      header,
      samples!.map(({ id, epoch, input, target, scores: given, metadata }) => ({
        id,
        epoch,
        input: input as string,
        target: target as string,
        scores: given ?? null,
        metadata,
      })),
    )
    return {
      lead: `${log.eval.task}, ${log.eval.model}: ${samples!.length} samples, ${scores.length} ${scores.length === 1 ? 'score' : 'scores'} computed anew.`,
      estimates: scores.map(({ scorer, reducer, mean, interval, reason, n, unscored }) => ({
        ...estimateRow(`${scorer}, ${reducer} of epochs`, { estimate: mean, interval, reason }),
        note: reason ?? `${n} questions${unscored === 0 ? '' : `, ${unscored} unscored`}`,
      })),
      method: 'mean over questions, epochs reduced first; standard errors clustered where the log names clusters',
      source: 'Miller 2024, Adding Error Bars to Evals',
      assumptions: [
        'Questions, or their clusters, are a sample of those one could ask.',
        'Scorers were right: their errors are in no interval.',
      ],
      warnings: [],
      result: scores,
    }
  },
  draw: (scores, width) =>
    intervalChart(
      scores.map(({ scorer, mean, interval, reason }) => ({
        label: scorer,
        estimate: mean,
        lower: interval?.lower ?? null,
        upper: interval?.upper ?? null,
        ...(reason === undefined ? {} : { reason }),
      })),
      { width, axis: 'Mean score' },
    ),
})

function parsed(text: string): unknown {
  try {
    return parseLogJson(text, 'the log')
  } catch (error) {
    if (error instanceof DataError) throw error
    const message = error instanceof Error ? error.message : String(error)
    throw new DataError([{ code: 'json', path: [], message }], { name: 'the log' })
  }
}

/** Thirty sums, of which a simulated model gets most right. */
function sampleOf(): string {
  const samples = Array.from({ length: 30 }, (_, index) => {
    const value = createRandom(13, index).uniform() < 0.8 ? 'C' : 'I'
    return {
      id: index + 1,
      epoch: 1,
      input: `${index} + ${index}?`,
      target: String(2 * index),
      scores: { match: { value } },
    }
  })
  return JSON.stringify({
    version: 2,
    status: 'success',
    eval: {
      task: 'sums',
      model: 'simulated',
      created: '2026-01-01T00:00:00+00:00',
      dataset: { name: 'sums' },
      config: {},
    },
    plan: { name: 'plan', steps: [], config: {} },
    stats: {},
    samples,
  })
}
