import { toCsv } from '@safety-portfolio/records'
import { curvePointSchema, fitPowerOffset, type CurvePoint, type PowerOffsetFit } from '@safety-portfolio/scaling-laws'
import { estimateCells, intervalHeader } from '../text/estimate-cells.js'
import { constantLines, constantsTable } from './constants-table.js'
import { fitEvidence } from './evidence.js'
import { fitOptions, losses, withoutHighest } from './fit-options.js'
import { extraColumns, profiled } from './profiled.js'
import type { FittedLaw, Law } from './law.js'

/** A curve over one quantity that levels off. */
export const powerOffset: Law = {
  name: 'power-offset',
  title: 'Power law with offset',
  formula: 'L(x) = E + B x^-c',
  fields: [
    { name: 'x', meaning: 'the quantity that is scaled up: examples, parameters, compute' },
    { name: 'loss', meaning: 'the loss that was reached' },
  ],
  losses,
  allocates: false,
  async fit(request, _, read) {
    const points = withoutHighest(await read(curvePointSchema), request.dropHighest)
    const fit = fitPowerOffset(points, fitOptions(request, points))
    return fittedPowerOffset(profiled(fit, 'power-offset', points, request), points)
  },
}

function fittedPowerOffset(fit: PowerOffsetFit, points: readonly CurvePoint[]): FittedLaw {
  const lines = constantLines(fit, ['E', 'B', 'c'])
  return {
    result: fit,
    evidence: fitEvidence(fit),
    lead: lead(fit),
    tables: [constantsTable('Constants of the law', lines)],
    async charts(draw) {
      const { constantsChart } = await import('./constants-chart.js')
      return constantsChart(lines, draw, 'B and c trade against each other.')
    },
    files: { 'points.csv': toCsv(points, ['x', 'loss', ...extraColumns(points)]) },
  }
}

function lead(fit: PowerOffsetFit): string {
  const state = fit.converged ? '' : ' The fit did not converge: do not use these numbers.'
  const [offset, exponent] = constantLines(fit, ['E', 'c']).map(({ estimate }) => estimateCells(estimate))
  const interval = intervalHeader([fit.intervals['E'], fit.intervals['c']])
  return `${fit.n} points level off at ${offset!.join(' (')}) and fall with the power ${exponent!.join(' (')}; ${interval}s).${state}`
}
