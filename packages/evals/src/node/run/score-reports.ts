import type { EvalScore } from '../../log/eval-log.js'
import { estimateMean } from '../../statistics/estimate-mean.js'
import { reducerNamed } from '../../statistics/reducers.js'
import { repeatedAttempts } from '../../statistics/repeated-attempts.js'
import { metricReport } from '../../statistics/metric-report.js'
import type { ScoreReport } from '../../statistics/score-report.js'
import type { Metric } from '../../task/metric.js'
import type { ScoreColumn, ScoreTable } from './score-table.js'

/** Every score of a run, reduced and estimated. */
export function scoreReports(
  table: ScoreTable,
  reducers: readonly string[],
  level: number,
  clustered: boolean,
  metrics: readonly Metric[] = [],
): readonly ScoreReport[] {
  return table.columns.flatMap((column) =>
    reducers.map((reducer) => report(table, column, reducer, level, clustered, metrics)),
  )
}

function report(
  table: ScoreTable,
  column: ScoreColumn,
  reducer: string,
  level: number,
  clustered: boolean,
  metrics: readonly Metric[],
): ScoreReport {
  const { reduce } = reducerNamed(reducer)
  // Bytes as long as all are 0 or 1; at its full size from the start, since growing would need the room of two.
  let room: Uint8Array | Float64Array = new Uint8Array(table.size)
  let n = 0
  const clusters: number[] = []
  const tries: (readonly number[])[] = []
  let unscored = 0
  let attempts = 0
  let within = 0
  let pairs = 0
  const all = { n: 0, mean: 0, squares: 0 }
  for (let position = 0; position < table.size; position += 1) {
    const scores = column.values(position)
    if (scores === null) continue
    const value = reduce(scores)
    if (value === null) {
      unscored += 1
      continue
    }
    if (room instanceof Uint8Array && !Object.is(value, 0) && value !== 1) {
      const wider = new Float64Array(table.size)
      wider.set(room.subarray(0, n))
      room = wider
    }
    room[n] = value
    n += 1
    // A question without a cluster is one of its own.
    if (clustered) clusters.push(table.cluster(position) === 0 ? -1 - position : table.cluster(position))
    attempts += scores.length
    if (table.epochs > 1) tries.push(scores)
    if (scores.length > 1) {
      const centre = scores.reduce((sum, one) => sum + one, 0) / scores.length
      within += scores.reduce((sum, one) => sum + (one - centre) ** 2, 0) / (scores.length - 1)
      pairs += 1
    }
    for (const one of scores) {
      all.n += 1
      const step = one - all.mean
      all.mean += step / all.n
      all.squares += step * (one - all.mean)
    }
  }
  const estimate = estimateMean(room.subarray(0, n), clustered ? { level, clusters } : { level })
  const total = all.n > 1 ? all.squares / (all.n - 1) : 0
  return {
    scorer: nameOf(column, reducer),
    reducer,
    unscored,
    attempts: n === 0 ? 0 : attempts / n,
    withinShare: pairs > 0 && total > 0 ? Math.min(1, within / pairs / total) : null,
    repeated: repeatedAttempts(tries, clustered ? { level, clusters } : { level }),
    ...(metrics.length === 0
      ? {}
      : {
          metrics: metrics.map((metric) =>
            metricReport(metric, room.subarray(0, n), clustered ? { level, clusters } : { level }),
          ),
        }),
    ...estimate,
  }
}

/** Name of a score in reports: its scorer, with the part and the reducer where they say more. */
function nameOf({ scorer, name }: ScoreColumn, reducer: string): string {
  const part = name === scorer ? scorer : `${scorer}/${name}`
  return reducer === 'mean' ? part : `${part} [${reducer}]`
}

/** The scores as a log holds them. */
export function loggedScores(
  table: ScoreTable,
  reports: readonly ScoreReport[],
  reducers: readonly string[],
  cluster: string | undefined,
): readonly EvalScore[] {
  return table.columns.flatMap((column, index) =>
    reducers.map((reducer, place) => {
      const { mean, standardError, n, unscored, metrics = [] } = reports[index * reducers.length + place]!
      return {
        name: column.name,
        scorer: column.scorer,
        ...(reducers.length === 1 && reducer === 'mean' ? {} : { reducer }),
        scored_samples: n,
        unscored_samples: unscored,
        params: {},
        metrics: {
          ...(mean === null ? {} : { accuracy: { name: 'accuracy', value: mean, params: {} } }),
          // One question has a standard error of 0 in Inspect's logs.
          ...(mean === null
            ? {}
            : {
                stderr: { name: 'stderr', value: standardError ?? 0, params: cluster === undefined ? {} : { cluster } },
              }),
          ...Object.fromEntries(
            metrics.flatMap(({ name, value }) => (value === null ? [] : [[name, { name, value, params: {} }]])),
          ),
        },
      }
    }),
  )
}

/** The reduced scores of every question as JSON, in pieces of a thousand. */
export function* reductionPieces(table: ScoreTable, reducers: readonly string[]): Generator<string, void, void> {
  let first = true
  yield '['
  for (const column of table.columns) {
    for (const reducer of reducers) {
      const { reduce } = reducerNamed(reducer)
      yield `${first ? '' : ','}{"scorer":${JSON.stringify(column.name)},"reducer":${JSON.stringify(reducer)},"samples":[`
      first = false
      let piece: string[] = []
      let written = false
      for (let position = 0; position < table.size; position += 1) {
        const scores = column.values(position)
        const value = scores === null ? null : reduce(scores)
        if (value === null) continue
        piece.push(`{"value":${value},"history":[],"sample_id":${JSON.stringify(table.id(position))}}`)
        if (piece.length === 1000) {
          yield (written ? ',' : '') + piece.join(',')
          written = true
          piece = []
        }
      }
      if (piece.length > 0) yield (written ? ',' : '') + piece.join(',')
      yield ']}'
    }
  }
  yield ']'
}
