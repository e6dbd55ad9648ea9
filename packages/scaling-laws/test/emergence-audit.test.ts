import { describe, expect, it } from 'vitest'
import { auditEmergence, emergenceScore, metricValues, tokenSuccess } from '../src/index.js'

const options = { bootstrap: { seed: 1, replicates: 39 } }
const law = { scale: 1e8, exponent: -0.4 }
const scales = [1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13]

describe('auditEmergence', () => {
  const points = scales
    .map((scale) => {
      const { exactMatch } = metricValues(tokenSuccess(scale, law), 10)
      return { scale, successes: Math.round(1000 * exactMatch), trials: 1000 }
    })
    .reverse()

  it('recovers the smooth token law beneath a sharp metric', () => {
    const audit = auditEmergence(points, { ...options, answerTokens: 10 })
    expect(audit.rows.map(({ scale }) => scale)).toEqual(scales)
    expect(audit.rows.map(({ belowResolution }) => belowResolution)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ])
    for (const row of audit.rows.slice(4)) {
      // Rounding to a thousandth of accuracy moves the token probability by less.
      expect(Math.abs(row.tokenSuccess.estimate! - tokenSuccess(row.scale, law))).toBeLessThan(1e-3)
      expect(Math.abs(row.tokenLoss.estimate! / (row.scale / law.scale) ** law.exponent - 1)).toBeLessThan(0.05)
      const { lower, upper } = row.tokenLoss.interval!
      expect(lower < row.tokenLoss.estimate! && row.tokenLoss.estimate! < upper).toBe(true)
    }
    expect(audit.breakTest.verdict).toBe('no-break-found')
    expect(audit.scoreOfAccuracy.score!).toBeGreaterThan(audit.scoreOfTokenSuccess.score!)
    expect(audit.warnings.map(({ code }) => code)).toEqual([
      'below-resolution',
      'sharp-metric',
      'recalled-formula',
      'no-proof-of-smoothness',
    ])
    expect(JSON.parse(JSON.stringify(audit))).toEqual(audit)
  })

  it('never reports an unseen ability as absent', () => {
    const [first] = auditEmergence(points, { ...options, answerTokens: 10 }).rows
    expect(first!.tokenSuccess.estimate).toBeNull()
    expect(first!.tokenLoss).toMatchObject({ estimate: null, interval: null })
    expect(first!.accuracy.interval!.upper).toBeGreaterThan(0)
    expect(first!.tokenSuccess.interval!.upper).toBeGreaterThan(0.5)
  })

  it('audits a metric of one token without calling it sharp', () => {
    const audit = auditEmergence(points, options)
    expect(audit.warnings.map(({ code }) => code)).not.toContain('sharp-metric')
    const last = audit.rows.at(-1)!
    expect(last.tokenSuccess.estimate).toBe(last.accuracy.estimate)
    expect(() => auditEmergence(points, { ...options, answerTokens: 0 })).toThrow(
      'answerTokens must be an integer >= 1',
    )
  })
})

describe('auditEmergence of multiple choice', () => {
  const chance = 0.25
  const points = scales.map((scale) => {
    const accuracy = chance + (1 - chance) * metricValues(tokenSuccess(scale, law), 6).exactMatch
    return { scale, successes: Math.round(400 * accuracy), trials: 400 }
  })

  it('takes accuracy at the level of guessing for unseen, not for a quarter of the ability', () => {
    const audit = auditEmergence(points, { ...options, answerTokens: 6, chance })
    expect(audit.rows.map(({ belowResolution }) => belowResolution)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ])
    for (const row of audit.rows.slice(4))
      expect(Math.abs(row.tokenSuccess.estimate! - tokenSuccess(row.scale, law))).toBeLessThan(0.01)
    expect(audit.rows[0]!.tokenSuccess).toMatchObject({
      estimate: null,
      reason: 'not distinguishable from guessing: the test shows an upper bound only',
    })
    expect(audit.warnings[0]!.message).toContain('cannot be told from guessing')
    expect(audit.breakTest.verdict).toBe('no-break-found')
  })

  it('sees a break where guessing is taken for ability', () => {
    const blind = auditEmergence(points, { bootstrap: { seed: 1, replicates: 199 } })
    expect(blind.breakTest.dispersion).toBeGreaterThan(
      auditEmergence(points, { ...options, chance }).breakTest.dispersion! * 2,
    )
    expect(() => auditEmergence(points, { ...options, chance: 1 })).toThrow('chance must be in [0, 1), got 1')
  })
})

describe('emergenceScore', () => {
  it('is signed, needs no unit, and says that it is recalled', () => {
    const rise = emergenceScore([0.1, 0.2, 0.2, 0.9, 0.95])
    expect(rise.score).toBeCloseTo(0.85 / Math.sqrt((0.1 ** 2 + 0.05 ** 2) / 2), 10)
    expect(emergenceScore([0.95, 0.9, 0.2, 0.2, 0.1]).score).toBeCloseTo(-rise.score!, 10)
    expect(emergenceScore([10, 20, 20, 90, 95]).score).toBeCloseTo(rise.score!, 10)
    expect(rise.warnings.map(({ code }) => code)).toEqual(['recalled-formula'])
    expect(rise.formula).toContain('[recalled]')
  })

  it.each([
    [[], 'at least 3'],
    [[0, 1], 'at least 3'],
    [[1, 1, 1], 'half of the steps'],
    [[0, 0, 0, 1], 'half of the steps'],
  ])('has no score for %j', (values, reason) => {
    const result = emergenceScore(values)
    expect(result.score).toBeNull()
    expect(result.reason).toContain(reason)
  })

  it('refuses NaN', () => {
    expect(() => emergenceScore([0, NaN, 1])).toThrow('values must be finite, got NaN')
  })
})
