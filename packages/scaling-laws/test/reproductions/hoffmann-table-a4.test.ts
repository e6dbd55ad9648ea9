import { describe, expect, it } from 'vitest'
import { hoffmannFlops } from '../../src/index.js'

// Hoffmann 2022, table A4: layers, d_model, ffw_size, heads, k/q size, and the printed "FLOP ratio (Ours / 6ND)".
// The last column is what the text of appendix F gives instead, counted independently in a script.
const table: readonly (readonly [string, number, number, number, number, number, number, number])[] = [
  ['73M', 10, 640, 2560, 10, 64, 1.03, 1.5819],
  ['305M', 20, 1024, 4096, 16, 64, 1.1, 1.3165],
  ['552M', 24, 1280, 5120, 10, 128, 1.08, 1.2322],
  ['1.1B', 26, 1792, 7168, 14, 128, 1.04, 1.1451],
  ['1.6B', 28, 2048, 8192, 16, 128, 1.03, 1.1158],
  ['6.8B', 40, 3584, 14336, 28, 128, 0.99, 1.0282],
]

describe('Hoffmann 2022, table A4', () => {
  it.each(table)('%s', (name, layers, width, feedForwardWidth, heads, headWidth, printed, byText) => {
    const shape = { layers, width, feedForwardWidth, heads, headWidth }
    const without = hoffmannFlops(shape, { embeddings: 'left-out' })
    expect(Number(without.ratioToSixND.toFixed(2)), 'the table, embedding and logits left out').toBe(printed)
    expect(Math.abs(hoffmannFlops(shape).ratioToSixND - byText), 'the text').toBeLessThan(5e-5)
    const size = name.endsWith('B') ? Number(name.slice(0, -1)) * 1e9 : Number(name.slice(0, -1)) * 1e6
    expect(Math.abs(without.params / size - 1), 'the size in the name').toBeLessThan(0.04)
  })

  it('differs between the two by exactly embedding and logits', () => {
    const shape = { layers: 10, width: 640, feedForwardWidth: 2560, heads: 10, headWidth: 64 }
    const [text, printed] = [hoffmannFlops(shape), hoffmannFlops(shape, { embeddings: 'left-out' })]
    expect(text.forwardPerSequence).toBe(477_731_225_600)
    expect(text.trainingPerSequence).toBe(1_433_193_676_800)
    expect(text.trainingPerToken * 2048).toBe(text.trainingPerSequence)
    expect(text.forwardPerSequence - printed.forwardPerSequence).toBe(2 * 2 * 2048 * 32_000 * 640)
    expect(text.assumptions.join(' ')).toContain('against its text')
  })

  it('refuses a head of width zero', () => {
    const shape = { layers: 1, width: 8, feedForwardWidth: 32, heads: 2, headWidth: 0 }
    expect(() => hoffmannFlops(shape)).toThrow('hoffmannFlops: headWidth must be > 0')
  })
})
