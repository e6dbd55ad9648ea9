import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bootstrap,
  createRandom,
  mean,
  resampleCounts,
  standardDeviation,
  version,
  weightedMean,
} from '../src/index.js'
import oracle from './oracles/resampling.json' with { type: 'json' }

// The same draws through the same formulas; sums are added in another order.
const tolerance = 1e-11

const { x, y, seed, replicates, level, clusters } = oracle
const dot = (w: Float64Array, values: readonly number[]): number =>
  w.reduce((total, weight, i) => total + weight * values[i]!, 0)
const statistics = {
  ratio: (w: Float64Array) => dot(w, x) / dot(w, y),
  average: (w: Float64Array) => weightedMean(x, w),
  spread: (w: Float64Array) => {
    const centre = weightedMean(x, w)
    return Math.sqrt(
      weightedMean(
        x.map((value) => (value - centre) ** 2),
        w,
      ),
    )
  },
}
const kinds = { plain: {}, clustered: { clusters } }

describe('against draws and intervals made elsewhere', () => {
  for (const name of ['ratio', 'average', 'spread'] as const) {
    for (const kind of ['plain', 'clustered'] as const) {
      it(`${name}, ${kind}`, () => {
        const expected = oracle.cases[name][kind]
        const options = { seed, replicates, level, keepDraws: true, ...kinds[kind] }
        const percentile = bootstrap(x.length, statistics[name], options)
        const bca = bootstrap(x.length, statistics[name], { ...options, method: 'bca' })
        for (const [k, draw] of expected.firstDraws.entries()) {
          expect(Math.abs(percentile.draws![k]! - draw)).toBeLessThanOrEqual(tolerance)
        }
        expect(Math.abs(percentile.estimate! - expected.estimate)).toBeLessThanOrEqual(tolerance)
        expect(Math.abs(percentile.standardError! - expected.standardError)).toBeLessThanOrEqual(tolerance)
        expect(percentile.interval).toMatchObject({ level, method: 'percentile bootstrap' })
        expect(bca.interval).toMatchObject({ level, method: 'bca bootstrap' })
        for (const [side, bound] of (['lower', 'upper'] as const).entries()) {
          expect(Math.abs(percentile.interval![bound] - expected.percentile[side]!)).toBeLessThanOrEqual(tolerance)
          expect(Math.abs(bca.interval![bound] - expected.bca[side]!)).toBeLessThanOrEqual(tolerance)
        }
        expect(bca.draws).toEqual(percentile.draws)
      })
    }
  }
})

