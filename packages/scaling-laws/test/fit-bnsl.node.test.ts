import { readFileSync } from 'node:fs'
import { parseCsv } from '@safety-portfolio/records'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { bnslLoss, curvePointSchema, fitBnsl } from '../src/index.js'
import { sharedJson } from './shared-runs.js'
import narrow from './oracles/narrow-break.json' with { type: 'json' }

const csv = 'oracles/scaling/bnsl_4digit_addition.csv'
const json = 'oracles/scaling/bnsl_fit.json'

type Name = 'a' | 'b' | 'c0' | 'c1' | 'd1' | 'f1'
interface Oracle extends Readonly<Record<Name | 'sse' | 'msle1p_train' | 'rmsle_extrap', number>> {
  readonly pred: readonly number[]
}

/** scipy's optimum has a gradient of 1e-9, which leaves its constants good to about 1e-7. */
const tolerance = { objective: 1e-9, constant: 1e-6 }

describeWithShared('four-digit addition, as the authors of the broken law fit it', [csv, json], () => {
  const oracles = sharedJson(json) as Readonly<Record<'train14' | 'all17', Oracle>>
  const points = parseCsv(readFileSync(sharedPath(csv), 'utf8'), {
    schema: curvePointSchema,
    columns: { x: 'x', loss: 'y' },
  })

  it.each([
    ['train14', 14],
    ['all17', 17],
  ] as const)('%s', (name, n) => {
    const wanted = oracles[name]
    const fit = fitBnsl(points.slice(0, n), { loss: 'log1p-squared' })
    expect(fit.converged).toBe(true)
    expect(fit.warnings).toEqual([])
    expect(Math.abs(fit.objective! / wanted.sse - 1)).toBeLessThan(tolerance.objective)
    expect(Math.abs(fit.objective! / n / wanted.msle1p_train - 1)).toBeLessThan(tolerance.objective)
    for (const constant of ['a', 'b', 'c0', 'c1', 'd1', 'f1'] as const) {
      expect(Math.abs(fit.parameters![constant]! / wanted[constant] - 1), constant).toBeLessThan(tolerance.constant)
    }
    // All separate starts of the grid lead to this optimum.
    expect(fit.basins!.optima.length).toBe(1)
    expect(fit.basins!.starts).toBeGreaterThan(3)
    const predicted = points.map(({ x }) => bnslLoss(fit.parameters!, x))
    for (const [i, value] of predicted.entries())
      expect(Math.abs(value / wanted.pred[i]! - 1)).toBeLessThan(tolerance.constant)
    const square = points.slice(14).reduce((total, { loss }, i) => total + Math.log(predicted[14 + i]! / loss) ** 2, 0)
    expect(Math.abs(Math.sqrt(square / 3) / wanted.rmsle_extrap - 1)).toBeLessThan(1e-4)
  })
})

const curves = 'oracles/scaling/nmt_curves.csv'

describeWithShared('curves of neural machine translation', [curves], () => {
  it('a break that is narrow, but not without a width', () => {
    const { model, objective, a, f1 } = narrow
    const points = parseCsv(readFileSync(sharedPath(curves), 'utf8'), {
      schema: curvePointSchema,
      columns: { x: 'Seen Examples', loss: 'Loss' },
      where: [{ column: 'Model', equals: model }],
    })
    const fit = fitBnsl(points, { loss: 'squared' })
    expect(fit.converged).toBe(true)
    expect(Math.abs(fit.objective! / objective - 1)).toBeLessThan(tolerance.objective)
    expect(Math.abs(fit.parameters!.a / a - 1)).toBeLessThan(tolerance.constant)
    expect(Math.abs(fit.parameters!.f1! / f1 - 1)).toBeLessThan(tolerance.constant)
  })
})
