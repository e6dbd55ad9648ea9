import { createRandom, type Interval } from '@safety-portfolio/stats'
import { expect, it } from 'vitest'
import {
  bootstrapLaw,
  caseBootstrap,
  fitChinchilla,
  fitPowerOffset,
  powerLawLoss,
  profileIntervals,
  publishedFits,
  simulateRuns,
  type CurvePoint,
} from '../src/index.js'
import { lossOption } from './loss-option.js'

const truth = publishedFits.besiroglu.parameters
const runs = simulateRuns({ parameters: truth, seed: 1 })

function line(seed: number, noise: (k: number) => number, n = 24): readonly CurvePoint[] {
  const random = createRandom(seed)
  return Array.from({ length: n }, (_, k) => {
    const x = 1e5 * 1.7 ** k
    return { x, loss: powerLawLoss({ scale: 1e9, exponent: 0.1 }, x) * Math.exp(noise(k) * random.normal()) }
  })
}

it('by cases is the bootstrap of the fits, draw for draw', () => {
  for (const loss of ['huber', 'log-squared'] as const) {
    const options = { replicates: 60, seed: 9, level: 0.9 }
    const own = bootstrapLaw('chinchilla', runs, { loss, ends: 'percentile', ...options })
    const fit = fitChinchilla(runs, { loss: lossOption(loss), bootstrap: caseBootstrap(options) })
    for (const name of ['alpha', 'beta', 'E'] as const) {
      expect(own.estimates[name]!.interval!.lower / fit.intervals[name]!.lower).toBeCloseTo(1, 6)
      expect(own.estimates[name]!.interval!.upper / fit.intervals[name]!.upper).toBeCloseTo(1, 6)
    }
  }
  const curve = line(1, () => 0.01).map(({ x, loss }) => ({ x, loss: loss + 0.5 }))
  const options = { replicates: 50, seed: 2 }
  const own = bootstrapLaw('power-offset', curve, { loss: 'log-squared', ...options })
  const fit = fitPowerOffset(curve, { loss: 'log-squared', bootstrap: caseBootstrap(options) })
  expect(own.estimates['c']!.standardError! / fit.standardErrors['c']!).toBeCloseTo(1, 6)
})

it('has the standard error that theory gives, of every kind, for a straight line', () => {
  const points = line(4, () => 0.02, 60)
  const exact = profileIntervals('power', points, { loss: 'log-squared' }).estimates['exponent']!.standardError!
  for (const kind of ['case', 'hierarchical', 'residual', 'wild'] as const) {
    for (const multipliers of ['rademacher', 'mammen'] as const) {
      const clusters = points.map((_, i) => i)
      const found = bootstrapLaw('power', points, {
        kind,
        clusters,
        multipliers,
        loss: 'log-squared',
        replicates: 800,
        seed: 1,
      })
      const ratio = found.estimates['exponent']!.standardError! / exact
      // 800 replicates give a standard error to 2.5 %; kinds that do not assume one variance differ by the sample's own.
      expect(Math.abs(ratio - 1)).toBeLessThan(kind === 'residual' ? 0.1 : 0.25)
    }
  }
})

it('expands percentiles until they are as long as a t interval for want of degrees of freedom', () => {
  const points = line(3, () => 0.02, 10)
  const options = { loss: 'log-squared', level: 0.9, replicates: 2000, seed: 1 } as const
  const exact = profileIntervals('power', points, { ...options, calibration: 'dispersion' }).estimates['exponent']!
  const width = ({ interval }: { readonly interval: Interval | null }) => interval!.upper - interval!.lower
  const at = (ends: 'expanded' | 'percentile', kind: 'residual' | 'case') =>
    width(bootstrapLaw('power', points, { ...options, kind, ends }).estimates['exponent']!) / width(exact)
  // 8 degrees of freedom: t is 1.860 where a normal quantile is 1.645; 2,000 replicates give a percentile to 4 %.
  expect(Math.abs(at('expanded', 'residual') - 1)).toBeLessThan(0.08)
  expect(Math.abs(at('percentile', 'residual') - 1.645 / 1.86)).toBeLessThan(0.08)
  expect(at('expanded', 'case') / at('percentile', 'case')).toBeGreaterThan(1.1)
})

it('puts the estimate of a robust law in the middle of its percentiles where data or clusters are drawn', () => {
  const options = { replicates: 200, seed: 5, level: 0.9 } as const
  const clusters = runs.map((_, i) => Math.floor(i / 2))
  for (const loss of ['huber', 'lad'] as const) {
    const own = bootstrapLaw('chinchilla', runs, { loss, ...options })
    expect(own.estimates['alpha']!.interval!.method).toBe('bias-corrected percentile case bootstrap')
    const plain = bootstrapLaw('chinchilla', runs, { loss, ends: 'percentile', ...options })
    expect(own.estimates['alpha']!.standardError).toBe(plain.estimates['alpha']!.standardError)
    expect(own.estimates['alpha']!.interval).not.toEqual(plain.estimates['alpha']!.interval)
  }
  const methodOf = (given: Partial<Parameters<typeof bootstrapLaw<'chinchilla'>>[2]>) =>
    bootstrapLaw('chinchilla', runs, { ...options, replicates: 20, ...given }).estimates['E']!.interval!.method
  expect(methodOf({ kind: 'hierarchical', clusters })).toBe('bias-corrected percentile hierarchical bootstrap')
  expect(methodOf({ kind: 'wild' })).toBe('expanded percentile wild bootstrap')
  expect(methodOf({ loss: 'log-squared' })).toBe('expanded percentile case bootstrap')
  expect(methodOf({ loss: 'log-squared', ends: 'bias-corrected' })).toBe('bias-corrected percentile case bootstrap')
})

