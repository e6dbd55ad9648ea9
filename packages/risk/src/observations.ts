import {
  DataError,
  numberCell,
  optionalCell,
  parseRows,
  rowSchema,
  type DataIssue,
  type RowSchema,
} from '@safety-portfolio/records'
import { elicitationScore } from './elicitation-score.js'
import { requireInteger } from './internal/require.js'

/**
 * How rare behaviour was measured on m queries: `'probability'` per query, `'hits'` among repeated samples, or a continuous `'score'` whose
 * large values are the bad ones.
 */
export type ObservationKind = 'probability' | 'hits' | 'score'

/** One measurement per query, parsed. */
export interface Observations {
  /** What was measured. */
  readonly kind: ObservationKind
  /** Elicitation scores psi, or the scores themselves; `-Infinity` where the behaviour was never seen, `Infinity` where it is certain. */
  readonly scores: Float64Array
  /** Of `'hits'`: how often the behaviour was seen. */
  readonly hits?: Float64Array
  /** Of `'hits'`: among how many samples. */
  readonly samples?: Float64Array
  /** Queries on which every sample hit: their p is taken as (S - 1/2) / S. */
  readonly corrected: number
}

/** One row of a table of observations: `logp` (natural logarithm), `p`, `hits` with `samples`, or `score`. */
export interface ObservationRow {
  readonly logp?: number
  readonly p?: number
  readonly hits?: number
  readonly samples?: number
  readonly score?: number
}

/** Schema of {@link ObservationRow}; which of the columns belong together is checked by {@link observationsFromRows}. */
export const observationSchema: RowSchema<ObservationRow> = rowSchema({
  logp: optionalCell(numberCell({ max: 0 })),
  p: optionalCell(numberCell({ min: 0, max: 1 })),
  hits: optionalCell(numberCell({ integer: true, min: 0 })),
  samples: optionalCell(numberCell({ integer: true, min: 1 })),
  score: optionalCell(numberCell()),
})

/**
 * Observations from natural log probabilities, the most precise form: nothing underflows.
 *
 * @throws RangeError if one is NaN or greater than 0.
 *
 * @example
 * ```ts
 * import { observationsFromLogProbabilities } from '@safety-portfolio/risk'
 *
 * observationsFromLogProbabilities([-30, -900]).scores[1] // => ~-6.802395
 * ```
 */
export function observationsFromLogProbabilities(logP: ArrayLike<number>): Observations {
  const scores = new Float64Array(logP.length)
  for (let i = 0; i < scores.length; i += 1) {
    if (!(logP[i]! <= 0)) {
      throw new RangeError(`observationsFromLogProbabilities: logP must be <= 0, got ${logP[i]!} at index ${i}`)
    }
    scores[i] = elicitationScore(logP[i]!)
  }
  return { kind: 'probability', scores, corrected: 0 }
}

/**
 * Observations from probabilities in [0, 1].
 *
 * @throws RangeError if one lies outside.
 *
 * @example
 * ```ts
 * import { observationsFromProbabilities } from '@safety-portfolio/risk'
 *
 * observationsFromProbabilities([0.5, 1e-9]).scores[0] // => ~0.366513
 * ```
 */
export function observationsFromProbabilities(probabilities: ArrayLike<number>): Observations {
  const scores = new Float64Array(probabilities.length)
  for (let i = 0; i < scores.length; i += 1) {
    const p = probabilities[i]!
    if (!(p >= 0 && p <= 1)) {
      throw new RangeError(`observationsFromProbabilities: p must lie in [0, 1], got ${p} at index ${i}`)
    }
    scores[i] = elicitationScore(Math.log(p))
  }
  return { kind: 'probability', scores, corrected: 0 }
}

/**
 * Observations from repeated samples: p is hits / samples, and (S - 1/2) / S where every one of S samples hit, because that p is not known
 * to be 1. Repeated sampling cannot see probabilities far below 1 / S: {@link forecastRare} checks this and refuses.
 *
 * @throws RangeError if a count is no integer, `samples` is 0 or `hits` exceeds it.
 *
 * @example
 * ```ts
 * import { observationsFromHits } from '@safety-portfolio/risk'
 *
 * observationsFromHits([{ hits: 3, samples: 10 }, { hits: 10, samples: 10 }]).corrected // => 1
 * ```
 */
