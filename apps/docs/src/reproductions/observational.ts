import {
  equivalentCompute,
  fitFamilyCompute,
  fitObservational,
  principalComponents,
} from '@safety-portfolio/scaling-laws'
import { decimals, digits, type ReproductionRow } from './reproduction.js'

/** Scores of six models on two benchmarks. */
const scores = [
  [0.31, 0.25],
  [0.42, 0.3],
  [0.47, 0.38],
  [0.58, 0.41],
  [0.66, 0.55],
  [0.79, 0.6],
] as const

/** Eigenvalues and first eigenvector of a 2 x 2 covariance, by the quadratic formula. */
const byHand = (() => {
  const mean = (j: 0 | 1): number => scores.reduce((sum, row) => sum + row[j], 0) / scores.length
  const moment = (j: 0 | 1, k: 0 | 1): number =>
    scores.reduce((sum, row) => sum + (row[j] - mean(j)) * (row[k] - mean(k)), 0)
  const [a, b, c] = [moment(0, 0), moment(0, 1), moment(1, 1)]
  const root = Math.hypot((a - c) / 2, b)
  const largest = (a + c) / 2 + root
  const length = Math.hypot(b, largest - a)
  return { share: largest / (a + c), first: b / length, second: (largest - a) / length }
})()
const components = principalComponents(scores)

/** A family whose capability rises by 0.5 per factor of ten of compute, with no scatter. */
const [family] = fitFamilyCompute(
  [21, 22, 23, 24].map((logCompute) => ({
    family: 'planted',
    compute: 10 ** logCompute,
    capability: 0.5 * logCompute - 11 + (logCompute % 2 === 0 ? 1e-9 : -1e-9),
  })),
)

/** Models whose target is a sigmoid of the only benchmark, with a floor of 0. */
const law = fitObservational(
  Array.from({ length: 12 }, (_, i) => {
    const skill = 0.2 + 0.05 * i
    return {
      model: `m${i}`,
      compute: 10 ** (20 + i / 3),
      scores: { skill, other: skill, target: 1 / (1 + Math.exp(-(8 * skill - 4))) },
    }
  }),
  { benchmarks: ['skill', 'other'], target: 'target', components: 1 },
)
const middle = law.predictions.find(({ model }) => model === 'm6')

/** The steps of the law where they can be done by hand. */
export const observationalRows: readonly ReproductionRow[] = [
  {
    quantity: 'Share of variance of the first of two components',
    published: byHand.share,
    ours: components.explained[0] ?? NaN,
    tolerance: 1e-14,
    print: decimals(10),
    note: 'eigenvalues of a 2 × 2 matrix',
  },
  {
    quantity: 'Its loading on the first benchmark',
    published: byHand.first,
    ours: components.loadings[0]?.[0] ?? NaN,
    tolerance: 1e-14,
    print: decimals(10),
  },
  {
    quantity: 'Its loading on the second benchmark',
    published: byHand.second,
    ours: components.loadings[0]?.[1] ?? NaN,
    tolerance: 1e-14,
    print: decimals(10),
  },
  {
    quantity: 'Target of a model on a planted sigmoid, 1 / (1 + e^−(8·0.5 − 4))',
    published: 0.5,
    ours: middle?.predicted.estimate ?? NaN,
    tolerance: 1e-6,
    print: decimals(6),
  },
  {
    quantity: 'Compute worth a capability of 0 on the line 0.5 log₁₀ C − 11',
    published: 1e22,
    ours: family === undefined ? NaN : (equivalentCompute(family, 0).estimate ?? NaN),
    tolerance: 1e15,
    print: digits(6),
  },
]
