import { metricValues, itemsToResolve, resolutionLimit, tokenSuccess } from '@safety-portfolio/scaling-laws'
import { decimals, digits, type ReproductionRow } from './reproduction.js'

const p = tokenSuccess(1e10, { scale: 1e8, exponent: -0.4 })
const metrics = metricValues(0.9, 4)

/** The formulas of Schaeffer et al. 2023 by hand, and what the functions give. */
export const emergenceRows: readonly ReproductionRow[] = [
  {
    quantity: 'Chance of a right token, exp(−(10¹⁰/10⁸)^−0.4)',
    published: Math.exp(-(100 ** -0.4)),
    ours: p,
    tolerance: 1e-15,
    print: decimals(12),
  },
  {
    quantity: 'Exact match of 4 tokens at 0.9',
    published: 0.6561,
    ours: metrics.exactMatch,
    tolerance: 1e-15,
    print: decimals(6),
  },
  {
    quantity: 'Token edit distance of 4 tokens at 0.9',
    published: 0.4,
    ours: metrics.tokenEditDistance,
    tolerance: 1e-15,
    print: decimals(6),
  },
  { quantity: 'Brier score at 0.9', published: 0.01, ours: metrics.brier, tolerance: 1e-15, print: decimals(6) },
  {
    quantity: 'Rate not excluded by 0 of 50 items (95 %)',
    published: 0.05816,
    ours: resolutionLimit(50).upperBoundAtZero,
    tolerance: 5e-6,
    print: decimals(5),
    note: '1 − 0.05^(1/50)',
  },
  {
    quantity: 'Items needed to see an ability of 1 in 1000',
    published: 2995,
    ours: itemsToResolve(0.001),
    tolerance: 0,
    print: digits(4),
    note: 'log 0.05 / log 0.999, rounded up',
  },
]