describe('result', () => {
  it('is plain data with all that is needed to cite and repeat it', () => {
    const result = bootstrap(x.length, statistics.average, { seed: 7 })
    expect(result).toMatchObject({
      n: x.length,
      clusters: null,
      replicates: 1000,
      failures: 0,
      method: 'percentile',
      seed: 7,
      warnings: [],
      version,
    })
    expect(result.assumptions).toHaveLength(1)
    expect(result).not.toHaveProperty('draws')
    expect(JSON.parse(JSON.stringify(result))).toEqual(result)
    expect(bootstrap(x.length, statistics.average, { seed: 7 })).toEqual(result)
    expect(bootstrap(x.length, statistics.average, { seed: 8 }).interval).not.toEqual(result.interval)
  })

  it('draws replicate k from stream k', () => {
    const { draws } = bootstrap(x.length, statistics.average, { seed: 7, replicates: 5, keepDraws: true })
    const weights = resampleCounts(createRandom(7, 3), x.length, new Float64Array(x.length))
    expect(draws![3]).toBe(statistics.average(weights))
  })

  it('has the standard error of the mean', () => {
    const { standardError } = bootstrap(x.length, statistics.average, { seed: 1, replicates: 20_000 })
    const n = x.length
    const expected = standardDeviation(x) * Math.sqrt((n - 1) / n ** 2)
    // The relative error of a standard deviation from 20 000 draws is 0.5%.
    expect(Math.abs(standardError! / expected - 1)).toBeLessThan(0.02)
  })

  it('gives vectors the intervals of their components, from the same resamples', () => {
    const both = bootstrap(x.length, (w) => [statistics.average(w), statistics.ratio(w)], {
      seed: 2,
      method: 'bca',
      keepDraws: true,
    })
    const [average, ratio] = [statistics.average, statistics.ratio].map((statistic) =>
      bootstrap(x.length, statistic, { seed: 2, method: 'bca', keepDraws: true }),
    )
    expect(both.estimates).toHaveLength(2)
    expect(both.estimates[0]!.interval).toEqual(average!.interval)
    expect(both.estimates[1]).toMatchObject({ estimate: ratio!.estimate, standardError: ratio!.standardError })
    expect(both.draws!.map((row) => row[1])).toEqual(ratio!.draws)
  })

  it('widens where clusters repeat themselves', () => {
    // Ten copies of each value: the copies carry no information, and clusters know it.
    const copies = x.flatMap((value) => new Array<number>(10).fill(value))
    const labels = copies.map((_, i) => Math.floor(i / 10))
    const statistic = (w: Float64Array): number => weightedMean(copies, w)
    const naive = bootstrap(copies.length, statistic, { seed: 3 })
    const honest = bootstrap(copies.length, statistic, { seed: 3, clusters: labels })
    expect(honest.standardError! / naive.standardError!).toBeGreaterThan(2.5)
    // One cluster per value is the bootstrap of the values themselves.
    expect(honest.interval!.lower).toBeCloseTo(bootstrap(x.length, statistics.average, { seed: 3 }).interval!.lower, 10)
    expect(honest.clusters).toBe(x.length)
  })
})