export function observationsFromHits(
  queries: readonly { readonly hits: number; readonly samples: number }[],
): Observations {
  const [hits, samples] = [new Float64Array(queries.length), new Float64Array(queries.length)]
  const scores = new Float64Array(queries.length)
  let corrected = 0
  for (const [i, query] of queries.entries()) {
    requireInteger('observationsFromHits', `samples at index ${i}`, query.samples, 1)
    requireInteger('observationsFromHits', `hits at index ${i}`, query.hits, 0)
    if (query.hits > query.samples) {
      throw new RangeError(
        `observationsFromHits: hits must be <= samples (${query.samples}), got ${query.hits} at index ${i}`,
      )
    }
    hits[i] = query.hits
    samples[i] = query.samples
    const certain = query.hits === query.samples
    if (certain) corrected += 1
    scores[i] = elicitationScore(Math.log(certain ? (query.samples - 0.5) / query.samples : query.hits / query.samples))
  }
  return { kind: 'hits', scores, hits, samples, corrected }
}

/**
 * Observations from continuous scores, large being bad: a judge's harm score, a reward. Worst-query forecasts are then scores; a score is no
 * probability, so there is no aggregate risk.
 *
 * @throws RangeError if one is not finite.
 *
 * @example
 * ```ts
 * import { observationsFromScores } from '@safety-portfolio/risk'
 *
 * observationsFromScores([0.2, 7.1]).kind // => 'score'
 * ```
 */
export function observationsFromScores(scores: ArrayLike<number>): Observations {
  for (let i = 0; i < scores.length; i += 1) {
    if (!Number.isFinite(scores[i])) {
      throw new RangeError(`observationsFromScores: scores must be finite, got ${scores[i]!} at index ${i}`)
    }
  }
  return { kind: 'score', scores: Float64Array.from(scores), corrected: 0 }
}

/**
 * Observations from parsed rows, all of one form.
 *
 * @throws DataError that lists every row that has another form than the first, no value, both, or more hits than samples.
 *
 * @example
 * ```ts
 * import { observationsFromRows } from '@safety-portfolio/risk'
 *
 * observationsFromRows([{ hits: 2, samples: 50 }, { hits: 0, samples: 50 }]).kind // => 'hits'
 * ```
 */
export function observationsFromRows(
  rows: readonly ObservationRow[],
  options: { readonly name?: string } = {},
): Observations {
  const form = rows.map(formOf)
  const first = form.find((found) => found !== null)
  const issues: DataIssue[] = []
  for (const [i, row] of rows.entries()) {
    const message = problem(row, form[i]!, first ?? null)
    if (message !== null) issues.push({ code: 'observation', path: [i], line: i + 1, message })
  }
  if (issues.length > 0) throw new DataError(issues.slice(0, 100), { ...options, total: issues.length })
  if (first === 'logp') return observationsFromLogProbabilities(rows.map(({ logp }) => logp!))
  if (first === 'p') return observationsFromProbabilities(rows.map(({ p }) => p!))
  if (first === 'score') return observationsFromScores(rows.map(({ score }) => score!))
  return observationsFromHits(rows.map(({ hits, samples }) => ({ hits: hits!, samples: samples! })))
}

/**
 * Reads rows of unknown origin as observations.
 *
 * @throws DataError that lists every bad row.
 *
 * @example
 * ```ts
 * import { parseObservations } from '@safety-portfolio/risk'
 *
 * parseObservations([{ p: '1e-6' }, { p: 0.002 }]).scores.length // => 2
 * ```
 */
export function parseObservations(rows: readonly unknown[]): Observations {
  return observationsFromRows(parseRows(rows, { schema: observationSchema }))
}

type Form = 'logp' | 'p' | 'hits' | 'score'

function formOf({ logp, p, hits, samples, score }: ObservationRow): Form | 'both' | null {
  const forms: Form[] = []
  if (logp !== undefined) forms.push('logp')
  if (p !== undefined) forms.push('p')
  if (hits !== undefined || samples !== undefined) forms.push('hits')
  if (score !== undefined) forms.push('score')
  return forms.length > 1 ? 'both' : (forms[0] ?? null)
}

function problem(row: ObservationRow, form: Form | 'both' | null, first: Form | 'both' | null): string | null {
  if (form === null) return 'holds none of logp, p, hits with samples, score'
  if (form === 'both') return 'holds more than one of logp, p, hits with samples, score: leave all but one column out'
  if (form !== first) return `holds ${form} where the first row holds ${String(first)}`
  if (form !== 'hits') return null
  if (row.hits === undefined || row.samples === undefined) return 'holds only one of hits and samples'
  return row.hits > row.samples ? `has ${row.hits} hits in ${row.samples} samples` : null
}
