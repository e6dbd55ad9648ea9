import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kaplanFlops } from '../src/index.js'

describe('kaplanFlops', () => {
  it('counts GPT-2 XL and GPT-3', () => {
    const gpt2 = kaplanFlops({ layers: 48, width: 1600, contextLength: 1024, vocabulary: 50257 })
    expect(gpt2.nonEmbeddingParams).toBe(1_474_560_000)
    expect(gpt2.forwardPerToken).toBe(3_106_406_400)
    expect(gpt2.embeddingParams).toBe((50257 + 1024) * 1600)
    expect(gpt2.forward.embed).toBe(6400)
    expect(gpt2.forward.deEmbed).toBe(160_822_400)
    expect(kaplanFlops({ layers: 96, width: 12288, contextLength: 2048 }).forwardPerToken).toBe(352_724_189_184)
  })

  it('leaves embedding null without a vocabulary', () => {
    const { embeddingParams, forward } = kaplanFlops({ layers: 2, width: 8, contextLength: 16 })
    expect([embeddingParams, forward.embed, forward.deEmbed]).toEqual([null, null, null])
  })

  it('sums its lines, and needs 12 L d^2 parameters in the usual shape', () => {
    const size = fc.integer({ min: 1, max: 4096 })
    fc.assert(
      fc.property(size, size, size, size, size, (layers, width, attentionWidth, feedForwardWidth, contextLength) => {
        const flops = kaplanFlops({ layers, width, attentionWidth, feedForwardWidth, contextLength })
        const { queryKeyValue, mask, project, feedForward } = flops.forward
        expect((queryKeyValue + mask + project + feedForward) / flops.forwardPerToken).toBeCloseTo(1, 12)
        expect(flops.trainingPerToken).toBe(3 * flops.forwardPerToken)
        expect(flops.contextShare).toBeCloseTo(1 - flops.approximateTrainingPerToken / flops.trainingPerToken, 10)
        expect(kaplanFlops({ layers, width, contextLength }).nonEmbeddingParams).toBe(12 * layers * width ** 2)
      }),
    )
  })

  it.each([0, -1, NaN, Infinity])('refuses %s layers', (layers) => {
    expect(() => kaplanFlops({ layers, width: 8, contextLength: 16 })).toThrow(
      `kaplanFlops: layers must be > 0 and finite, got ${layers}`,
    )
  })
})