describe('what it warns of', () => {
  const codes = (result: { warnings: readonly { code: string }[] }): string[] => result.warnings.map(({ code }) => code)

  it('replicates whose statistic is not finite', () => {
    const fragile = (w: Float64Array): number => (w[0] === 0 ? NaN : statistics.average(w))
    const result = bootstrap(x.length, fragile, { seed: 4, keepDraws: true })
    const missing = result.draws!.filter((draw) => draw === null).length
    expect(result.failures).toBe(missing)
    // A case is missing from a share (1 - 1/n)^n of the resamples.
    expect(Math.abs(missing / 1000 - (1 - 1 / x.length) ** x.length)).toBeLessThan(0.06)
    expect(codes(result)).toEqual(['bootstrap-failures'])
    expect(result.warnings[0]!.message).toContain(`${missing} of 1000 replicates`)
    expect(result.interval).not.toBeNull()
  })

  it('failures of one component leave the others whole', () => {
    const result = bootstrap(x.length, (w) => [w[0] === 0 ? Infinity : 1 + w[0]!, statistics.average(w)], { seed: 4 })
    expect(result.failures).toBeGreaterThan(0)
    expect(result.estimates[1]!.interval).toEqual(bootstrap(x.length, statistics.average, { seed: 4 }).interval)
  })

  it('too few replicates for the level', () => {
    const result = bootstrap(x.length, statistics.average, { seed: 1, replicates: 200 })
    expect(codes(result)).toEqual(['few-replicates'])
    expect(result.warnings[0]!.message).toBe(
      '200 replicates leave 5 beyond each bound at level 0.95; take at least 800.',
    )
    expect(codes(bootstrap(x.length, statistics.average, { seed: 1, replicates: 200, level: 0.5 }))).toEqual([])
  })

  it('few clusters', () => {
    const labels = x.map((_, i) => i % 4)
    expect(codes(bootstrap(x.length, statistics.average, { seed: 1, clusters: labels }))).toEqual(['few-clusters'])
  })

  it.each([
    ['all successes', (n: number) => new Float64Array(n).fill(1)],
    ['all equal to 0.1', (n: number) => new Float64Array(n).fill(0.1)],
  ])('replicates that do not vary: %s', (_, make) => {
    const values = make(50)
    const result = bootstrap(50, (w) => weightedMean(values, w), { seed: 1 })
    expect(result).toMatchObject({ standardError: null, interval: null })
    expect(result.estimate).toBeCloseTo(values[0]!, 14)
    expect(result.reason).toBe(
      'the statistic is the same in every replicate, so resampling cannot show its uncertainty',
    )
    expect(codes(result)).toEqual(['no-variation'])
  })

  it('one case and one cluster', () => {
    expect(bootstrap(1, (w) => 3 * w[0]!, { seed: 1, method: 'bca' })).toMatchObject({ estimate: 3, interval: null })
    const one = bootstrap(3, (w) => weightedMean([1, 2, 3], w), { seed: 1, clusters: ['a', 'a', 'a'] })
    expect(one).toMatchObject({ clusters: 1, interval: null, standardError: null })
    expect(codes(one)).toEqual(['few-clusters', 'no-variation'])
  })

  it('a BCa that degenerates falls back to the percentile interval and says so', () => {
    // The maximum: no resample exceeds it, so no replicate lies above the estimate.
    const biased = (w: Float64Array): number => (w.every((weight) => weight === 1) ? 100 : statistics.average(w))
    const result = bootstrap(x.length, biased, { seed: 1, method: 'bca' })
    expect(codes(result)).toEqual(['bca-degenerate'])
    expect(result.interval!.method).toBe('percentile bootstrap')
    expect(result.method).toBe('bca')
    const jackknifeFails = (w: Float64Array): number =>
      w[0] === 0 && w[1] === 1 && w[2] === 1 ? NaN : statistics.average(w)
    const fails = bootstrap(x.length, jackknifeFails, { seed: 1, method: 'bca' })
    expect(codes(fails)).toContain('bca-degenerate')
    // A median-like statistic whose leave-one-out values are all the same.
    const coarse = (w: Float64Array): number => Math.round(statistics.average(w) / 2)
    expect(codes(bootstrap(x.length, coarse, { seed: 1, method: 'bca' }))).toContain('bca-degenerate')
  })

  it('a BCa bound among the outermost replicates', () => {
    const skewed = x.map((value) => Math.exp(value))
    const variance = (w: Float64Array): number => {
      const centre = weightedMean(skewed, w)
      return weightedMean(
        skewed.map((value) => (value - centre) ** 2),
        w,
      )
    }
    const result = bootstrap(x.length, variance, { seed: 5, method: 'bca', replicates: 1000, level: 0.99 })
    expect(codes(result)).toEqual(['few-replicates', 'bca-extreme'])
  })
})

describe('what cannot be estimated is null with a reason', () => {
  it('a statistic that is not finite', () => {
    expect(bootstrap(4, () => NaN, { seed: 1 })).toMatchObject({
      estimate: null,
      standardError: null,
      interval: null,
      reason: 'the statistic of the whole sample is not finite',
      failures: 1000,
    })
  })

  it('a statistic finite only for the whole sample', () => {
    const result = bootstrap(x.length, (w) => [w.every((weight) => weight === 1) ? 5 : NaN], { seed: 1 })
    expect(result.estimates[0]).toEqual({
      estimate: 5,
      standardError: null,
      interval: null,
      reason: 'component 0 is finite in fewer than two replicates',
    })
  })
})

