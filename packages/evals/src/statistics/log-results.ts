import type { EvalHeader, EvalResults, SampleSummary } from '../log/eval-log.js'
import { expectedScores } from './logged-questions.js'
import { recomputeScores } from './recompute-scores.js'

/**
 * The results of a log whose run did not get to write them: accuracy and standard error of every score, from its samples.
 *
 * @param header - The log.
 * @param summaries - Its samples.
 */
export function logResults(header: EvalHeader, summaries: readonly SampleSummary[]): EvalResults {
  const wanted = expectedScores(summaries, header)
  const scores = recomputeScores({ ...header, results: null }, summaries)
  return {
    total_samples: summaries.length,
    completed_samples: summaries.filter(({ error }) => error === undefined || error === null).length,
    scores: scores.map(({ reducer, mean, stderr, n, unscored, cluster }, index) => ({
      name: wanted[index]!.name,
      scorer: wanted[index]!.scorer,
      ...(reducer === 'mean' ? {} : { reducer }),
      scored_samples: n,
      unscored_samples: unscored,
      params: {},
      metrics: {
        ...(mean === null ? {} : { accuracy: { name: 'accuracy', value: mean, params: {} } }),
        ...(stderr === null
          ? {}
          : { stderr: { name: 'stderr', value: stderr, params: cluster === null ? {} : { cluster } } }),
      },
    })),
  }
}
