import { expect, it } from 'vitest'
import { clusterRobust, fixedEffectTable, prepareModel } from '../src/index.js'
import { trialRows } from './support/simulated-rows.js'

const rows = trialRows(20260101)

it('CR2 of a mean over clusters is the variance of cluster means when clusters have equal size', () => {
  const balanced = Array.from({ length: 20 }, (_, i) => ({ y: ((i * 13) % 7) + (i % 4), g: i % 5 }))
  const means = [0, 1, 2, 3, 4].map((g) => {
    const own = balanced.filter((row) => row.g === g)
    return own.reduce((sum, { y }) => sum + y, 0) / own.length
  })
  const mean = means.reduce((sum, value) => sum + value, 0) / 5
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4 / 5
  const [effect] = fixedEffectTable(clusterRobust(prepareModel('y ~ 1 + (1 | g)', balanced)))
  expect(effect!.estimate).toBeCloseTo(mean, 12)
  expect(effect!.se).toBeCloseTo(Math.sqrt(variance), 12)
  expect(effect!.df).toBeCloseTo(4, 10)
})

it('has fewer degrees of freedom than clusters when they are unequal, and CR2 exceeds CR0', () => {
  const model = prepareModel('y ~ x + arm + (1 | g)', rows, { weights: 'w' })
  const robust = fixedEffectTable(clusterRobust(model))
  const plain = fixedEffectTable(clusterRobust(model, { type: 'CR0' }))
  robust.forEach(({ se, df, estimate }, k) => {
    expect(estimate).toBe(plain[k]!.estimate)
    expect(se).toBeGreaterThan(plain[k]!.se)
    expect(df).toBeLessThan(23)
    expect(df).toBeGreaterThan(3)
  })
})

it('tests several effects together with the least of their degrees of freedom', () => {
  const inference = clusterRobust(prepareModel('y ~ x + arm + (1 | g) + (1 | site)', rows), {
    cluster: 'site',
    type: 'CR1',
  })
  const joint = inference.jointTest([
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ])
  expect(joint).toMatchObject({ numeratorDf: 2, denominatorDf: 4, method: 'cluster-robust CR1' })
})

it('refuses clusters that are not in the model', () => {
  const model = prepareModel('y ~ x + (1 | g)', rows)
  expect(() => clusterRobust(model, { cluster: 'site' })).toThrow(
    'clusterRobust: no grouping factor "site"; the model has g',
  )
  const single = prepareModel(
    'y ~ x + (1 | g)',
    rows.filter(({ g }) => g === 'g01'),
  )
  expect(() => clusterRobust(single)).toThrow('clusterRobust: needs at least 2 clusters, got 1')
})
