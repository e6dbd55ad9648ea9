import { describe, expect, it } from 'vitest'
import { createRandom, wildClusterBootstrap } from '../src/index.js'

/** Monte Carlo error of a rejection rate near 5 % from 400 simulations, times 4. */
const rateTolerance = 0.045

describe('wildClusterBootstrap', () => {
  it('counts sign patterns exactly where clusters are single values of one sign', () => {
    // Of 2^6 patterns only all-plus and all-minus give a sum as large.
    const result = wildClusterBootstrap([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6])
    expect(result.replicates).toBe(64)
    expect(result.pValue).toBe(2 / 64)
  })

  it('says that four clusters cannot reject at 5 %', () => {
    const result = wildClusterBootstrap([1, 1.1, 0.9, 1.2], [1, 2, 3, 4])
    expect(result.interval).toBeNull()
    expect(result.reason).toContain('0.125')
  })

  it('keeps the means that are not rejected, and the ends are where the test turns', () => {
    const values = [0.4, 0.6, 0.3, 0.5, 0.2, 0.4, 0.6, 0.1, 0.3]
    const clusters = [1, 1, 2, 3, 4, 5, 6, 7, 8]
    const { interval, mean } = wildClusterBootstrap(values, clusters)
    expect(interval!.lower).toBeLessThan(mean)
    expect(interval!.upper).toBeGreaterThan(mean)
    const p = (value: number) => wildClusterBootstrap(values, clusters, { null: value }).pValue!
    expect(p(interval!.lower)).toBeGreaterThan(0.05)
    expect(p(interval!.lower - 1e-6)).toBeLessThanOrEqual(0.05)
    expect(p(interval!.upper + 1e-6)).toBeLessThanOrEqual(0.05)
  })

  it('rejects a true null of dependent values about as often as it says, where the usual t-test does far more', () => {
    let rejected = 0
    for (let run = 0; run < 400; run += 1) {
      const random = createRandom(7, run)
      const values: number[] = []
      const clusters: number[] = []
      for (let cluster = 0; cluster < 8; cluster += 1) {
        const shared = random.normal()
        for (let i = 0; i < 10; i += 1) {
          values.push(shared + random.normal())
          clusters.push(cluster)
        }
      }
      if (wildClusterBootstrap(values, clusters).pValue! <= 0.05) rejected += 1
    }
    expect(Math.abs(rejected / 400 - 0.05)).toBeLessThan(rateTolerance)
  })

  it('draws patterns from the seed where there are too many', () => {
    const values = Array.from({ length: 20 }, (_, i) => (i % 3) - 0.7)
    const clusters = values.map((_, i) => i)
    const once = wildClusterBootstrap(values, clusters, { seed: 3, replicates: 199 })
    expect(wildClusterBootstrap(values, clusters, { seed: 3, replicates: 199 })).toEqual(once)
    expect(once.replicates).toBe(200)
  })

  it.each([
    ['one cluster', [1, 2], [1, 1]],
    ['one value', [1], [1]],
  ])('gives no p-value of %s', (_, values, clusters) => {
    expect(wildClusterBootstrap(values, clusters)).toMatchObject({ pValue: null, interval: null })
  })

  it('refuses what it cannot use', () => {
    expect(() => wildClusterBootstrap([], [])).toThrow(RangeError)
    expect(() => wildClusterBootstrap([1], [1, 2])).toThrow(/1 elements/)
    expect(() => wildClusterBootstrap([1, 2], [1, 2], { null: NaN })).toThrow(/null must be finite/)
  })
})