it('by clusters sees that copies bring no information, by cases does not', () => {
  const copies = runs.flatMap((run) => [run, run, run, run])
  const clusters = copies.map((_, i) => Math.floor(i / 4))
  const options = { loss: 'log-squared' as const, replicates: 150, seed: 3 }
  const error = (found: ReturnType<typeof bootstrapLaw<'chinchilla'>>) => found.estimates['alpha']!.standardError!
  const single = error(bootstrapLaw('chinchilla', runs, options))
  const clustered = error(bootstrapLaw('chinchilla', copies, { ...options, kind: 'hierarchical', clusters }))
  const naive = error(bootstrapLaw('chinchilla', copies, options))
  expect(clustered / single).toBeGreaterThan(0.75)
  expect(clustered / single).toBeLessThan(1.3)
  expect(naive / single).toBeLessThan(0.65)
  const within = error(bootstrapLaw('chinchilla', copies, { ...options, kind: 'hierarchical', clusters, within: true }))
  expect(within / clustered).toBeGreaterThan(0.75)
})

it('wild follows noise that differs between data, residual does not', () => {
  // The ends of the line, which decide the slope, are noisier than its middle.
  const points = line(6, (k) => 0.002 + 0.0005 * Math.abs(k - 29.5), 60)
  const options = { loss: 'log-squared' as const, replicates: 400, seed: 5 }
  const error = (kind: 'case' | 'wild' | 'residual') =>
    bootstrapLaw('power', points, { ...options, kind }).estimates['exponent']!.standardError!
  expect(error('wild') / error('residual')).toBeGreaterThan(1.1)
  expect(Math.abs(error('wild') / error('case') - 1)).toBeLessThan(0.2)
})

it('replicate k is stream k: the same seed gives the same, and every loss works with every kind', () => {
  for (const loss of ['huber', 'lad', 'log-squared', 'squared'] as const) {
    for (const kind of ['case', 'residual', 'wild'] as const) {
      const options = {
        kind,
        loss,
        replicates: 12,
        seed: 4,
        quantities: { ratio: ({ alpha, beta }: { alpha: number; beta: number }) => alpha / beta },
      }
      const found = bootstrapLaw('chinchilla', runs, options)
      expect(found.bootstrap!.failed).toBeLessThanOrEqual(loss === 'lad' ? 1 : 0)
      expect(found.estimates['ratio']!.interval).not.toBeNull()
      const warned = found.warnings.some(({ code }) => code === 'residuals-of-robust-loss')
      expect(warned).toBe(kind !== 'case' && (loss === 'huber' || loss === 'lad'))
      expect(bootstrapLaw('chinchilla', runs, options)).toEqual(found)
      expect(JSON.parse(JSON.stringify(found))).toEqual(found)
    }
  }
})

it('refuses what cannot be done', () => {
  const clusters = runs.map((_, i) => i % 2)
  expect(bootstrapLaw('chinchilla', runs, { kind: 'hierarchical', clusters, seed: 1 }).refusal?.code).toBe(
    'too-few-clusters',
  )
  expect(bootstrapLaw('chinchilla', runs.slice(0, 4), { seed: 1 })).toMatchObject({
    parameters: null,
    bootstrap: null,
    refusal: { code: 'too-few-runs' },
  })
  const five = bootstrapLaw('chinchilla', runs, {
    kind: 'hierarchical',
    clusters: runs.map((_, i) => i % 5),
    replicates: 5,
    seed: 1,
  })
  expect(five.warnings).toMatchObject([{ code: 'few-clusters' }])
  const odd = bootstrapLaw('chinchilla', runs, { replicates: 5, seed: 1, quantities: { nothing: () => NaN } })
  expect(odd.estimates['nothing']).toMatchObject({ interval: null, standardError: null })
})

it.each([
  [{ kind: 'other' as 'case' }, 'kind must be one of case, hierarchical, residual, wild, got other'],
  [{ kind: 'hierarchical' as const }, 'clusters must have one label per datum (64), got none'],
  [{ kind: 'hierarchical' as const, clusters: [1] }, 'clusters must have one label per datum (64), got 1'],
  [{ kind: 'wild' as const, multipliers: 'mammen' as const }, "multipliers 'mammen' need loss"],
  [{ replicates: 1 }, 'replicates must be a whole number >= 2, got 1'],
  [{ ends: 'other' as 'expanded' }, 'ends must be one of expanded, percentile, bias-corrected, got other'],
  [{ level: 0 }, 'level must be between 0 and 1, got 0'],
  [{ quantities: { A: () => 1 } }, 'must not be named like a constant'],
])('names what is wrong with %o', (options, message) => {
  expect(() => bootstrapLaw('chinchilla', runs, { seed: 1, ...options })).toThrow(message)
})
