import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, mean, permutationTest, quantile, version } from '../src/index.js'
import { countOf } from '../src/internal/relabellings.js'
import oracle from './oracles/resampling.json' with { type: 'json' }

type Alternative = 'two-sided' | 'greater' | 'less'

describe('exact tests as in SciPy', () => {
  it.each(oracle.permutations)('$alternative, paired $paired: $first', (row) => {
    const result = permutationTest(row.first, row.second, {
      seed: 1,
      paired: row.paired,
      alternative: row.alternative as Alternative,
    })
    expect(result).toMatchObject({ exact: true, interval: null, failures: 0, warnings: [], version })
    expect(result.statistic).toBeCloseTo(row.statistic, 12)
    // Both count relabellings.
    expect(result.pValue).toBeCloseTo(row.pValue, 14)
  })
})

describe('Monte Carlo', () => {
  it.each(oracle.permutations)('has an interval that holds the exact p-value: $alternative, paired $paired', (row) => {
    const result = permutationTest(row.first, row.second, {
      seed: 3,
      paired: row.paired,
      alternative: row.alternative as Alternative,
      exactLimit: 1,
      permutations: 4000,
      level: 0.999,
    })
    expect(result).toMatchObject({ exact: false, permutations: 4000 })
    expect(result.interval!.lower).toBeLessThanOrEqual(row.pValue)
    expect(result.interval!.upper).toBeGreaterThanOrEqual(row.pValue)
    expect(Math.abs(result.pValue! - row.pValue)).toBeLessThan(0.04)
  })

  it('is never 0, and repeats with its seed', () => {
    const low = Array.from({ length: 30 }, (_, i) => i)
    const high = low.map((value) => value + 1000)
    const options = { seed: 2, permutations: 499 }
    const result = permutationTest(high, low, options)
    expect(result.pValue).toBe(2 / 500)
    expect(result.interval!.lower).toBe(0)
    expect(result.interval!.upper).toBeGreaterThan(result.pValue!)
    expect(permutationTest(high, low, options)).toEqual(result)
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
  })

  it('draws permutation k from stream k, whatever the number of permutations', () => {
    const seen: number[][] = []
    const statistic = (a: Float64Array, b: Float64Array): number => {
      seen.push([...a, ...b])
      return mean(a) - mean(b)
    }
    const [a, b] = [
      [1, 2, 3, 4],
      [5, 6, 7],
    ]
    for (const paired of [false, true]) {
      seen.length = 0
      const second = paired ? [...b, 8] : b
      permutationTest(a, second, { seed: 4, paired, exactLimit: 0, permutations: 3, statistic })
      const three = seen.slice(1)
      seen.length = 0
      permutationTest(a, second, { seed: 4, paired, exactLimit: 0, permutations: 9, statistic })
      expect(seen.slice(1, 4)).toEqual(three)
      for (const row of seen) expect(row.toSorted((x, y) => x - y)).toEqual([...a, ...second])
    }
  })

  it('gives every relabelling the same chance', () => {
    const counts = new Map<string, number>()
    const statistic = (a: Float64Array): number => {
      const label = [...a].sort((x, y) => x - y).join()
      counts.set(label, (counts.get(label) ?? 0) + 1)
      return 0
    }
    permutationTest([1, 2], [3, 4, 5], { seed: 8, exactLimit: 0, permutations: 10_000, statistic })
    expect(counts.size).toBe(10)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(4.5 * 30)
  })
})

