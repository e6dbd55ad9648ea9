import { describe, expect, it } from 'vitest'
import {
  detectionPower,
  equivalencePower,
  questionsForEquivalence,
  questionsNeeded,
  smallestDetectableEffect,
} from '../src/index.js'
import oracle from './oracles/power_scipy.json' with { type: 'json' }

describe('power', () => {
  it.each(oracle.power)(
    '$questions questions, effect $effect of $deviation, alpha $alpha',
    ({ questions, effect, deviation, alpha, power }) => {
      expect(Math.abs(detectionPower(questions, effect, { deviation, alpha }) - power)).toBeLessThan(1e-8)
    },
  )

  it('is the level without an effect, and grows with questions', () => {
    expect(detectionPower(30, 0, { deviation: 1 })).toBeCloseTo(0.05, 10)
    expect(detectionPower(30, 0, { deviation: 1, tests: 5 })).toBeCloseTo(0.01, 10)
    const powers = [5, 10, 20, 40].map((n) => detectionPower(n, 0.5, { deviation: 1 }))
    expect(powers).toEqual(powers.toSorted((a, b) => a - b))
  })

  it('inverts: smallest effect and needed questions', () => {
    const options = { deviation: 0.7, tests: 3, power: 0.9 }
    const effect = smallestDetectableEffect(40, options)
    expect(detectionPower(40, effect, options)).toBeCloseTo(0.9, 10)
    // A hair more than what 40 questions detect, so that rounding cannot ask for a 41st.
    const questions = questionsNeeded(effect * (1 + 1e-12), options)
    expect(questions).toBe(40)
    expect(detectionPower(39, effect, options)).toBeLessThan(0.9)
  })

  it('equivalence needs a margin beyond the truth', () => {
    const questions = questionsForEquivalence(0.2, { deviation: 0.4, effect: 0.05 })
    expect(equivalencePower(questions, 0.2, { deviation: 0.4, effect: 0.05 })).toBeGreaterThanOrEqual(0.8)
    expect(equivalencePower(questions - 1, 0.2, { deviation: 0.4, effect: 0.05 })).toBeLessThan(0.8)
    expect(equivalencePower(3, 0.01, { deviation: 1 })).toBe(0)
    expect(() => questionsForEquivalence(0.1, { deviation: 1, effect: 0.2 })).toThrow('within the margin')
  })

  it('refuses arguments out of range', () => {
    expect(() => detectionPower(1, 1, { deviation: 1 })).toThrow('questions')
    expect(() => detectionPower(5, 1, { deviation: 0 })).toThrow('deviation')
    expect(() => detectionPower(5, 1, { deviation: 1, alpha: 1 })).toThrow('alpha')
    expect(() => detectionPower(5, 1, { deviation: 1, tests: 0 })).toThrow('tests')
    expect(() => questionsNeeded(0, { deviation: 1 })).toThrow('effect')
    expect(() => questionsNeeded(1e-9, { deviation: 1 })).toThrow('more than')
    expect(() => questionsNeeded(1, { deviation: 1, power: 1 })).toThrow('power')
    expect(() => equivalencePower(5, 0, { deviation: 1 })).toThrow('margin')
  })
})
