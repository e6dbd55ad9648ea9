import { allocationQuantities, exponentQuantities } from '../src/internal/chinchilla-allocation.js'
import { expect, it } from 'vitest'
import { publishedFits } from '../src/index.js'
import { constantQuantities, deltaEstimate } from '../src/internal/chinchilla-estimates.js'

const { parameters } = publishedFits.besiroglu

it('has the gradients of finite differences, in log A, log B, log E, alpha and beta', () => {
  const quantities = (values: typeof parameters): ReturnType<typeof constantQuantities> => [
    ...constantQuantities(values),
    ...exponentQuantities(values),
    ...allocationQuantities(values, 5.76e23),
  ]
  const moved = (index: number, step: number): typeof parameters => {
    const { A, B, E, alpha, beta } = parameters
    const factor = Math.exp(step)
    if (index === 0) return { ...parameters, A: A * factor }
    if (index === 1) return { ...parameters, B: B * factor }
    if (index === 2) return { ...parameters, E: E * factor }
    return index === 3 ? { ...parameters, alpha: alpha + step } : { ...parameters, beta: beta + step }
  }
  const step = 1e-5
  for (let index = 0; index < 5; index += 1) {
    const up = quantities(moved(index, step))
    const down = quantities(moved(index, -step))
    for (const [k, quantity] of quantities(parameters).entries()) {
      const scale = (value: number): number => (quantity.log ? Math.log(value) : value)
      const difference = (scale(up[k]!.value) - scale(down[k]!.value)) / (2 * step)
      expect(Math.abs(quantity.gradient()[index]! - difference)).toBeLessThan(1e-6 * (1 + Math.abs(difference)))
    }
  }
})

it('says why there is no interval', () => {
  const [A] = constantQuantities(parameters)
  const covariance = (variance: number): Float64Array =>
    Float64Array.from({ length: 25 }, (_, i) => (i === 0 ? variance : 0))
  expect(deltaEstimate(A!, null, 2, 0.95, 'test')).toMatchObject({
    interval: null,
    reason: expect.stringContaining('bootstrap') as string,
  })
  expect(deltaEstimate(A!, covariance(0), 2, 0.95, 'test')).toMatchObject({
    interval: null,
    reason: expect.stringContaining('bound') as string,
  })
  expect(deltaEstimate(A!, covariance(1e9), 2, 0.95, 'test')).toMatchObject({
    interval: null,
    reason: expect.stringContaining('undetermined') as string,
  })
  const estimate = deltaEstimate(A!, covariance(0.01), 2, 0.95, 'test')
  expect(estimate.interval!.upper / parameters.A).toBeCloseTo(Math.exp(0.2), 12)
  expect(estimate.standardError! / parameters.A).toBeCloseTo(0.1, 12)
})
