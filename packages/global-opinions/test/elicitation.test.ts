import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  answerFromLetters,
  answerFromLikelihoods,
  answerFromTexts,
  optionOrders,
  orderBias,
  surveyPrompt,
} from '../src/index.js'

describe('prompts', () => {
  const options = ['Tea', 'Coffee', 'Water']
  it('frame the conditions', () => {
    expect(surveyPrompt({ question: 'Drink? ', options, condition: 'cross-national', country: 'Peru' }).user).toBe(
      'How would someone from Peru answer the following question?\n\nDrink?\n\nHere are the options:\n(A) Tea\n(B) Coffee\n(C) Water',
    )
    const german = surveyPrompt({
      question: 'Getränk?',
      options: ['Tee', 'Kaffee'],
      condition: 'linguistic',
      country: 'Germany',
      words: { options: 'Zur Wahl steht:', answer: 'Meine Antwort wäre (' },
    })
    expect(german).toMatchObject({ country: 'Germany', prefill: 'Meine Antwort wäre (', condition: 'linguistic' })
    expect(german.user).toContain('Zur Wahl steht:')
  })

  it('have letters beyond Z', () => {
    const many = surveyPrompt({ question: 'Which?', options: Array.from({ length: 30 }, (_, i) => `o${i}`) })
    expect(many.letters.slice(24)).toEqual(['Y', 'Z', 'AA', 'AB', 'AC', 'AD'])
  })

  it('refuse what cannot be asked', () => {
    expect(() => surveyPrompt({ question: 'a', options: [] })).toThrow(RangeError)
    expect(() => surveyPrompt({ question: 'a', options, order: [0, 1] })).toThrow(RangeError)
    expect(() => surveyPrompt({ question: 'a', options, order: [0, 1, 1] })).toThrow(RangeError)
    expect(() => surveyPrompt({ question: 'a', options, condition: 'cross-national' })).toThrow(RangeError)
  })
})

describe('letters', () => {
  it('adds spellings up, puts options in order and tells what was not seen', () => {
    const answer = answerFromLetters(
      [
        ['(A', Math.log(0.5)],
        ['b)', Math.log(0.3)],
        ['The', Math.log(0.1)],
      ],
      [2, 0, 1],
    )
    expect(answer.massOnOptions).toBeCloseTo(0.8, 12)
    expect(answer.unseen).toEqual([1])
    expect(answer.unseenBound).toBeCloseTo(0.1, 12)
    expect(answer.distribution![2]).toBeCloseTo(0.5 / 0.85, 12)
    expect(answer.distribution![1]).toBeCloseTo(0.05 / 0.85, 12)
  })

  it('gives none without letters, and refuses impossible numbers', () => {
    expect(answerFromLetters([['Sorry', -0.1]], [0, 1])).toMatchObject({ distribution: null, massOnOptions: 0 })
    expect(() => answerFromLetters([['A', 0.5]], [0])).toThrow(RangeError)
    expect(() => answerFromLetters([['A', NaN]], [0])).toThrow(RangeError)
    expect(() => answerFromLetters([], [])).toThrow(RangeError)
  })
})

describe('likelihoods', () => {
  it('differ by how length is treated, and refuse bad ones', () => {
    const options = [
      { logLikelihood: -6, tokens: 6 },
      { logLikelihood: -2, tokens: 1 },
    ]
    expect(answerFromLikelihoods(options).distribution![1]).toBeCloseTo(1 / (1 + Math.exp(-4)), 12)
    expect(answerFromLikelihoods(options, { normalise: 'mean' }).distribution![1]).toBeCloseTo(
      1 / (1 + Math.exp(1)),
      12,
    )
    expect(() => answerFromLikelihoods([])).toThrow(RangeError)
    expect(() => answerFromLikelihoods([{ logLikelihood: -Infinity, tokens: 1 }])).toThrow(RangeError)
    expect(() => answerFromLikelihoods([{ logLikelihood: -1, tokens: 0 }])).toThrow(RangeError)
  })
})

