import { createRandom } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import { bnslLoss, fitBnsl, type BnslParameters } from '../src/index.js'

/** Curves of one seed each: some with every break visible, some with one less. */
function curve(seed: number, breaks: number, n: number) {
  const random = createRandom(seed)
  const constants: Record<string, number> = { a: 0.3 * random.uniform(), b: 2.3, c0: 0.05 + 0.1 * random.uniform() }
  for (let i = 1; i <= breaks; i += 1) {
    constants[`c${i}`] = (i % 2 === 1 ? 1 : -0.6) * (0.2 + 0.5 * random.uniform())
    constants[`d${i}`] = 10 ** (2.5 + 1.5 * i + 0.5 * random.uniform())
    constants[`f${i}`] = 0.2 + 0.4 * random.uniform()
  }
  return Array.from({ length: n }, (_, k) => {
    const x = 1e3 * 10 ** ((5 * k) / (n - 1))
    return { x, loss: bnslLoss(constants as unknown as BnslParameters, x) * Math.exp(0.01 * random.normal()) }
  })
}

it.each([
  [1, 1, 300],
  [2, 1, 300],
  [3, 2, 300],
  [4, 2, 60],
  [5, 2, 1000],
  [6, 1, 1000],
])('never makes a break more worse than none (seed %i, %i breaks, %i points)', (seed, breaks, n) => {
  const points = curve(seed, breaks, n)
  const options = { loss: 'log-squared', identifiability: 'warn' } as const
  const fewer = fitBnsl(points, { ...options, breaks })
  const more = fitBnsl(points, { ...options, breaks: breaks + 1 })
  expect(more.objective!).toBeLessThanOrEqual(fewer.objective!)
})
