import { betaQuantile, createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { breakVersusSmooth, type ScalePoint } from '../src/index.js'
import { fitBinomial } from '../src/internal/binomial-regression.js'
import oracle from './oracles/emergence.json' with { type: 'json' }

const points = (successes: readonly number[]): readonly ScalePoint[] =>
  successes.map((count, i) => ({ scale: oracle.scale[i]!, successes: count, trials: oracle.trials[i]! }))
const logs = oracle.scale.map(Math.log10)
const x = Float64Array.from(logs, (value) => value - (logs[0]! + logs.at(-1)!) / 2)
const columns = [x.map(() => 1), x]

describe('fitBinomial', () => {
  const cases = [oracle.smooth, oracle.broken].map(
    (want) =>
      [{ successes: Float64Array.from(want.successes), trials: Float64Array.from(oracle.trials) }, want] as const,
  )

  it.each(cases)('agrees with glm', (data, want) => {
    const line = fitBinomial(columns, data)
    const quadratic = fitBinomial([...columns, x.map((value) => value * value)], data)
    const jump = fitBinomial([...columns, x.map((_, i) => (i >= want.split ? 1 : 0))], data)
    for (const [fit, coefficients, logLikelihood] of [
      [line, want.line, want.lineLogLikelihood],
      [quadratic, want.quadratic, want.quadraticLogLikelihood],
      [jump, want.jump, want.jumpLogLikelihood],
    ] as const) {
      // Newton stops at a relative gradient of 1e-8; the log likelihood is flat there.
      for (const [j, coefficient] of fit.coefficients.entries())
        expect(Math.abs(coefficient - coefficients[j]!)).toBeLessThan(1e-6)
      expect(fit.logLikelihood).toBeCloseTo(logLikelihood, 8)
    }
    expect(line.pearson).toBeCloseTo(want.pearson, 5)
    expect(jump.pearson).toBeCloseTo(want.jumpPearson, 5)
  })

  it('is a maximum of the likelihood written out, with chance too', () => {
    const data = cases[0]![0]
    for (const chance of [0, 0.25]) {
      const logLikelihood = (shift: number, j: number) => {
        const b = fit.coefficients.map((value, k) => (k === j ? value + shift : value))
        return data.trials.reduce((sum, n, i) => {
          const p = chance + (1 - chance) * Math.exp(-Math.exp(-(b[0]! + b[1]! * x[i]!)))
          return sum + data.successes[i]! * Math.log(p) + (n - data.successes[i]!) * Math.log1p(-p)
        }, 0)
      }
      const fit = fitBinomial(columns, data, chance)
      expect(fit.logLikelihood).toBeCloseTo(logLikelihood(0, 0), 8)
      for (const j of [0, 1])
        for (const shift of [-1e-3, 1e-3]) expect(logLikelihood(shift, j)).toBeLessThan(fit.logLikelihood)
    }
  })

  it('approaches the supremum where success and failure are separated', () => {
    const data = { successes: Float64Array.of(0, 0, 0, 50, 50), trials: Float64Array.of(50, 50, 50, 50, 50) }
    const line = Float64Array.of(-2, -1, 0, 1, 2)
    expect(fitBinomial([line.map(() => 1), line], data).logLikelihood).toBeGreaterThan(-1e-3)
  })
})

describe('breakVersusSmooth', () => {
  const options = { bootstrap: { seed: 1, replicates: 199 } }

  it('computes the statistic from the two fits', () => {
    const test = breakVersusSmooth(points(oracle.broken.successes), options)
    const { jumpLogLikelihood, lineLogLikelihood, jumpPearson, split } = oracle.broken
    // Ten models whose counts can all vary; the jump costs a level, a place and its search.
    const dispersion = Math.max(1, jumpPearson / 5)
    expect(test.statistic).toBeCloseTo((2 * (jumpLogLikelihood - lineLogLikelihood)) / dispersion, 4)
    expect(test.dispersion).toBeCloseTo(dispersion, 5)
    expect(test.location).toMatchObject({ below: oracle.scale[split - 1], above: oracle.scale[split] })
    expect(test.location!.accuracyAbove / test.location!.accuracyBelow).toBeGreaterThan(5)
    expect(test.verdict).toBe('break')
    expect(test.warnings).toEqual([])
    expect(JSON.parse(JSON.stringify(test))).toEqual(test)
  })

  it('finds no break in a smooth rise that looks sudden', () => {
    const test = breakVersusSmooth(points(oracle.smooth.successes), options)
    expect(test.verdict).toBe('no-break-found')
    expect(test.smoothSlope).toBeCloseTo(oracle.smooth.line[1]!, 5)
    expect(test.warnings.map(({ code }) => code)).toEqual(['no-proof-of-smoothness'])
    expect(breakVersusSmooth(points(oracle.smooth.successes), options).pValue).toBe(test.pValue)
  })

  const world = (seed: number, linear: (logScale: number) => number, phi = 1): readonly ScalePoint[] => {
    const random = createRandom(seed, 1)
    const precision = 119 / (phi - 1) - 1
    return Array.from({ length: 10 }, (_, i) => {
      const mean = Math.exp(-Math.exp(-linear(i - 4.5)))
      // Beta-binomial with phi times the variance of coins.
      const p = phi === 1 ? mean : betaQuantile(random.uniform(), mean * precision, (1 - mean) * precision)
      const successes = Array.from({ length: 120 }, () => random.uniform() < p).filter(Boolean).length
      return { scale: 10 ** (8 + i / 2), successes, trials: 120 }
    })
  }
  const rejections = (
    linear: (logScale: number) => number,
    smooth: 'power-law' | 'quadratic',
    worlds: number,
    phi = 1,
  ) =>
    Array.from({ length: worlds }, (_, seed) =>
      breakVersusSmooth(world(seed, linear, phi), { bootstrap: { seed, replicates: 59 }, smooth }),
    ).filter(({ verdict }) => verdict === 'break').length

  it('calls a power law broken no more often than it says', () => {
    // 5 % of 60 is 3; 9 would be 3.5 standard deviations above.
    expect(rejections((u) => -0.3 + 0.35 * u, 'power-law', 60)).toBeLessThan(9)
  })

  it('does not call a bend a break when it is allowed to bend', () => {
    expect(rejections((u) => -0.3 + 0.35 * u - 0.05 * u * u, 'quadratic', 40)).toBeLessThan(7)
  })

  it('finds a planted break nearly always', () => {
    expect(rejections((u) => -1.2 + 0.1 * u + (u > 0 ? 1.5 : 0), 'power-law', 20)).toBeGreaterThan(16)
  })

  it('keeps its power as the break grows: a large one is no overdispersion', () => {
    for (const jump of [1.5, 3, 5]) {
      expect(rejections((u) => -1.2 + 0.1 * u + (u > 0 ? jump : 0), 'power-law', 15)).toBeGreaterThanOrEqual(14)
      expect(rejections((u) => -1.2 + 0.1 * u + (u > 0 ? jump : 0), 'power-law', 15, 3)).toBeGreaterThanOrEqual(9)
    }
    expect(rejections((u) => -1.2 + 0.1 * u + (u > 0 ? 3 : 0), 'quadratic', 15)).toBeGreaterThanOrEqual(13)
  })

  it('takes scatter beyond that of coins for scatter, not for a break', () => {
    // 5 % of 60 is 3, and the search costs a little with ten models; 13 would be 3 standard deviations above 10 %.
    for (const phi of [3, 8]) expect(rejections((u) => -0.3 + 0.35 * u, 'power-law', 60, phi)).toBeLessThan(13)
  })

  it('draws from large tests and overdispersed ones', () => {
    const large = points(oracle.broken.successes).map((point) => ({
      scale: point.scale,
      successes: point.successes * 1000,
      trials: point.trials * 1000,
    }))
    const test = breakVersusSmooth(large, { bootstrap: { seed: 2, replicates: 19 } })
    expect(test.dispersion).toBeGreaterThan(1000)
    expect(test.pValue).toBeLessThanOrEqual(1)
  })

  it.each([
    ['few scales', points(oracle.smooth.successes).slice(0, 5), 'power-law', 'too-few-scales'],
    ['six scales for a quadratic', points(oracle.smooth.successes).slice(0, 6), 'quadratic', 'too-few-scales'],
    [
      'many runs of one scale',
      points(oracle.smooth.successes).map((point) => ({ ...point, scale: 1e9 })),
      'power-law',
      'too-few-scales',
    ],
    ['nothing but zeros', points(oracle.scale.map(() => 0)), 'power-law', 'below-resolution'],
    ['saturation', points(oracle.trials), 'power-law', 'below-resolution'],
  ] as const)('cannot tell from %s', (_, data, smooth, code) => {
    const test = breakVersusSmooth(data, { ...options, smooth })
    expect(test).toMatchObject({ verdict: 'cannot-tell', pValue: null, statistic: null, location: null })
    expect(test.warnings.map((finding) => finding.code)).toEqual([code])
  })

  it.each([
    [[{ scale: 0, successes: 1, trials: 2 }], {}, 'scale must be > 0'],
    [[{ scale: 1, successes: 3, trials: 2 }], {}, 'successes must be <= trials (2), got 3'],
    [[{ scale: 1, successes: 0, trials: 0 }], {}, 'trials must be an integer >= 1'],
    [[], { significance: 0 }, 'significance must be in (0, 1)'],
    [[], { bootstrap: { seed: 1, replicates: 3 } }, 'bootstrap.replicates must be an integer >= 19'],
  ])('throws for %o', (data, change, message) => {
    expect(() => breakVersusSmooth(data, { ...options, ...change })).toThrow(message)
  })
})

it('says where neither shape describes the accuracies', () => {
  // The loss per token bends at 1e10, which no jump between two scales takes up.
  const rows = [0, 1, 2, 9, 88, 160].map((successes, k) => ({ scale: 10 ** (7 + k), successes, trials: 200 }))
  const test = breakVersusSmooth(rows, { bootstrap: { seed: 1, replicates: 19 } })
  expect(test.dispersion).toBeGreaterThan(4)
  const found = test.warnings.find(({ code }) => code === 'poor-fit')
  expect(found?.message).toMatch(/does not describe them.*smooth: 'quadratic'/)
})