describe('texts', () => {
  const options = ['Very important', 'Important', 'Not important']
  it.each([
    ['(B)', 1],
    ['B', 1],
    ['b.', 1],
    ['My answer is (C).', 2],
    ['Answer: A) Very important', 0],
    ['I think it is (C), since ...', 2],
    ['It is very important to me.', 0],
    ['I would say not important', 2],
    ['Important.', 1],
  ])('%s', (text, option) => {
    expect(answerFromTexts([text], options).distribution![option]).toBe(1)
  })

  it.each(["I'm sorry, I can’t say", 'As an AI, I do not have personal opinions.', 'I would prefer not to answer'])(
    '%s declines',
    (text) => {
      expect(answerFromTexts([text], options)).toMatchObject({ refused: 1, unmatched: 0, distribution: null })
    },
  )

  it.each(['(A) or (B)', 'Hmm.', '', 'Either very important or not important'])('%s cannot be read', (text) => {
    expect(answerFromTexts([text], options)).toMatchObject({ refused: 0, unmatched: 1 })
  })

  it('follows the order of the letters, and gives rates with intervals', () => {
    const answer = answerFromTexts(['(A)', '(A)', 'no idea'], ['Yes', 'No'], [1, 0])
    expect(answer.distribution).toEqual([0, 1])
    expect(answer.mismatchRate!.rate).toBeCloseTo(1 / 3, 12)
    expect(answer.mismatchRate!.interval.upper).toBeGreaterThan(1 / 3)
    expect(answerFromTexts([], ['Yes', 'No']).refusalRate).toBeNull()
    expect(() => answerFromTexts([], [])).toThrow(RangeError)
  })
})

describe('orders', () => {
  it('are balanced, or drawn', () => {
    for (const size of [1, 2, 3, 7]) {
      for (const kind of ['cyclic', 'balanced'] as const) {
        const orders = optionOrders(size, { kind })
        const met = new Map<string, number>()
        for (const order of orders)
          for (const [place, option] of order.entries())
            met.set(`${place}/${option}`, (met.get(`${place}/${option}`) ?? 0) + 1)
        expect(new Set(met.values()).size).toBe(1)
        expect(met.size).toBe(size * size)
      }
    }
    const random = optionOrders(5, { kind: 'random', count: 50, seed: 3 })
    expect(random).toHaveLength(50)
    expect(optionOrders(5, { kind: 'random', count: 50, seed: 3 })).toEqual(random)
    expect(() => optionOrders(0)).toThrow(RangeError)
    expect(() => optionOrders(2, { count: 0 })).toThrow(RangeError)
  })

  it('average a habit away, and share the variance out', () => {
    const weights = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(weights, weights, (content, habit) => {
        // Content and habit add: then nothing is left for the rest, and the average is the content.
        const share = (values: readonly number[]): readonly number[] => {
          const total = values.reduce((sum, value) => sum + value, 0)
          return values.map((value) => value / total)
        }
        const [c, h] = [share(content), share(habit)]
        const answers = optionOrders(4).map((order) => ({
          order,
          byPlace: order.map((option, place) => (c[option]! + h[place]!) / 2),
        }))
        const bias = orderBias(answers)
        for (const [option, value] of bias.distribution.entries())
          expect(value).toBeCloseTo((c[option]! + 0.25) / 2, 12)
        expect(bias.firstPlaceBias).toBeCloseTo((h[0]! - 0.25) / 2, 12)
        if (bias.variance !== null) {
          expect(bias.variance.options + bias.variance.places + bias.variance.rest).toBeCloseTo(1, 9)
          expect(bias.variance.rest).toBeLessThan(1e-6)
        }
      }),
    )
  })

  it('say when they are not balanced, when nothing varies, and refuse nonsense', () => {
    expect(orderBias([{ order: [0, 1], byPlace: [0.9, 0.1] }])).toMatchObject({ balanced: false, variance: null })
    const uniform = optionOrders(2).map((order) => ({ order, byPlace: [0.5, 0.5] }))
    expect(orderBias(uniform)).toMatchObject({ balanced: true, variance: null, orderDeviation: 0 })
    expect(() => orderBias([])).toThrow(RangeError)
    expect(() => orderBias([{ order: [0, 0], byPlace: [0.5, 0.5] }])).toThrow(RangeError)
    expect(() => orderBias([{ order: [0, 1], byPlace: [0.5, -0.5] }])).toThrow(RangeError)
  })
})
