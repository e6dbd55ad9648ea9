import { expect, it } from 'vitest'
import { fitFrontierPowerLaw } from '../src/index.js'

const optima = [1e18, 1e19, 1e20, 1e21].map((compute) => ({ compute, params: 0.1 * compute ** 0.5 }))

it('says that several sizes of one budget are several experiments', () => {
  expect(fitFrontierPowerLaw(optima).warnings).toEqual([])
  const mixed = fitFrontierPowerLaw([
    ...optima,
    ...optima.map(({ compute, params }) => ({ compute, params: 2 * params })),
  ])
  expect(mixed.warnings).toEqual([
    {
      code: 'several-sizes-per-budget',
      message: expect.stringContaining('8 optimal sizes belong to 4 budgets') as string,
    },
  ])
})
