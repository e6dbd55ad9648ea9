import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { m4 } from '../src/internal/m4-definition.js'
import { lawObjective, type LawModel } from '../src/internal/law-model.js'

/** Sums of 40 terms of size one in two orders. */
const rounding = 1e-10

const random = createRandom(12)
const points = Array.from({ length: 40 }, (_, i) => ({ x: 100 * 1.2 ** i, loss: 1 + 2 * random.uniform() }))
const weights = Float64Array.from(points, (_, i) => (i % 7 === 3 ? 0 : 0.5 + random.uniform()))

it.each([
  { log: true, delta: Infinity },
  { log: true, delta: 0.2 },
  { log: false, delta: Infinity },
  { log: false, delta: 0.3 },
])('adds up what the law says of single points: %o', (objective) => {
  const model = m4(null).build(points, weights)
  const { size } = model
  const pointwise = Object.fromEntries(Object.entries(model).filter(([name]) => name !== 'objective'))
  for (const gaussNewton of [false, true]) {
    for (const logAlpha of [-6, -0.5, 0.8, 3]) {
      const theta = Float64Array.from({ length: size }, (_, j) => (j === 3 ? logAlpha : 0.4 * random.normal()))
      const fused = { gradient: new Float64Array(size), hessian: new Float64Array(size ** 2) }
      const slow = { gradient: new Float64Array(size), hessian: new Float64Array(size ** 2) }
      const how = { ...objective, gaussNewton }
      const value = lawObjective(model, how, theta, fused.gradient, fused.hessian)
      expect(lawObjective(pointwise as unknown as LawModel, how, theta, slow.gradient, slow.hessian)).toBeCloseTo(
        value,
        10,
      )
      for (const name of ['gradient', 'hessian'] as const) {
        const scale = fused[name].reduce((most, entry) => Math.max(most, Math.abs(entry)), 1)
        for (const [j, entry] of fused[name].entries())
          expect(Math.abs(entry - slow[name][j]!)).toBeLessThan(rounding * scale)
      }
    }
  }
})

it('takes the rows of a part', () => {
  const model = m4(null).build(points, weights)
  const rows = [1, 4, 9, 16, 25, 36]
  const take = (column: Float64Array) => Float64Array.from(rows, (row) => column[row]!)
  const part = {
    ...model,
    n: rows.length,
    rows,
    weights: take(weights),
    logLoss: take(model.logLoss),
    level: take(model.level),
  }
  const alone = m4(null).build(
    rows.map((row) => points[row]!),
    take(weights),
  )
  const theta = Float64Array.of(0.2, -0.5, 0.3, -0.4, 0.1)
  const valueOf = (law: LawModel, at: Float64Array) =>
    lawObjective(law, { log: true, delta: Infinity }, at, new Float64Array(5), new Float64Array(25))
  // The same points by themselves are centred anew.
  const moved = theta.slice()
  const mean = (list: readonly number[]) => list.reduce((total, value) => total + value / list.length, 0)
  const shift = mean(rows.map((row) => Math.log(points[row]!.x))) - mean(points.map(({ x }) => Math.log(x)))
  moved[0]! -= theta[2]! * shift
  for (const j of [1, 4]) moved[j]! += model.logLossMean - alone.logLossMean
  expect(valueOf(alone, moved)).toBeCloseTo(valueOf(part, theta), 10)
})
