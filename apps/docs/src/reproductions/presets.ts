import { computeOptimal, presets, publishedFits } from '@safety-portfolio/scaling-laws'
import { decimals, digits, type ReproductionRow } from './reproduction.js'

const gopher = 5.76e23

/** Frontier of the presets at Gopher's budget, against SciPy. */
export const presetRows: readonly ReproductionRow[] = [
  {
    quantity: 'Hoffmann, as printed: tokens per parameter',
    published: 92.6473667573052,
    ours: computeOptimal(publishedFits.hoffmannRounded.parameters, gopher).tokensPerParam,
    tolerance: 1e-9,
    print: decimals(8),
  },
  {
    quantity: 'Hoffmann, unrounded: tokens per parameter',
    published: 58.931666582574636,
    ours: computeOptimal(publishedFits.hoffmann.parameters, gopher).tokensPerParam,
    tolerance: 1e-9,
    print: decimals(8),
  },
  {
    quantity: 'Hoffmann, unrounded: parameters',
    published: 40360938387.23629,
    ours: computeOptimal(publishedFits.hoffmann.parameters, gopher).params,
    tolerance: 1,
    print: digits(10),
  },
  {
    quantity: 'Hoffmann, unrounded: loss',
    published: 1.9184120459968501,
    ours: computeOptimal(publishedFits.hoffmann.parameters, gopher).loss,
    tolerance: 1e-12,
    print: decimals(10),
  },
]

/** Every preset, and what those of the Chinchilla family say of Gopher's budget. */
export const presetTable = Object.entries(presets).map(
  ([key, { law, name, parameters, units, source, note, warning }]) => ({
    key,
    law,
    name,
    units,
    source,
    note: warning?.message ?? note,
    constants: Object.entries<number>({ ...parameters }).map(
      ([constant, value]) => `${constant} = ${Number(value.toPrecision(8))}`,
    ),
    tokensPerParam: 'beta' in parameters ? computeOptimal(parameters, gopher).tokensPerParam.toFixed(1) : '–',
  }),
)
