import { describe, expect, it } from 'vitest'
import { hoAlgorithmicProgress, planTriggers, triggerCadence, type PlannedModel } from '../src/index.js'

describe('triggerCadence', () => {
  it.each([
    [10, 4, 219.90241183253823],
    [12.3, 4, 201.76289616820048],
    [11.04, 4, 210.8],
    [4, 4, 365.25],
    [2, 8, 3 * 365.25],
  ])('at x%s per year a factor of %s takes %s days', (growth, factor, days) => {
    expect(Math.abs(triggerCadence(growth, factor).estimate! - days)).toBeLessThan(days === 210.8 ? 0.1 : 1e-10)
  })

  it('carries the interval of growth over, ends exchanged', () => {
    const interval = { lower: 2, upper: 16, level: 0.9, method: 'given' }
    const days = triggerCadence({ estimate: 4, standardError: null, interval }, 4)
    expect(days.interval).toEqual({ lower: 365.25 / 2, upper: 730.5, level: 0.9, method: 'given' })
    const open = triggerCadence({ estimate: 4, standardError: null, interval: { ...interval, lower: 1 } }, 4)
    expect(open).toMatchObject({ estimate: 365.25, interval: null, reason: 'growth may be 1: no finite upper end' })
  })

  it('has no answer without growth or knowledge', () => {
    expect(triggerCadence(1).reason).toBe('effective compute does not grow')
    const unknown = triggerCadence({ estimate: null, standardError: null, interval: null })
    expect(unknown.estimate).toBeNull()
    expect(unknown.reason).toContain('may come at any time')
  })

  it('refuses a factor of 1 and growth of 0', () => {
    expect(() => triggerCadence(10, 1)).toThrow('factor must be > 1 and finite, got 1')
    expect(() => triggerCadence(0)).toThrow('growthPerYear must be > 0')
  })
})

describe('planTriggers', () => {
  const baseline = { date: '2025-01-01', compute: 1e25 }
  const model = (name: string, date: string, compute?: number): PlannedModel =>
    compute === undefined ? { name, date } : { name, date, compute }

  it('moves the baseline when an assessment is due', () => {
    const models = [model('C', '2025-12-31', 8e25), model('A', '2025-06-30', 1e25), model('B', '2025-12-31', 3e25)]
    const plan = planTriggers(models, { baseline, algorithmicDoublingMonths: 12 })
    expect(plan.steps.map(({ name, status, baseline: of }) => [name, status, of])).toEqual([
      ['A', 'below', null],
      ['C', 'due', null],
      ['B', 'below', 'C'],
    ])
    expect(plan.steps[1]!.ratio.estimate).toBeCloseTo(8 * 2 ** (364 / 365.25), 10)
    expect(plan.steps[2]!.ratio.estimate).toBeCloseTo(3 / 8, 12)
    expect(plan.algorithmsAloneDate).toBe('2027-01-02')
    expect(plan.warnings).toEqual([])
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
  })

  it('never calls unknown compute or an undecided ratio safe', () => {
    const { doublingMonths } = hoAlgorithmicProgress
    const models = [model('A', '2025-07-01', 2e25), model('B', '2025-08-01'), model('C', '2025-02-01', 2e25)]
    const plan = planTriggers(models, { baseline, algorithmicDoublingMonths: doublingMonths })
    expect(plan.steps.map(({ status }) => status)).toEqual(['below', 'possible', 'unknown'])
    const { estimate, interval } = plan.steps[1]!.ratio
    expect(interval!.lower < estimate! && estimate! < 4 && interval!.upper > 4).toBe(true)
    expect(plan.steps[2]!.ratio.estimate).toBeNull()
    expect(plan.warnings.map(({ code }) => code)).toEqual(['unknown-compute', 'possible-trigger'])
  })

  it('orders the interval of a model that is older than the baseline', () => {
    const [step] = planTriggers([model('old', '2023-01-01', 1e25)], {
      baseline,
      algorithmicDoublingMonths: hoAlgorithmicProgress.doublingMonths,
    }).steps
    const { lower, upper } = step!.ratio.interval!
    expect(lower < step!.ratio.estimate! && step!.ratio.estimate! < upper && upper < 1).toBe(true)
  })

  it.each([
    [[], { baseline, algorithmicDoublingMonths: 0 }, 'algorithmicDoublingMonths must be > 0'],
    [[], { baseline, algorithmicDoublingMonths: 8, factor: 1 }, 'factor must be > 1'],
    [[], { baseline: { ...baseline, compute: 0 }, algorithmicDoublingMonths: 8 }, 'baseline.compute must be > 0'],
    [[model('A', 'soon', 1)], { baseline, algorithmicDoublingMonths: 8 }, 'got soon'],
    [[model('A', '2025-01-01', -1)], { baseline, algorithmicDoublingMonths: 8 }, 'compute of A must be > 0'],
    [
      [],
      { baseline, algorithmicDoublingMonths: { estimate: null, standardError: null, interval: null } },
      'has no estimate',
    ],
  ])('throws for %o', (models, options, message) => {
    expect(() =>
      planTriggers(models.length === 1 ? [...models, model('z', '2025-01-02', 1)] : models, options),
    ).toThrow(message)
  })
})
