import {
  bootstrapGroupMeans,
  jensenShannonDistance,
  kendallTauB,
  lastDigitTruncated,
  samplingCeiling,
  similarity,
} from '@safety-portfolio/global-opinions'
import { decimals, digits, type ReproductionRow } from './reproduction.js'

const belgium = [0.21, 0.07, 0.69, 0.03]
const sweden = [0.15, 0.02, 0.82, 0.01]

/** Distances against 50 digits of mpmath. */
export const distanceRows: readonly ReproductionRow[] = [
  {
    quantity: 'Two answers that share nothing, base e',
    published: 0.8325546111576978,
    ours: jensenShannonDistance([1, 0, 0], [0, 0, 1], { base: 'e' }),
    tolerance: 1e-15,
    print: decimals(16),
  },
  {
    quantity: 'Two answers 10⁻⁹ apart, base e (SciPy: NaN)',
    published: 1.000000013351432e-9,
    ours: jensenShannonDistance([0.25, 0.25, 0.5], [0.250000001, 0.249999999, 0.5], { base: 'e' }),
    tolerance: 1e-21,
    print: digits(13),
  },
  {
    quantity: 'The example of the dataset card, base e',
    published: 0.12362956564119465,
    ours: jensenShannonDistance(belgium, sweden, { base: 'e' }),
    tolerance: 1e-15,
    print: decimals(16),
  },
]

/** What a perfect model scores, base 2: 4,000 simulated samples elsewhere, an exact sum or our simulation here. */
export const ceilingRows: readonly ReproductionRow[] = [
  [[0.2, 0.3, 0.3, 0.2], 15, 0.8118905248942957, 0.0863],
  [[0.2, 0.3, 0.3, 0.2], 100, 0.9309608061570785, 0.0291],
  [[0.7, 0.2, 0.05, 0.05], 30, 0.8615972167680641, 0.0595],
].map(([truth, n, published, deviation]) => ({
  quantity: `${(truth as number[]).join(', ')}: ${String(n)} samples`,
  published: published as number,
  ours: samplingCeiling(truth as number[], { modelSamples: n as number }).ceiling,
  // Five standard errors of two simulations.
  tolerance: (5 * Math.SQRT2 * (deviation as number)) / Math.sqrt(4000),
  print: decimals(4),
}))

/** The published error: what a share of 0.06 at the end is read as. */
export const truncationRows: readonly ReproductionRow[] = [
  {
    quantity: 'Last share read by the script, of 0.06',
    published: 0,
    ours: lastDigitTruncated([0.94, 0.06])[1] ?? NaN,
    tolerance: 0,
    print: decimals(2),
  },
  {
    quantity: 'Similarity of (0.5, 0.5) to (0.94, 0.06) by the script, base e',
    published: similarity([0.5, 0.5], [1, 0], { base: 'e' }),
    ours: similarity([0.5, 0.5], lastDigitTruncated([0.94, 0.06]), { base: 'e' }),
    tolerance: 1e-15,
    print: decimals(6),
    note: `without the error ${similarity([0.5, 0.5], [0.94, 0.06], { base: 'e' }).toFixed(6)}`,
  },
]

/** Other programs: SciPy's tau-b, and a bootstrap whose standard error is known. */
export const otherRows: readonly ReproductionRow[] = [
  {
    quantity: 'Kendall tau-b of (12, 2, 1, 12, 2) and (1, 4, 7, 1, 0), SciPy 1.17',
    published: -0.4714045207910316,
    ours: kendallTauB([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]) ?? NaN,
    tolerance: 1e-12,
    print: decimals(12),
  },
  {
    quantity: 'Standard error of a mean of 0, 1, ..., 99 by bootstrap',
    published: Math.sqrt((100 ** 2 - 1) / 12 / 100),
    ours: bootstrapError(),
    tolerance: 0.12,
    print: decimals(2),
    note: 'published: the formula',
  },
]

function bootstrapError(): number {
  const values = Array.from({ length: 100 }, (_, index) => index)
  const { draws } = bootstrapGroupMeans(
    { scores: [values], groups: new Int32Array(100), groupCount: 1, units: values, unitCount: 100 },
    { replicates: 2000, seed: 1 },
  )
  const [found = new Float64Array()] = draws
  const mean = found.reduce((sum, value) => sum + value, 0) / found.length
  return Math.sqrt(found.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (found.length - 1))
}
