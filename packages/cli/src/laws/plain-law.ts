import { toCsv, type RowSchema } from '@safety-portfolio/records'
import type { LawFit, LossName } from '@safety-portfolio/scaling-laws'
import { estimateCells, intervalHeader } from '../text/estimate-cells.js'
import { constantLines, constantsTable } from './constants-table.js'
import { fitEvidence } from './evidence.js'
import { fitOptions, losses, withoutHighest, type FitOptions } from './fit-options.js'
import { profiled } from './profiled.js'
import type { FitRequest, FittedLaw, Law, LawField } from './law.js'

/** Any fit of the package, whatever its loss. */
export type PlainFit = Omit<LawFit<string, object>, 'loss'>

/** A law that is told by its constants: no allocation, no chart of its own. */
interface PlainLaw<Point extends object> {
  readonly name: string
  readonly title: string
  readonly formula: string
  readonly fields: readonly LawField[]
  /** How a row is read; `mapped` holds the fields that were mapped to columns. */
  readonly schema: (mapped: ReadonlySet<string>) => RowSchema<Point>
  /** What is predicted, and what `--drop-highest` ranks by. */
  readonly predicted: (point: Point) => number
  /** Fits. */
  readonly fit: (points: readonly Point[], options: FitOptions, request: FitRequest) => PlainFit
  /** The losses, the default first; by default those of every law. */
  readonly losses?: readonly LossName[]
  readonly flags?: Law['flags']
}

/** The law as `scaling fit` knows it. */
export function plainLaw<Point extends object>(law: PlainLaw<Point>): Law {
  const { name, title, formula, fields, flags } = law
  return {
    name,
    title,
    formula,
    fields,
    losses: law.losses ?? losses,
    allocates: false,
    ...(flags === undefined ? {} : { flags }),
    async fit(request, mapped, read) {
      const points = withoutHighest(await read(law.schema(mapped)), request.dropHighest, law.predicted)
      return fitted(profiled(law.fit(points, fitOptions(request, points), request), name, points, request), points)
    },
  }
}

function fitted(fit: PlainFit, points: readonly object[]): FittedLaw {
  const lines = constantLines(fit, Object.keys(fit.parameters ?? {}))
  return {
    result: fit,
    evidence: fitEvidence(fit),
    lead: lead(fit, lines),
    tables: [constantsTable('Constants of the law', lines)],
    async charts(draw) {
      const { constantsChart } = await import('./constants-chart.js')
      return constantsChart(lines, draw, 'Constants of one law trade against each other.')
    },
    files: { 'points.csv': toCsv(points) },
  }
}

function lead(fit: PlainFit, lines: ReturnType<typeof constantLines>): string {
  const state = fit.converged ? '' : ' The fit did not converge: do not use these numbers.'
  const said = lines.map(({ name, estimate }) => `${name} = ${estimateCells(estimate).join(' (')})`)
  const intervals = intervalHeader(lines.map(({ estimate }) => estimate.interval))
  return `${fit.n} points give ${said.join(', ')}: ${intervals}s.${state}`
}