describe('laws', () => {
  const sample = (maxLength: number) => fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength })

  it('visits every relabelling once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.boolean(), (n1, n2, paired) => {
        const second = paired ? n1 : n2
        const seen: string[] = []
        permutationTest(
          Array.from({ length: n1 }, (_, i) => i),
          Array.from({ length: second }, (_, i) => 100 + i),
          {
            seed: 1,
            paired,
            statistic: (a) => {
              seen.push([...a].sort((x, y) => x - y).join())
              return 0
            },
          },
        )
        // The first call is the observed labelling.
        expect(new Set(seen).size).toBe(countOf(n1, second, paired))
        expect(seen.length - 1).toBe(countOf(n1, second, paired))
      }),
    )
  })

  it('is unchanged by shift and scale and by the order of cases, and greater and less add to at least 1', () => {
    fc.assert(
      fc.property(sample(6), sample(6), (first, second) => {
        const p = (a: readonly number[], b: readonly number[], alternative: Alternative = 'two-sided'): number =>
          permutationTest(a, b, { seed: 1, alternative }).pValue!
        const move = (value: number): number => 7 + 0.3 * value
        expect(p(first.map(move), second.map(move))).toBeCloseTo(p(first, second), 12)
        expect(p(first.toReversed(), second)).toBeCloseTo(p(first, second), 12)
        expect(p(second, first)).toBeCloseTo(p(first, second), 12)
        expect(p(first, second, 'greater') + p(first, second, 'less')).toBeGreaterThanOrEqual(1)
        expect(p(first, second)).toBeGreaterThan(0)
        expect(p(first, second)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 40 },
    )
  })

  it('keeps its level under the hypothesis', () => {
    const trials = 400
    let rejected = 0
    for (let trial = 0; trial < trials; trial += 1) {
      const random = createRandom(55, trial)
      const draw = (): number[] => Array.from({ length: 6 }, () => random.normal())
      if (permutationTest(draw(), draw(), { seed: trial }).pValue! <= 0.1) rejected += 1
    }
    expect(rejected / trials).toBeLessThan(0.1 + 4 * Math.sqrt((0.1 * 0.9) / trials))
    expect(rejected / trials).toBeGreaterThan(0.03)
  })
})

describe('the statistic', () => {
  it('is what the caller says', () => {
    const median = (a: Float64Array, b: Float64Array): number => quantile(a, 0.5) - quantile(b, 0.5)
    const result = permutationTest([10, 11, 12, 13], [1, 2, 3, 4], { seed: 1, statistic: median })
    expect(result.statistic).toBe(9)
    // Two of the 70 reach it: as given, and with 10 and 4 exchanged.
    expect(result.pValue).toBeCloseTo((2 * 2) / 70, 12)
  })

  it('counts as extreme where it is not finite', () => {
    const fragile = (a: Float64Array, b: Float64Array): number => (a[0]! > 2 ? NaN : mean(a) - mean(b))
    const whole = permutationTest([1, 2], [3, 4], { seed: 1, alternative: 'less' })
    const result = permutationTest([1, 2], [3, 4], { seed: 1, alternative: 'less', statistic: fragile })
    expect(whole.pValue).toBeCloseTo(1 / 6, 12)
    expect(result.failures).toBe(1)
    expect(result.pValue).toBeCloseTo(2 / 6, 12)
    expect(result.warnings[0]!.code).toBe('permutation-failures')
  })

  it('has no p-value where it is not finite for the samples, or for no relabelling', () => {
    const options = { seed: 1, exactLimit: 0, permutations: 9 }
    expect(permutationTest([1, 2], [3], { ...options, statistic: () => NaN })).toMatchObject({
      statistic: null,
      pValue: null,
      interval: null,
      reason: 'the statistic of the samples is not finite',
    })
    let calls = 0
    const once = (): number => (calls++ === 0 ? 1 : NaN)
    expect(permutationTest([1, 2], [3], { ...options, statistic: once })).toMatchObject({
      statistic: 1,
      pValue: null,
      reason: 'the statistic is not finite in any relabelling',
    })
  })
})

it('counts relabellings', () => {
  expect(countOf(8, 8, false)).toBe(12_870)
  expect(countOf(3, 50, false)).toBe(23_426)
  expect(countOf(14, 14, true)).toBe(16_384)
  expect(countOf(600, 600, false)).toBe(Infinity)
})

it.each([
  [[], [1], {}, 'first must not be empty'],
  [[1], [], {}, 'second must not be empty'],
  [[1, NaN], [1], {}, 'first must be finite, got NaN at index 1'],
  [[1], [1, 2], { paired: true }, 'got 1 values in first and 2 in second, not pairs'],
  [[1], [1], { permutations: 0 }, 'permutations must be an integer >= 1, got 0'],
  [[1], [1], { exactLimit: -1 }, 'exactLimit must be an integer >= 0, got -1'],
  [[1], [1], { alternative: 'both' as Alternative }, 'alternative must be one of two-sided, greater, less, got both'],
  [[1], [1], { level: 0 }, 'level must lie in (0, 1), got 0'],
])('refuses %j and %j with %j', (first, second, options, message) => {
  expect(() => permutationTest(first, second, { seed: 1, ...options })).toThrow(
    new RangeError(`permutationTest: ${message}`),
  )
})
