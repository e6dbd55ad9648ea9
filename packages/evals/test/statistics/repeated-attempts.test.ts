import { expect, it } from 'vitest'
import { estimateMean, repeatedAttempts } from '../../src/index.js'

it('gives pass@k, pass^k and at least k over questions', () => {
  // 2, 3 and 0 of 3 attempts succeed: 1 - C(3 - c, k) / C(3, k), C(c, k) / C(3, k), c >= k.
  const found = repeatedAttempts([
    [1, 0, 1],
    [1, 1, 1],
    [0, 0, 0],
  ])
  expect(found.map(({ k }) => k)).toEqual([1, 2, 3])
  expect(found.map(({ passAt }) => passAt.mean!.toFixed(12))).toEqual(
    [5 / 9, 2 / 3, 2 / 3].map((one) => one.toFixed(12)),
  )
  expect(found.map(({ passHat }) => passHat.mean!.toFixed(12))).toEqual(
    [5 / 9, 4 / 9, 1 / 3].map((one) => one.toFixed(12)),
  )
  expect(found.map(({ atLeast }) => atLeast.mean)).toEqual([2 / 3, 2 / 3, 1 / 3])
  expect(found[2]!.passAt.interval).toMatchObject({ method: 'wilson' })
})

it.each([
  ['one attempt', [[1], [0]]],
  ['scores between 0 and 1', [[0.5, 1]]],
  ['nothing', []],
])('has nothing to say of %s', (_title, attempts) => {
  expect(repeatedAttempts(attempts)).toEqual([])
})

it('leaves out questions with too few attempts, and clusters', () => {
  const found = repeatedAttempts([[1, 0], [1], [0, 0], [1, 1]], { clusters: ['a', 'a', 'b', 'b'] })
  expect(found.map(({ passAt }) => passAt.n)).toEqual([4, 3])
})

it('has no interval where scores say nothing of their spread, and an honest one where they only seem to', () => {
  expect(estimateMean([0.25, 0.25, 0.25])).toMatchObject({ mean: 0.25, standardError: 0, interval: null })
  expect(estimateMean([0.25, 0.25, 0.25]).reason).toContain('all scores are equal')
  // 3 of 3 clusters in agreement: (0.025)^(1/3).
  const agreed = estimateMean([1, 1, 1, 1], { clusters: ['a', 'b', 'b', 'c'] })
  expect(agreed.interval).toMatchObject({ upper: 1, method: 'clopper-pearson over clusters' })
  expect(agreed.interval!.lower).toBeCloseTo(0.025 ** (1 / 3), 12)
  const cancelling = estimateMean([1, 0, 0, 1], { clusters: ['a', 'a', 'b', 'b'] })
  expect(cancelling).toMatchObject({
    interval: null,
    clustered: { byQuestions: expect.closeTo(Math.sqrt(1 / 12), 12) as number },
  })
  expect(estimateMean([1, Infinity])).toMatchObject({ mean: null, interval: null })
  const few = estimateMean([1, 0, 1, 1, 0, 1], { clusters: [1, 1, 2, 2, 3, 3] })
  expect(few.clustered).toMatchObject({
    wildInterval: null,
    wildReason: expect.stringContaining('3 clusters') as string,
  })
  expect(few.warnings[0]!.message).toContain('too few for the wild cluster bootstrap')
})
