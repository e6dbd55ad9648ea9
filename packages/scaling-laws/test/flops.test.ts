import { describe, expect, it } from 'vitest'
import {
  approximateTrainingFlop,
  approximateTrainingFlopWithAttention,
  attentionTrainingFlopPerToken,
  deepSeekFlopPerToken,
  flopFromPetaflopDays,
  kaplanFlops,
  petaflopDays,
  trainingFlop,
  type Flop,
  type FlopPerToken,
  type PetaflopDay,
} from '../src/index.js'

describe('units', () => {
  it('converts petaflop/s-days there and back', () => {
    expect(petaflopDays(8.64e19)).toBe(1)
    expect(flopFromPetaflopDays(petaflopDays(3.14e23))).toBeCloseTo(3.14e23, -12)
  })

  it('refuses one unit where another is wanted, at compile time', () => {
    const perToken: FlopPerToken = 6e9
    const days: PetaflopDay = 1
    const total: Flop = trainingFlop(perToken, 1e9)
    // @ts-expect-error petaflop/s-days are not FLOP
    expect(petaflopDays(days)).toBeGreaterThan(0)
    // @ts-expect-error a total is not a cost per token
    expect(trainingFlop(total, 1)).toBe(6e18)
  })
})

describe('6 N D', () => {
  it.each([
    ['GPT-3', 175e9, 300e9, 3.15e23],
    ['Chinchilla', 70e9, 1.4e12, 5.88e23],
    ['Gopher', 280e9, 300e9, 5.04e23],
    ['nothing', 0, 0, 0],
  ])('%s', (_, params, tokens, flop) => {
    expect(approximateTrainingFlop(params, tokens)).toBeCloseTo(flop, -12)
  })

  it.each([-1, NaN, Infinity])('refuses %s parameters', (params) => {
    expect(() => approximateTrainingFlop(params, 1)).toThrow(`params must be >= 0 and finite, got ${params}`)
    expect(() => approximateTrainingFlop(1, params)).toThrow(RangeError)
  })
})

describe('attention over the context', () => {
  const shape = { layers: 96, attentionWidth: 12288, contextLength: 2048 }

  it('is three times the mask line of Kaplan table 1', () => {
    const kaplan = kaplanFlops({ layers: 96, width: 12288, contextLength: 2048 })
    expect(attentionTrainingFlopPerToken(shape)).toBe(3 * kaplan.forward.mask)
    const tokens = 300e9
    const total = approximateTrainingFlopWithAttention(kaplan.nonEmbeddingParams, tokens, shape)
    expect(total / (kaplan.trainingPerToken * tokens)).toBeCloseTo(1, 14)
  })

  it('without a mask is the second term of the DeepSeek scale', () => {
    const linear = 72 * 96 * 12288 ** 2
    expect(deepSeekFlopPerToken({ layers: 96, width: 12288, sequenceLength: 2048 })).toBe(
      linear + attentionTrainingFlopPerToken({ ...shape, mask: 'full' }),
    )
  })

  it('refuses a width of zero', () => {
    expect(() => deepSeekFlopPerToken({ layers: 1, width: 0, sequenceLength: 1 })).toThrow('width must be > 0')
  })
})
