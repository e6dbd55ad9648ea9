import { readFileSync } from 'node:fs'
import { parseCsv } from '@safety-portfolio/records'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { curvePointSchema, fitPowerOffset } from '../src/index.js'
import { sharedJson } from './shared-runs.js'

const curves = 'oracles/scaling/nmt_curves.csv'

interface Oracle {
  readonly nls_levels: Readonly<Record<'E' | 'logB' | 'c' | 'rss', number>> & {
    readonly se: Readonly<Record<'E' | 'logB' | 'c', number>>
  }
  readonly ls_log: Readonly<Record<'E' | 'logB' | 'c' | 'sse', number>>
  readonly 'huber_log_1e-3': Readonly<Record<'obj', number>>
}

/** scipy's least squares stop where its own parameters are good to about 1e-7. */
const tolerance = { objective: 1e-9, constant: 1e-6 }

describeWithShared('five curves of neural machine translation', [curves], () => {
  const oracles = Object.entries(sharedJson('oracles/scaling/powerlaw_offset.json') as Readonly<Record<string, Oracle>>)
  const text = readFileSync(sharedPath(curves), 'utf8')
  const points = (model: string): ReturnType<typeof parseCsv<{ readonly x: number; readonly loss: number }>> =>
    parseCsv(text, {
      schema: curvePointSchema,
      columns: { x: 'Seen Examples', loss: 'Loss' },
      where: [
        { column: 'Model', equals: model },
        { column: 'Training', equals: '1' },
      ],
    })

  it.each(oracles)('least squares of the loss: %s', (model, { nls_levels: wanted }) => {
    const fit = fitPowerOffset(points(model), { loss: 'squared' })
    expect(fit.converged).toBe(true)
    expect(Math.abs(fit.objective! / wanted.rss - 1)).toBeLessThan(tolerance.objective)
    expect(Math.abs(fit.parameters!.c - wanted.c)).toBeLessThan(tolerance.constant)
    expect(Math.abs(fit.parameters!.E - wanted.E)).toBeLessThan(tolerance.constant)
    expect(Math.abs(Math.log(fit.parameters!.B) - wanted.logB)).toBeLessThan(1e-5)
  })

  it.each(oracles)('least squares of log loss: %s', (model, { ls_log: wanted }) => {
    const fit = fitPowerOffset(points(model), { loss: 'log-squared' })
    expect(fit.converged).toBe(true)
    expect(Math.abs(fit.objective! / wanted.sse - 1)).toBeLessThan(tolerance.objective)
    expect(Math.abs(fit.parameters!.c - wanted.c)).toBeLessThan(tolerance.constant)
  })

  it.each(oracles)('Huber 1e-3, never above the oracle: %s', (model, { 'huber_log_1e-3': wanted }) => {
    const fit = fitPowerOffset(points(model))
    expect(fit.objective! / wanted.obj).toBeLessThan(1 + 1e-8)
  })
})
