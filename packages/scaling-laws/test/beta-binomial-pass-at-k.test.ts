import { createRandom } from '@safety-portfolio/stats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { betaBinomialPassAtK, fitBetaBinomialPassAtK, passAtK } from '../src/index.js'
import { digamma, logGammaDifference, trigamma } from '../src/internal/gamma-differences.js'
import oracle from './oracles/pass-at-k.json' with { type: 'json' }

describe('betaBinomialPassAtK', () => {
  it.each(oracle.betaBinomial)('alpha $alpha, beta $beta, k $k', ({ alpha, beta, k, pass }) => {
    expect(Math.abs(betaBinomialPassAtK({ alpha, beta }, k) / pass - 1)).toBeLessThan(1e-13)
  })

  it('is a probability that rises with k, alpha and falls with beta', () => {
    const positive = fc.double({ min: 0.01, max: 50, noNaN: true })
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: 1, max: 10_000 }), (alpha, beta, k) => {
        const value = betaBinomialPassAtK({ alpha, beta }, k)
        expect(value).toBeGreaterThan(0)
        expect(value).toBeLessThanOrEqual(1)
        expect(betaBinomialPassAtK({ alpha, beta }, k + 1)).toBeGreaterThanOrEqual(value)
        expect(betaBinomialPassAtK({ alpha: alpha * 1.1, beta }, k)).toBeGreaterThanOrEqual(value)
        expect(betaBinomialPassAtK({ alpha, beta: beta * 1.1 }, k)).toBeLessThanOrEqual(value)
      }),
    )
  })

  it.each([
    [0, 1, 1],
    [1, -1, 1],
    [1, 1, 0],
    [NaN, 1, 1],
    [1, 1, Infinity],
  ])('refuses alpha %s, beta %s, k %s', (alpha, beta, k) => {
    expect(() => betaBinomialPassAtK({ alpha, beta }, k)).toThrow(RangeError)
  })
})

describe('differences of log gamma', () => {
  it('obey the recurrences of the gamma function', () => {
    const positive = fc.double({ min: 1e-3, max: 1e4, noNaN: true })
    fc.assert(
      fc.property(positive, (x) => {
        expect(Math.abs(logGammaDifference(x, 1) - Math.log(x))).toBeLessThan(1e-12 * (1 + Math.abs(Math.log(x))))
        expect(Math.abs((digamma(x + 1) - digamma(x)) * x - 1)).toBeLessThan(1e-9)
        expect(Math.abs(trigamma(x) - trigamma(x + 1) - x ** -2)).toBeLessThan(1e-9 * x ** -2 + 1e-15)
      }),
    )
    // Euler's constant and pi^2 / 6.
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 14)
    expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 14)
  })
})

describe('fitBetaBinomialPassAtK', () => {
  it.each(oracle.fits)('agrees with mpmath', (want) => {
    const fit = fitBetaBinomialPassAtK(want.problems, { ks: want.forecasts.map(({ k }) => k) })
    expect(fit.converged).toBe(true)
    // Newton stops at a relative gradient of 1e-8, so the parameters have about as many digits.
    const close = (actual: number, expected: number) => {
      expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-7)
    }
    close(fit.parameters!.alpha, want.alpha)
    close(fit.parameters!.beta, want.beta)
    close(fit.logLikelihood!, want.logLikelihood)
    close(fit.exponent.standardError!, want.alpha * want.sdLogAlpha)
    for (const [i, { passAtK: forecast }] of fit.forecasts.entries()) {
      close(forecast.estimate!, want.forecasts[i]!.pass)
      close(forecast.interval!.lower, want.forecasts[i]!.lower)
      close(forecast.interval!.upper, want.forecasts[i]!.upper)
    }
    expect(fit.warnings.map(({ code }) => code)).toEqual(['few-problems'])
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  })

  /** Uniform(0, 1)^(1/alpha) is Beta(alpha, 1). */
  const simulate = (alpha: number, problems: number, seed: number, stop: boolean) => {
    const random = createRandom(seed)
    return Array.from({ length: problems }, () => {
      const p = random.uniform() ** (1 / alpha)
      let [attempts, successes] = [0, 0]
      while (attempts < 600 && !(stop && successes > 0)) {
        attempts += 1
        if (random.uniform() < p) successes += 1
      }
      return { attempts, successes }
    })
  }

  it.each([false, true])('recovers a planted exponent, also when attempts stop at a success (%s)', (stop) => {
    const problems = simulate(0.4, 1500, 11, stop)
    const { exponent, forecasts } = fitBetaBinomialPassAtK(problems, { ks: [10] })
    expect(Math.abs(exponent.estimate! - 0.4)).toBeLessThan(3 * exponent.standardError!)
    expect(Math.abs(forecasts[0]!.passAtK.estimate! - betaBinomialPassAtK({ alpha: 0.4, beta: 1 }, 10))).toBeLessThan(
      0.03,
    )
  })

  it('is where the unbiased estimate is not, when attempts stop at a success', () => {
    const problems = simulate(0.4, 1500, 12, true)
    const naive = problems.reduce((sum, { attempts, successes }) => sum + passAtK(attempts, successes, 1), 0) / 1500
    const truth = betaBinomialPassAtK({ alpha: 0.4, beta: 1 }, 1)
    const { forecasts } = fitBetaBinomialPassAtK(problems, { ks: [1] })
    expect(naive - truth).toBeGreaterThan(0.05)
    expect(Math.abs(forecasts[0]!.passAtK.estimate! - truth)).toBeLessThan(0.03)
  })

  it.each([
    ['too-few-problems', [{ attempts: 10, successes: 3 }]],
    ['no-success', [0, 0, 0].map((successes) => ({ attempts: 10, successes }))],
    ['no-failure', [10, 10].map((successes) => ({ attempts: 10, successes }))],
    ['no-variation', [50, 50, 50, 50].map((successes) => ({ attempts: 100, successes }))],
    ['all-or-nothing', [0, 100, 0, 100].map((successes) => ({ attempts: 100, successes }))],
  ])('refuses %s', (code, problems) => {
    const fit = fitBetaBinomialPassAtK(problems, { ks: [5] })
    expect(fit.refusal?.code).toBe(code)
    expect(fit.parameters).toBeNull()
    expect(fit.exponent.reason).toBe(fit.refusal?.message)
    expect(fit.forecasts[0]!.passAtK.estimate).toBeNull()
  })

  it.each([
    [[{ attempts: 0, successes: 0 }], {}, 'attempts must be an integer >= 1, got 0'],
    [[{ attempts: 5, successes: 6 }], {}, 'successes must be <= attempts (5), got 6'],
    [[{ attempts: 5, successes: 0.5 }], {}, 'successes must be an integer >= 0'],
    [[], { ks: [0] }, 'k must be > 0'],
    [[], { level: 1 }, 'level must be in (0, 1)'],
  ])('throws for %o', (problems, options, message) => {
    expect(() => fitBetaBinomialPassAtK(problems, options)).toThrow(message)
  })
})
