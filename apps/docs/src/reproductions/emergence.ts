import { metricValues, itemsToResolve, resolutionLimit, tokenSuccess } from '@safety-portfolio/scaling-laws'
import stored from '../../../../packages/scaling-laws/bench/results/power-emergence.json'
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

/** How many families each share of `brokenShares` counts. */
export const brokenWorlds = stored.rows[0]?.worlds ?? 0

const share = (family: string, dispersion: number): string => {
  const row = stored.rows.find((candidate) => candidate.family === family && candidate.dispersion === dispersion)
  if (row === undefined)
    throw new Error(`power-emergence.json has no row of ${family} at dispersion ${String(dispersion)}`)
  const [lower = NaN, upper = NaN] = row.interval.map((end) => 100 * end)
  return `${(100 * row.calledBroken).toFixed(1)} % (${lower.toFixed(1)} to ${upper.toFixed(1)})`
}

/** What the test of a break against a smooth course finds in simulated families, as stored by `scripts/power-emergence.mjs`. */
export const brokenShares = [...new Set(stored.rows.map((row) => row.family))].map((family) => ({
  family,
  coins: share(family, 1),
  scattered: share(family, 3),
}))
