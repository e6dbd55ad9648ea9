import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countLabel, isoLossChart, powerLabel } from '../src/index.js'
import { isoLossCurve, isoLossPoint } from '../src/internal/iso-loss-curve.js'
import { logTicks } from '../src/internal/log-ticks.js'
import { lossColour } from '../src/internal/palette.js'
import { draw } from './document.js'
import { fixedFit, lossAt, parameters, runs } from './fixed-fit.js'

/** Three significant digits. */
const labelError = 0.005001

const positive = fc.double({ min: -12, max: 30, noNaN: true }).map((log) => 10 ** log)

it('a label says the number to three digits', () => {
  fc.assert(
    fc.property(positive, (value) => {
      const power = /^(?:([\d.]+)×)?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/.exec(powerLabel(value))!
      const exponent = power[2]!.replaceAll(/./g, (digit) =>
        digit === '⁻' ? '-' : String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)),
      )
      expect(Math.abs((Number(power[1] ?? 1) * 10 ** Number(exponent)) / value - 1)).toBeLessThan(labelError)
      expect(countLabel(value)).not.toMatch(/e|NaN/)
    }),
  )
})

it('ticks lie in the domain, rise, and are between two and the number asked for', () => {
  fc.assert(
    fc.property(
      positive,
      fc.double({ min: 0.05, max: 12, noNaN: true }),
      fc.integer({ min: 3, max: 12 }),
      (lower, decades, count) => {
        const upper = lower * 10 ** decades
        const ticks = logTicks(lower, upper, count)
        for (const [index, tick] of ticks.entries()) {
          expect(tick).toBeGreaterThanOrEqual(lower * (1 - 1e-8))
          expect(tick).toBeLessThanOrEqual(upper * (1 + 1e-8))
          if (index > 0) expect(tick).toBeGreaterThan(ticks[index - 1]!)
        }
        expect(ticks.length).toBeGreaterThanOrEqual(2)
        expect(ticks.length).toBeLessThanOrEqual(Math.max(10, count))
      },
    ),
  )
})

it('one value is its own tick', () => {
  expect(logTicks(3, 3)).toEqual([3])
})

it('every point of a contour has its loss and lies in the window', () => {
  const window = { compute: [1e18, 1e24], params: [1e7, 1e12] } as const
  fc.assert(
    fc.property(fc.double({ min: 1.81, max: 6, noNaN: true }), (loss) => {
      for (const { compute, params } of isoLossCurve(parameters, loss, window).flat()) {
        expect(lossAt(parameters, params, compute / 6 / params) / loss).toBeCloseTo(1, 10)
        expect(compute / window.compute[0]).toBeGreaterThan(1 - 1e-6)
        expect(compute / window.compute[1]).toBeLessThan(1 + 1e-6)
        expect(params / window.params[0]).toBeGreaterThan(1 - 1e-6)
        expect(params / window.params[1]).toBeLessThan(1 + 1e-6)
      }
    }),
  )
})

it('there is no contour at or below the irreducible loss', () => {
  const window = { compute: [1e18, 1e24], params: [1e7, 1e12] } as const
  expect(isoLossCurve(parameters, parameters.E, window)).toEqual([])
  expect(isoLossCurve(parameters, 1, window)).toEqual([])
})

it('the point of a contour on the frontier needs the least compute', () => {
  const best = parameters.beta / (parameters.alpha + parameters.beta)
  const least = isoLossPoint(parameters, 2.2, best).compute
  for (const share of [0.05, 0.3, best - 0.01, best + 0.01, 0.7, 0.95]) {
    expect(isoLossPoint(parameters, 2.2, share).compute).toBeGreaterThan(least)
  }
})

it('colours of losses keep a contrast of 3:1 on white and on near-black', () => {
  const luminance = (hex: string): number => {
    const [r, g, b] = [1, 3, 5].map((start) => {
      const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  for (const share of [-1, 0, 0.25, 0.5, 0.75, 1, 2]) {
    const light = luminance(lossColour(share))
    expect(1.05 / (light + 0.05)).toBeGreaterThanOrEqual(3)
    expect((light + 0.05) / (luminance('#161513') + 0.05)).toBeGreaterThanOrEqual(3)
  }
})

it('a chart does not depend on the order of the runs, but for the order of its dots', () => {
  const fit = fixedFit([1e22, 1e23])
  const sorted = (markup: string): string => markup.replaceAll(/<circle.*?<\/circle>/gs, '')
  fc.assert(
    fc.property(fc.shuffledSubarray([...runs], { minLength: runs.length }), (shuffled) => {
      expect(sorted(draw(isoLossChart(fit, shuffled)).innerHTML)).toBe(sorted(draw(isoLossChart(fit, runs)).innerHTML))
    }),
    { numRuns: 5 },
  )
})
