import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { bnslLoss, fitBnsl, type BnslParameters, type CurvePoint } from '../src/index.js'

/** A curve with planted breaks a decade or so apart, falling faster and slower in turn. */
function planted(
  breaks: number,
  seed: number,
): { readonly constants: BnslParameters; readonly points: readonly CurvePoint[] } {
  const random = createRandom(seed)
  const constants: Record<string, number> = { a: 0.2 * random.uniform(), b: 10, c0: 0.05 + 0.3 * random.uniform() }
  for (let i = 0; i < breaks; i += 1) {
    constants[`c${i + 1}`] = (i % 2 === 0 ? 1 : -1) * (0.3 + 0.6 * random.uniform())
    constants[`d${i + 1}`] = 10 ** (2 + i + 0.5 * random.uniform())
    constants[`f${i + 1}`] = 0.05 + 0.3 * random.uniform()
  }
  const n = 16 * breaks + 8
  const law = constants as unknown as BnslParameters
  const points = Array.from({ length: n }, (_, k): CurvePoint => {
    const x = 10 * 10 ** ((k / n) * (breaks + 1.5))
    return { x, loss: bnslLoss(law, x) * Math.exp(0.003 * random.normal()) }
  })
  return { constants: law, points }
}

it.each([
  [2, 1],
  [3, 2],
  [3, 3],
  [4, 4],
  [5, 5],
])('fits a curve with %i breaks at least as well as the constants that made it', (breaks, seed) => {
  const { constants, points } = planted(breaks, seed)
  const truth = points.reduce((total, { x, loss }) => total + Math.log(bnslLoss(constants, x) / loss) ** 2, 0)
  const fit = fitBnsl(points, { breaks, loss: 'log-squared' })
  expect(fit.converged).toBe(true)
  expect(fit.objective!).toBeLessThanOrEqual(truth)
})
