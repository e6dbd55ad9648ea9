import { describe, expect, it } from 'vitest'
import { metricOf } from '../../src/index.js'
import { metricReport } from '../../src/statistics/metric-report.js'

const mean = metricOf('average', (values) => values.reduce((sum, one) => sum + one, 0) / values.length)
const level = 0.95

describe('metricReport', () => {
  it('bootstraps over questions: of a mean it is near the textbook error', () => {
    const values = Array.from({ length: 400 }, (_, index) => (index % 4 === 0 ? 1 : 0))
    const report = metricReport(mean, values, { level })
    expect(report).toMatchObject({ name: 'average', value: 0.25, n: 400 })
    // sqrt(0.25 * 0.75 / 400) = 0.02165; 1000 resamples know it to about 1 / sqrt(2000), 2 %; 10 % is over four times that.
    expect(Math.abs(report.standardError! / 0.02165 - 1)).toBeLessThan(0.1)
    expect(report.interval!.lower).toBeLessThan(0.25)
    expect(report.interval!.upper).toBeGreaterThan(0.25)
    expect(metricReport(mean, values, { level })).toEqual(report)
  })

  it('resamples whole clusters', () => {
    const values = Array.from({ length: 400 }, (_, index) => (Math.floor(index / 20) % 4 === 0 ? 1 : 0))
    const clusters = values.map((_, index) => Math.floor(index / 20))
    const plain = metricReport(mean, values, { level })
    const clustered = metricReport(mean, values, { level, clusters })
    // 20 equal clusters of 20: the error is sqrt(20) times that of questions.
    expect(clustered.standardError! / plain.standardError!).toBeGreaterThan(3.5)
    expect(clustered.standardError! / plain.standardError!).toBeLessThan(5.5)
  })

  it('is null with a reason where there is none', () => {
    const cases = [
      [mean, [], 'no question was scored'],
      [metricOf('none', () => null), [1], 'not defined'],
      [metricOf('nan', () => Number.NaN), [1], 'not defined'],
      [
        metricOf('throws', () => {
          throw new Error('odd')
        }),
        [1],
        'the metric failed: odd',
      ],
    ] as const
    for (const [metric, values, reason] of cases) {
      const report = metricReport(metric, values, { level })
      expect(report).toMatchObject({ value: null, standardError: null, interval: null })
      expect(report.reason).toContain(reason)
    }
    const still = metricReport(mean, [1, 1, 1], { level })
    expect(still.value).toBe(1)
    if (still.interval === null) expect(still.reason).toBeDefined()
  })
})
