import type { Finding } from '@safety-portfolio/stats'
import type { DateWindow } from './date-window.js'
import type { ComputeModel } from './compute-model.js'
import { yearsSince, type IsoDate } from './iso-date.js'
import { runningFrontier } from './running-frontier.js'

/** Which models of a table a trend is fitted to. */
export interface TrendSelection {
  /** First date taken. Default: the first in the table. */
  readonly from?: IsoDate
  /** Last date taken. Default: the last in the table. */
  readonly to?: IsoDate
  /** Keep only models that were among so many largest when they came out, judged on the whole table. Default: all. */
  readonly frontier?: number
  /** In words, what was filtered before the models came here. Default `'none'`. */
  readonly filter?: string
  /** Day the table was downloaded. Trends move with the snapshot, so without it the result carries a warning. */
  readonly snapshot?: IsoDate
  /** The date that is year 0 of the fit. Default `2010-01-01`. */
  readonly origin?: IsoDate
}

/** The models a trend was fitted to, in words and counts. */
export interface TrendSample {
  /** Number of models used. */
  readonly n: number
  /** The window asked for (`null`: open) and the first and last date actually in it (`null`: no model). */
  readonly window: DateWindow
  /** What was filtered, in words. */
  readonly filter: string
  /** Day the table was downloaded, `null` when unknown. */
  readonly snapshot: IsoDate | null
  /** Year 0 of the fit. */
  readonly origin: IsoDate
  /** Models of the table that were not used. */
  readonly excluded: {
    /** Without a date. */
    readonly withoutDate: number
    /** With a date but without compute. */
    readonly withoutCompute: number
    /** Outside the window. */
    readonly outsideWindow: number
    /** In the window but not on the frontier. */
    readonly belowFrontier: number
  }
}

interface Selected {
  readonly sample: TrendSample
  /** Years since the origin, ascending. */
  readonly t: Float64Array
  /** log10 FLOP. */
  readonly y: Float64Array
  readonly warnings: readonly Finding[]
}

const unknownSnapshot: Finding = {
  code: 'unknown-snapshot',
  message:
    'The day the table was downloaded is not given. Tables of models are extended backwards as well as forwards, and trends over the same window move with it; pass `snapshot`.',
}

/** Picks the models of the window (and frontier) and puts them on the axes of the fit. */
export function selectModels(caller: string, models: readonly ComputeModel[], options: TrendSelection): Selected {
  const { from, to, frontier, filter = 'none', snapshot, origin = '2010-01-01' } = options
  if (from !== undefined && to !== undefined && yearsSince(from) > yearsSince(to))
    throw new RangeError(`${caller}: from must not be after to, got ${from} and ${to}`)
  if (snapshot !== undefined) yearsSince(snapshot)
  for (const { name, compute } of models)
    if (compute !== undefined && !(compute > 0 && compute < Infinity))
      throw new RangeError(`${caller}: compute of ${name} must be > 0 and finite, got ${compute}`)
  const dated = models.flatMap((model) =>
    model.date === undefined ? [] : [{ model, date: model.date, t: yearsSince(model.date, origin) }],
  )
  const known = dated.filter(({ model }) => model.compute !== undefined)
  const low = from === undefined ? -Infinity : yearsSince(from, origin)
  const high = to === undefined ? Infinity : yearsSince(to, origin)
  const windowed = known.filter(({ t }) => t >= low && t <= high)
  const onFrontier = frontier === undefined ? null : new Set(runningFrontier(models, { top: frontier }))
  const points = windowed
    .filter(({ model }) => onFrontier === null || onFrontier.has(model))
    .map(({ model, date, t }) => ({ date, t, y: Math.log10(model.compute!) }))
    .sort((a, b) => a.t - b.t)
  return {
    t: Float64Array.from(points, ({ t }) => t),
    y: Float64Array.from(points, ({ y }) => y),
    warnings: snapshot === undefined ? [unknownSnapshot] : [],
    sample: {
      n: points.length,
      window: { from: from ?? null, to: to ?? null, first: points[0]?.date ?? null, last: points.at(-1)?.date ?? null },
      filter: frontier === undefined ? filter : `${filter === 'none' ? '' : `${filter}; `}running top ${frontier}`,
      snapshot: snapshot ?? null,
      origin,
      excluded: {
        withoutDate: models.length - dated.length,
        withoutCompute: dated.length - known.length,
        outsideWindow: known.length - windowed.length,
        belowFrontier: windowed.length - points.length,
      },
    },
  }
}
