import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as stats from '../src/index.js'
import { relativeError } from './oracle-grid.js'

/** Two independent evaluations may differ by the claimed error of each. */
const TWICE = 2e-13

const probability = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true })
const shape = fc.double({ min: -3, max: 5, noNaN: true }).map((e) => 10 ** e)
const degrees = fc.double({ min: -1, max: 6, noNaN: true }).map((e) => 10 ** e)

interface Continuous {
  readonly name: string
  readonly parameters: fc.Arbitrary<number[]>
  readonly faces: readonly ((x: number, ...parameters: number[]) => number)[]
}

const facesOf = (name: string): Continuous['faces'] =>
  ['Density', 'LogDensity', 'Cdf', 'Survival', 'LogCdf', 'LogSurvival', 'Quantile', 'SurvivalQuantile'].map(
    (face) => (stats as unknown as Record<string, (x: number, ...parameters: number[]) => number>)[name + face]!,
  )

const distributions: Continuous[] = [
  { name: 'normal', parameters: fc.constant([]), faces: facesOf('normal') },
  { name: 'studentT', parameters: fc.tuple(degrees), faces: facesOf('studentT') },
  { name: 'chiSquared', parameters: fc.tuple(degrees), faces: facesOf('chiSquared') },
  { name: 'gamma', parameters: fc.tuple(shape), faces: facesOf('gamma') },
  { name: 'beta', parameters: fc.tuple(shape, shape), faces: facesOf('beta') },
  { name: 'fisherF', parameters: fc.tuple(degrees, degrees), faces: facesOf('fisherF') },
]

describe.each(distributions)('$name distribution', ({ name, parameters, faces }) => {
  const [density, logDensity, cdf, survival, logCdf, logSurvival, quantile, survivalQuantile] = faces as [
    Continuous['faces'][number],
    Continuous['faces'][number],
    Continuous['faces'][number],
    Continuous['faces'][number],
    Continuous['faces'][number],
    Continuous['faces'][number],
    Continuous['faces'][number],
    Continuous['faces'][number],
  ]

  it('has tails that add up to 1, and logarithms that agree with them', () => {
    fc.assert(
      fc.property(parameters, probability, (rest, p) => {
        const x = quantile(p, ...rest)
        const lower = cdf(x, ...rest)
        const upper = survival(x, ...rest)
        expect(Math.abs(lower + upper - 1)).toBeLessThan(1e-15)
        expect(lower >= 0 && lower <= 1 && upper >= 0 && upper <= 1).toBe(true)
        if (lower > 1e-290) expect(Math.abs(logCdf(x, ...rest) - Math.log(lower))).toBeLessThan(TWICE)
        if (upper > 1e-290) expect(Math.abs(logSurvival(x, ...rest) - Math.log(upper))).toBeLessThan(TWICE)
        const f = density(x, ...rest)
        if (f > 1e-290 && f < 1e290) expect(Math.abs(logDensity(x, ...rest) - Math.log(f))).toBeLessThan(TWICE)
      }),
    )
  })

  it('has monotone distribution functions and quantiles', () => {
    fc.assert(
      fc.property(parameters, probability, probability, (rest, p, q) => {
        const [a, b] = [quantile(Math.min(p, q), ...rest), quantile(Math.max(p, q), ...rest)]
        // Quantiles that should coincide to rounding may be out of order by it.
        expect(b - a).toBeGreaterThanOrEqual(
          -TWICE * Math.max(1, Math.abs(a)) * 1e3 * Number(q / p < 1.01 && p / q < 1.01),
        )
        expect(cdf(b, ...rest)).toBeGreaterThanOrEqual(cdf(a, ...rest) * (1 - TWICE))
        expect(survival(b, ...rest)).toBeLessThanOrEqual(survival(a, ...rest) * (1 + TWICE))
      }),
    )
  })

  it('undoes its quantiles, as far as the rounding of the quantile allows', () => {
    fc.assert(
      fc.property(parameters, probability, (rest, p) => {
        for (const [inverse, tail] of [
          [quantile, cdf],
          [survivalQuantile, survival],
        ] as const) {
          const x = inverse(p, ...rest)
          const slope = density(x, ...rest) * Math.abs(x)
          // Quantiles that round to an end of the support have lost their tail.
          if (!Number.isFinite(slope) || x === 0 || (name === 'beta' && x === 1)) continue
          // Half an ulp of x moves the tail by this; near 1 a beta quantile cannot be represented better.
          const allowed = TWICE + (4 * Number.EPSILON * slope) / p
          expect(relativeError(tail(x, ...rest), p)).toBeLessThan(allowed)
        }
      }),
    )
  })
})

describe('identities between distributions', () => {
  it('F is the ratio of beta odds', () => {
    fc.assert(
      fc.property(degrees, degrees, fc.integer({ min: 1, max: 255 }), (df1, df2, i) => {
        const x = i / 256
        const f = (x / (1 - x)) * (df2 / df1)
        // f is rounded twice; the tails move by that times their condition.
        const lower = stats.betaCdf(x, df1 / 2, df2 / 2)
        const slope = stats.fisherFDensity(f, df1, df2) * f
        if (lower < 1e-290) return
        expect(relativeError(stats.fisherFCdf(f, df1, df2), lower)).toBeLessThan(TWICE + (1e-15 * slope) / lower)
      }),
    )
  })

  it('t squared is F with one numerator degree of freedom', () => {
    fc.assert(
      fc.property(degrees, fc.integer({ min: 1, max: 1000 }), (df, i) => {
        const t = i / 32
        const upper = 2 * stats.studentTSurvival(t, df)
        if (upper < 1e-290) return
        expect(relativeError(stats.fisherFSurvival(t * t, 1, df), upper)).toBeLessThan(TWICE)
      }),
    )
  })

  it('the reciprocal of F swaps its degrees of freedom', () => {
    fc.assert(
      fc.property(degrees, degrees, fc.integer({ min: -20, max: 20 }), (df1, df2, e) => {
        const f = 2 ** e
        const lower = stats.fisherFCdf(f, df1, df2)
        if (lower > 1e-290) expect(relativeError(stats.fisherFSurvival(1 / f, df2, df1), lower)).toBeLessThan(TWICE)
      }),
    )
  })

  it('the gamma recurrence Q(a + 1, x) = Q(a, x) + x^a e^-x / Gamma(a + 1)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4000 }), fc.integer({ min: 1, max: 8000 }), (i, j) => {
        const a = i / 16
        const x = j / 32
        const sum = stats.gammaSurvival(x, a) + stats.gammaDensity(x, a + 1)
        if (sum > 1e-290) expect(relativeError(stats.gammaSurvival(x, a + 1), sum)).toBeLessThan(TWICE)
      }),
    )
  })

  it('binomial tails are sums of masses', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), probability, (trials, p) => {
        let sum = 0
        for (let k = 0; k <= trials; k++) {
          sum += stats.binomialDensity(k, trials, p)
          if (sum > 1e-290) expect(relativeError(stats.binomialCdf(k, trials, p), sum)).toBeLessThan(TWICE)
        }
        expect(sum).toBeCloseTo(1, 13)
      }),
    )
  })
})
