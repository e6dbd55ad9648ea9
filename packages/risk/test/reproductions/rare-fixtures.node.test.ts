import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../../testing/shared.js'
import { forecastRare, observationsFromProbabilities, type LinearTail } from '../../src/index.js'

interface Fixture {
  readonly name: string
  readonly m: number
  readonly k: number
  readonly a: number
  readonly b: number
  readonly r: number
  readonly Qp: Readonly<Record<string, number>>
  readonly freq: Readonly<Record<string, number>>
  readonly agg: Readonly<Record<string, number>>
  readonly Ep: number
  readonly p_top12?: readonly number[]
}

// Closed forms agree to rounding; the mean of the fixtures is adaptive quadrature.
const closed = 1e-10
const quadrature = 1e-10

describeWithShared('fixtures of the rare-behaviour oracle', ['oracles/rare/fixtures.json'], () => {
  const fixtures = JSON.parse(readFileSync(sharedPath('oracles/rare/fixtures.json'), 'utf8')) as readonly Fixture[]
  const near = (value: number, expected: number, tolerance: number) => {
    expect(Math.abs(value / expected - 1)).toBeLessThanOrEqual(tolerance)
  }

  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
    const p =
      fixture.p_top12 === undefined
        ? Array.from({ length: 1000 }, (_, i) => Math.exp(-Math.exp(2.8 + Math.log((i + 1) / 1000) / 3)))
        : [...fixture.p_top12, ...Array.from({ length: 88 }, () => 1e-6)]
    const ns = Object.keys(fixture.Qp).map(Number)
    const thresholds = Object.keys(fixture.freq).map(Number)
    const sizes = Object.keys(fixture.agg).map(Number)
    const options = { method: 'ols', thresholds, seed: 1, replicates: 50 } as const
    const forecast = forecastRare(observationsFromProbabilities(p), { ...options, to: ns })
    expect(forecast).toMatchObject({ m: fixture.m, k: fixture.k })
    const tail = forecast.tail as LinearTail
    near(tail.a, fixture.a, closed)
    near(tail.b, fixture.b, closed)
    near(forecast.diagnostics.rSquared!, fixture.r ** 2, closed)
    for (const { n, p: worst } of forecast.worst) near(worst!, fixture.Qp[String(n)]!, closed)
    for (const { tau, estimate } of forecast.frequency) near(estimate!, fixture.freq[String(tau)]!, closed)
    near(forecast.meanProbability.estimate!, fixture.Ep, quadrature)
    const { aggregate } = forecastRare(observationsFromProbabilities(p), { ...options, to: sizes })
    for (const { n, estimate } of aggregate) near(estimate!, fixture.agg[String(n)]!, quadrature)
  })
})
