import { describe, expect, it } from 'vitest'
import { mcnemarTest } from '../src/index.js'
import oracle from './oracles/fourfold-tables.json' with { type: 'json' }

// One binomial tail.
const relative = 1e-13

describe('mcnemarTest', () => {
  it.each(oracle.mcnemar)('of $b and $c', ({ b, c, exact }) => {
    const result = mcnemarTest(b, c)
    expect(Math.abs(result.exactP - exact)).toBeLessThanOrEqual(relative * exact)
    expect(result.chiSquared).toBeCloseTo((b - c) ** 2 / (b + c), 12)
    expect(result.correctedChiSquared).toBeCloseTo(Math.max(0, Math.abs(b - c) - 1) ** 2 / (b + c), 12)
    expect(mcnemarTest(c, b).exactP).toBe(result.exactP)
  })

  it('says nothing where there is no disagreement, and refuses what is no count', () => {
    expect(mcnemarTest(0, 0)).toMatchObject({ chiSquared: null, asymptoticP: null, correctedP: null, exactP: 1 })
    expect(() => mcnemarTest(1.5, 0)).toThrow('mcnemarTest: onlyFirst must be an integer >= 0, got 1.5')
  })
})
