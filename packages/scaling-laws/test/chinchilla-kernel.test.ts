import fc from 'fast-check'
import { expect, it } from 'vitest'
import { publishedFits, simulateRuns } from '../src/index.js'
import { evaluate, type Objective } from '../src/internal/chinchilla-kernel.js'
import { emptyDerivatives } from '../src/internal/damped-newton.js'
import { chinchillaProblem, size } from '../src/internal/chinchilla-problem.js'

const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0.02, modelsPerBudget: 4, seed: 5 })
const problem = chinchillaProblem(
  runs,
  Float64Array.from(runs, (_, i) => 0.5 + (i % 3)),
)
const objectives: readonly (readonly [string, Objective])[] = [
  ['Huber, threshold below the noise', { log: true, delta: 1e-3 }],
  ['Huber, threshold above the noise', { log: true, delta: 0.05 }],
  ['log squares', { log: true, delta: Infinity }],
  ['squares of the loss', { log: false, delta: Infinity }],
]
const around = (value: number): fc.Arbitrary<number> => fc.double({ min: value - 0.2, max: value + 0.2, noNaN: true })
const points = fc.tuple(around(-2), around(-2), around(-0.4), around(0.4), around(0.4))

/** Central differences: error h^2 / 6 times the third derivative, which kinks of the Huber loss bound only on average over the runs. */
const step = 1e-6

it.each(objectives)('has the gradient and the Hessian of finite differences: %s', (_, objective) => {
  fc.assert(
    fc.property(points, (theta) => {
      const at = Float64Array.from(theta)
      const here = emptyDerivatives(size)
      const up = emptyDerivatives(size)
      const down = emptyDerivatives(size)
      evaluate(problem, objective, at, here)
      const scale = Math.hypot(...here.gradient) + 1e-3
      for (let j = 0; j < size; j += 1) {
        const moved = at.slice()
        moved[j]! += step
        evaluate(problem, objective, moved, up)
        moved[j]! -= 2 * step
        evaluate(problem, objective, moved, down)
        expect(Math.abs((up.value - down.value) / (2 * step) - here.gradient[j]!)).toBeLessThan(1e-6 * scale)
        // A run that crosses the threshold within the step changes the second difference by its whole curvature: skip such points.
        if (crosses(objective, at, j)) continue
        for (let k = 0; k < size; k += 1) {
          const second = (up.gradient[k]! - down.gradient[k]!) / (2 * step)
          expect(Math.abs(second - here.hessian[j * size + k]!)).toBeLessThan(1e-5 * (scale + Math.abs(second)))
          expect(here.hessian[j * size + k]).toBe(here.hessian[k * size + j])
        }
      }
    }),
    { numRuns: 60 },
  )
})

function crosses({ delta }: Objective, theta: Float64Array, j: number): boolean {
  if (delta === Infinity) return false
  const inside = (shift: number): string => {
    const moved = theta.slice()
    moved[j]! += shift
    const [a, b, e, alpha, beta] = moved as unknown as readonly [number, number, number, number, number]
    return Array.from(problem.x, (x, i) => {
      const mu = Math.exp(a - alpha * x) + Math.exp(b - beta * problem.y[i]!) + Math.exp(e)
      return Math.abs(Math.log(mu) - problem.logLoss[i]!) <= delta
    }).join()
  }
  return inside(-step) !== inside(step)
}

it('does not mind a term that is exactly zero', () => {
  const out = emptyDerivatives(size)
  evaluate(problem, { log: true, delta: 1e-3 }, Float64Array.of(-1, -1, -Infinity, 0.3, 0.3), out)
  expect(Number.isFinite(out.value)).toBe(true)
  expect(Math.abs(out.gradient[2]!)).toBe(0)
  expect(Array.from({ length: size }, (_, j) => Math.abs(out.hessian[2 * size + j]!))).toEqual([0, 0, 0, 0, 0])
})