describe('laws', () => {
  const sample = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 5, maxLength: 25 })

  it('follows shift and scale, and its bounds stay among the values', () => {
    fc.assert(
      fc.property(sample, fc.constantFrom('percentile' as const, 'bca' as const), (values, method) => {
        fc.pre(new Set(values).size > 1)
        const run = (data: readonly number[]) =>
          bootstrap(data.length, (w) => weightedMean(data, w), { seed: 6, replicates: 200, method })
        const base = run(values).interval!
        const moved = run(values.map((value) => 1024 - 2 * value)).interval!
        expect(base.lower).toBeLessThanOrEqual(base.upper)
        expect(base.lower).toBeGreaterThanOrEqual(Math.min(...values))
        expect(base.upper).toBeLessThanOrEqual(Math.max(...values))
        expect(moved.lower).toBeCloseTo(1024 - 2 * base.upper, 8)
        expect(moved.upper).toBeCloseTo(1024 - 2 * base.lower, 8)
      }),
      { numRuns: 40 },
    )
  })

  it('the percentile interval follows every increasing transformation', () => {
    const plain = bootstrap(x.length, statistics.average, { seed: 9, replicates: 1001, level: 0.9 }).interval!
    const logged = bootstrap(x.length, (w) => Math.log(statistics.average(w)), {
      seed: 9,
      replicates: 1001,
      level: 0.9,
    })
    // 1000 x 0.05 is whole: the bounds are order statistics, without interpolation.
    expect(logged.interval!.lower).toBeCloseTo(Math.log(plain.lower), 12)
    expect(logged.interval!.upper).toBeCloseTo(Math.log(plain.upper), 12)
  })

  it('covers a planted mean as often as it says, BCa better than percentile for a skewed ratio', () => {
    const trials = 300
    const n = 40
    let percentile = 0
    let bca = 0
    for (let trial = 0; trial < trials; trial += 1) {
      const random = createRandom(99, trial)
      const values = Array.from({ length: n }, () => -Math.log(1 - random.uniform()))
      const statistic = (w: Float64Array): number => weightedMean(values, w)
      const options = { seed: trial, replicates: 400, level: 0.9 }
      const covers = ({ interval }: { interval: { lower: number; upper: number } | null }): number =>
        interval !== null && interval.lower <= 1 && 1 <= interval.upper ? 1 : 0
      percentile += covers(bootstrap(n, statistic, options))
      bca += covers(bootstrap(n, statistic, { ...options, method: 'bca' }))
    }
    // Nominal 0.9; of an exponential mean with n = 40 both lose about 2 points. Binomial error: 1.7 points.
    expect(percentile / trials).toBeGreaterThan(0.82)
    expect(percentile / trials).toBeLessThan(0.96)
    expect(bca / trials).toBeGreaterThan(0.83)
    expect(bca / trials).toBeLessThan(0.96)
  })
})

it.each([
  [0, {}, 'n must be an integer >= 1, got 0'],
  [2.5, {}, 'n must be an integer >= 1, got 2.5'],
  [3, { replicates: 1 }, 'replicates must be an integer >= 2, got 1'],
  [3, { method: 'BCa' as 'bca' }, 'method must be one of percentile, bca, got BCa'],
  [3, { level: 1 }, 'level must lie in (0, 1), got 1'],
  [3, { clusters: ['a', 'b'] }, 'clusters must have one label per case (3), got 2'],
])('refuses n = %d with %j', (n, options, message) => {
  expect(() => bootstrap(n, (w) => mean(w), { seed: 1, ...options })).toThrow(new RangeError(`bootstrap: ${message}`))
})

it('refuses a statistic that changes its shape', () => {
  const whole = (w: Float64Array): boolean => w.every((weight) => weight === 1)
  const scalarFirst = (w: Float64Array): number | number[] => (whole(w) ? 1 : [1])
  const arrayFirst = (w: Float64Array): number | number[] => (whole(w) ? [1] : 1)
  const message = (first: string, then: string): string =>
    `bootstrap: statistic gave ${first} for the whole sample and ${then} for a resample`
  expect(() => bootstrap(9, scalarFirst, { seed: 1 })).toThrow(message('a number', '1 numbers in an array'))
  expect(() => bootstrap(9, arrayFirst, { seed: 1 })).toThrow(message('1 numbers in an array', 'a number'))
  expect(() => bootstrap(9, (w) => (whole(w) ? [1] : [1, 2]), { seed: 1 })).toThrow(
    message('1 numbers in an array', '2 numbers in an array'),
  )
  expect(() => bootstrap(9, () => [], { seed: 1 })).toThrow('bootstrap: statistic gave an empty array')
})
