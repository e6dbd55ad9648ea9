import { expect, it } from 'vitest'
import { chinchillaLoss, publishedFits, simulateRuns } from '../src/index.js'
import { chinchillaProblem } from '../src/internal/chinchilla-problem.js'
import { exponentAt, gridLines, gridSize, wholeAxis } from '../src/internal/grid-basins.js'
import { exponentGrid, slide } from '../src/internal/variable-projection.js'

const design = simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0, seed: 1 })

it('fills its lines by recurrence as the exponential would', () => {
  const x = Float64Array.of(-4, -0.3, 0, 2.5, 4)
  const lines = gridLines(x, x.length, wholeAxis)
  for (let k = 0; k < gridSize; k += 1) {
    for (const [i, at] of x.entries())
      expect(lines[k * x.length + i]! / Math.exp(-exponentAt(wholeAxis, k) * at)).toBeCloseTo(1, 12)
  }
  expect([exponentAt(wholeAxis, 0), exponentAt(wholeAxis, gridSize - 1)]).toEqual([
    expect.closeTo(0.02, 8),
    expect.closeTo(2.5, 4),
  ])
})

it('finds the cell next to planted exponents', () => {
  const problem = chinchillaProblem(design, new Float64Array(design.length).fill(1))
  const [best] = exponentGrid(problem)(problem.weights, 5)
  expect(Math.abs(Math.sqrt(best!.theta[3]!) - Math.sqrt(0.34781))).toBeLessThan(0.1)
  expect(Math.abs(Math.sqrt(best!.theta[4]!) - Math.sqrt(0.36585))).toBeLessThan(0.1)
})

it('slides out of the valley of a small exponent that trades against E', () => {
  const truth = { A: 785.598, B: 1041.864, E: 2.6614, alpha: 0.2076, beta: 0.4545 }
  const runs = design.map((run) => ({ ...run, loss: chinchillaLoss(truth, run.params, run.tokens) }))
  const problem = chinchillaProblem(runs, new Float64Array(runs.length).fill(1))
  const theta = slide(problem, problem.weights, Float64Array.of(0, 0, 0, 0.18, 0.02))
  expect(theta[3]).toBeCloseTo(truth.alpha, 2)
  expect(theta[4]).toBeCloseTo(truth.beta, 1)
})
