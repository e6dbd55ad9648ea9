import { approximateTrainingFlop, hoffmannFlops, kaplanFlops } from '@safety-portfolio/scaling-laws'
import { decimals, digits, type ReproductionRow } from './reproduction.js'

/** Hoffmann et al. 2022, table A4: name, layers, d_model, ffw_size, heads, k/q size, printed ratio to 6ND. */
const table = [
  ['73M', 10, 640, 2560, 10, 64, 1.03],
  ['305M', 20, 1024, 4096, 16, 64, 1.1],
  ['552M', 24, 1280, 5120, 10, 128, 1.08],
  ['1.1B', 26, 1792, 7168, 14, 128, 1.04],
  ['1.6B', 28, 2048, 8192, 16, 128, 1.03],
  ['6.8B', 40, 3584, 14336, 28, 128, 0.99],
] as const

const shapes = table.map(([name, layers, width, feedForwardWidth, heads, headWidth, published]) => ({
  name,
  published,
  shape: { layers, width, feedForwardWidth, heads, headWidth },
}))

/** The table comes out when embedding and logits are left out, … */
export const tableA4LeftOut: readonly ReproductionRow[] = shapes.map(({ name, published, shape }) => ({
  quantity: name,
  published,
  ours: hoffmannFlops(shape, { embeddings: 'left-out' }).ratioToSixND,
  tolerance: 0.005,
  print: decimals(3),
}))

/** … and not when they are counted, as its text says. */
export const tableA4Counted: readonly ReproductionRow[] = shapes.map(({ name, published, shape }) => ({
  quantity: name,
  published,
  ours: hoffmannFlops(shape).ratioToSixND,
  tolerance: 0.6,
  print: decimals(3),
}))

/** Against an independent count in Python, from the shapes. */
export const kaplanFlopRows: readonly ReproductionRow[] = [
  {
    quantity: 'Forward FLOP per token, 48 layers of 1600, context 1024',
    published: 3106406400,
    ours: kaplanFlops({ layers: 48, width: 1600, contextLength: 1024 }).forwardPerToken,
    tolerance: 0,
    print: digits(10),
  },
  {
    quantity: 'Forward FLOP per token, 96 layers of 12288, context 2048',
    published: 352724189184,
    ours: kaplanFlops({ layers: 96, width: 12288, contextLength: 2048 }).forwardPerToken,
    tolerance: 0,
    print: digits(12),
  },
  {
    quantity: '6ND of 175B parameters, 300B tokens',
    published: 3.15e23,
    ours: approximateTrainingFlop(175e9, 300e9),
    tolerance: 1e8,
    print: digits(3),
  },
]
