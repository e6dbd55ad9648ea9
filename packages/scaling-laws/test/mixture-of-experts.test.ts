import { describe, expect, it } from 'vitest'
import { mixtureOfExpertsParams } from '../src/index.js'

const shape = { sharedParams: 10, expertParams: 3, experts: 4, expertsPerToken: 2, mixtureLayers: 5 }

describe('mixtureOfExpertsParams', () => {
  it('counts what is stored and what a token uses', () => {
    expect(mixtureOfExpertsParams(shape)).toEqual({ total: 70, active: 40, activeShare: 4 / 7 })
  })

  it('is dense when a token visits every expert, or when there is no mixture', () => {
    expect(mixtureOfExpertsParams({ ...shape, expertsPerToken: 4 }).activeShare).toBe(1)
    expect(mixtureOfExpertsParams({ ...shape, mixtureLayers: 0 })).toEqual({ total: 10, active: 10, activeShare: 1 })
    expect(mixtureOfExpertsParams({ ...shape, sharedParams: 0, mixtureLayers: 0 }).activeShare).toBe(1)
  })

  it.each([
    [{ expertsPerToken: 5 }, 'expertsPerToken must be <= experts (4), got 5'],
    [{ experts: 1.5 }, 'experts must be an integer >= 1, got 1.5'],
    [{ expertsPerToken: 0 }, 'expertsPerToken must be an integer >= 1'],
    [{ sharedParams: -1 }, 'sharedParams must be >= 0'],
    [{ expertParams: NaN }, 'expertParams must be >= 0'],
    [{ mixtureLayers: -1 }, 'mixtureLayers must be an integer >= 0'],
  ])('refuses %o', (change, message) => {
    expect(() => mixtureOfExpertsParams({ ...shape, ...change })).toThrow(message)
  })
})
