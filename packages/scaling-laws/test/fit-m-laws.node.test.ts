import { readFileSync } from 'node:fs'
import { parseCsv } from '@safety-portfolio/records'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { curvePointSchema, fitM1, fitM2, fitM3, fitM4, m1Loss, m2Loss, m3Loss, type CurvePoint } from '../src/index.js'
import { sharedJson } from './shared-runs.js'

const curves = 'oracles/scaling/nmt_curves.csv'
const json = 'oracles/scaling/powerlaw_offset.json'

interface Oracle {
  readonly nls_levels: Readonly<Record<'E' | 'logB' | 'c' | 'rss' | 'heldout_rmsle', number>>
  readonly ls_log: Readonly<Record<'E' | 'logB' | 'c' | 'sse' | 'heldout_rmsle', number>>
}

const tolerance = { objective: 1e-9, constant: 1e-6 }

describeWithShared('five curves of neural machine translation', [curves, json], () => {
  const oracles = Object.entries(sharedJson(json) as Readonly<Record<string, Oracle>>)
  const text = readFileSync(sharedPath(curves), 'utf8')
  const points = (model: string, training: '0' | '1'): readonly CurvePoint[] =>
    parseCsv(text, {
      schema: curvePointSchema,
      columns: { x: 'Seen Examples', loss: 'Loss' },
      where: [
        { column: 'Model', equals: model },
        { column: 'Training', equals: training },
      ],
    })

  it.each(oracles)('M2 agrees with scipy in constants and held-out error: %s', (model, wanted) => {
    const train = points(model, '1')
    const [held] = points(model, '0')
    const levels = fitM2(train, { loss: 'squared' })
    expect(Math.abs(levels.objective! / wanted.nls_levels.rss - 1)).toBeLessThan(tolerance.objective)
    expect(Math.abs(levels.parameters!.E - wanted.nls_levels.E)).toBeLessThan(tolerance.constant)
    expect(Math.abs(levels.parameters!.c - wanted.nls_levels.c)).toBeLessThan(tolerance.constant)
    const logs = fitM2(train, { loss: 'log-squared' })
    expect(Math.abs(logs.objective! / wanted.ls_log.sse - 1)).toBeLessThan(tolerance.objective)
    expect(Math.abs(logs.parameters!.E - wanted.ls_log.E)).toBeLessThan(tolerance.constant)
    const error = Math.abs(Math.log(m2Loss(logs.parameters!, held!.x) / held!.loss))
    expect(Math.abs(error - wanted.ls_log.heldout_rmsle)).toBeLessThan(1e-5)
  })

  it.each(oracles.map(([model]) => model))('every law that nests another fits at least as well: %s', (model) => {
    const train = points(model, '1')
    const options = { loss: 'log-squared' } as const
    const [first, second, third, fourth] = [fitM1, fitM2, fitM3, fitM4].map((fit) => fit(train, options))
    expect(second!.objective).toBeLessThan(first!.objective!)
    expect(third!.objective).toBeLessThan(first!.objective!)
    for (const fit of [first, second, third]) expect(fit!.converged).toBe(true)
    // M4 is M2 in the limit of alpha = 0: either it is better or there is no plateau and it is refused.
    if (fourth!.parameters === null) expect(fourth!.refusal!.code).toBe('alpha-at-bound')
    else expect(fourth!.objective).toBeLessThan(second!.objective!)
  })

  it.each(oracles.map(([model]) => model))('a curve that levels off is extrapolated worst by M1: %s', (model) => {
    const train = points(model, '1')
    const [held] = points(model, '0')
    const error = (predicted: number): number => Math.abs(Math.log(predicted / held!.loss))
    const m1 = error(m1Loss(fitM1(train, { loss: 'log-squared' }).parameters!, held!.x))
    const m3 = error(m3Loss(fitM3(train, { loss: 'log-squared' }).parameters!, held!.x))
    expect(m3).toBeLessThan(m1)
  })
})
