import { auditChart, overlapChart, tailChart } from '@safety-portfolio/charts'
import type { PlotOptions } from '@observablehq/plot'
import {
  analyseLayers,
  auditCurve,
  auditedInTop,
  bestAttackCount,
  cleanTrialsNeeded,
  copulaJointMiss,
  forecastRare,
  jointMiss,
  layerOutcomes,
  missAgreement,
  observationsFromLogProbabilities,
  observationsFromProbabilities,
  winProbability,
  type LayersResult,
  type LinearTail,
} from '@safety-portfolio/risk'
import { createRandom, normalCdf } from '@safety-portfolio/stats'
import worlds from '../../../../packages/risk/bench/results/worlds.json' with { type: 'json' }
import { decimals, digits, type ReproductionRow } from './reproduction.js'

const exact = forecastRare(
  observationsFromProbabilities(
    Array.from({ length: 1000 }, (_, i) => Math.exp(-Math.exp(2.8 + Math.log((i + 1) / 1000) / 3))),
  ),
  { method: 'ols', to: [1e4, 1e6], thresholds: [0.5], seed: 1 },
)
const line = exact.tail as LinearTail

/** An exact tail: every value has a closed form, evaluated with NumPy and SciPy. */
export const tailRows: readonly ReproductionRow[] = [
  { quantity: 'slope a (planted)', published: -3, ours: line.a, tolerance: 1e-10, print: decimals(8) },
  { quantity: 'intercept b (planted)', published: -8.4, ours: line.b, tolerance: 1e-10, print: decimals(8) },
  {
    quantity: 'worst of 10,000 queries, p',
    published: 0.46612898642471806,
    ours: exact.worst[0]!.p!,
    tolerance: 1e-10,
    print: decimals(10),
  },
  {
    quantity: 'worst of 1,000,000 queries, p',
    published: 0.8483631705512295,
    ours: exact.worst[1]!.p!,
    tolerance: 1e-10,
    print: decimals(10),
  },
  {
    quantity: 'share of queries above p = 0.5',
    published: 7.488636237834283e-5,
    ours: exact.frequency[0]!.estimate!,
    tolerance: 1e-14,
    print: digits(10),
  },
  {
    quantity: 'mean probability of an answer',
    published: 0.0013350088241301408,
    ours: exact.meanProbability.estimate!,
    tolerance: 1e-12,
    print: digits(10),
  },
]

/** Simulated queries with an exponential tail of rate 4. */
const random = createRandom(3)
const logP = Array.from({ length: 400 }, () => -Math.exp(3.2 + Math.log(1 - random.uniform()) / 4))
const observations = observationsFromLogProbabilities(logP)
const dense = Array.from({ length: 25 }, (_, i) => 4 * 10 ** ((5 * i) / 24))
const shown = forecastRare(observations, { method: 'weissman', to: dense, seed: 1 })

export function tailExample(width: number): PlotOptions {
  return tailChart(observations.scores, shown, { width })
}

/** The stored simulations, one line a world, at about a hundred times the sample. */
const worldRows = worlds.worlds.filter(({ n, m }) => n === 90_000 && m === 900)

export const worldTable = worldRows.map(({ world, m, n, methods, coverage90, warned }) => ({
  world,
  reach: `${m} → ${n}`,
  ols: `${methods['ols i/m'].mean_abs_log10.toFixed(2)}, ${Math.round(100 * methods['ols i/m'].under)} %`,
  median: `${methods['ols (i-.5)/m'].mean_abs_log10.toFixed(2)}, ${Math.round(100 * methods['ols (i-.5)/m'].under)} %`,
  weissman: `${methods.weissman.mean_abs_log10.toFixed(2)}, ${Math.round(100 * methods.weissman.under)} %`,
  lognormal: `${methods.lognormal.mean_abs_log10.toFixed(2)}, ${Math.round(100 * methods.lognormal.under)} %`,
  coverage: `${Math.round(100 * coverage90['ols i/m'])} %, ${Math.round(100 * coverage90.weissman)} %`,
  gpd: `${Math.round(100 * coverage90.gpd)} %`,
  warned: `${Math.round(100 * warned.any)} %`,
}))

export const worldReplicates: string = worlds.replicates.toLocaleString('en')

const worked = missAgreement({ both: 40, onlyFirst: 60, onlySecond: 60, neither: 840 }, { level: 0.9 })
const ten = (k: number): number[] => Array.from({ length: k }, () => 0.1)

/** Two and more layers: exact rationals, or mpmath at 30 digits. */
export const layerRows: readonly ReproductionRow[] = [
  {
    quantity: 'both of two 10 % filters miss, φ = 0.2',
    published: 0.028,
    ours: jointMiss({ p: 0.1, q: 0.1, phi: 0.2 }),
    tolerance: 1e-12,
  },
  {
    quantity: 'the same at tetrachoric correlation 0.5',
    published: 0.03240152321834354,
    ours: jointMiss({ p: 0.1, q: 0.1, tetrachoric: 0.5 }),
    tolerance: 1e-12,
  },
  {
    quantity: 'five 10 % layers, one-factor copula, r = 0.5',
    published: 0.005972814434113792,
    ours: copulaJointMiss(ten(5), 0.5),
    tolerance: 1e-12,
  },
  {
    quantity: 'ten 10 % layers, r = 0.8',
    published: 0.017080555420749818,
    ours: copulaJointMiss(ten(10), 0.8),
    tolerance: 1e-12,
    note: 'mpmath; SciPy’s default quadrature is off in the sixth digit here',
  },
  {
    quantity: 'tetrachoric correlation of (40, 60, 60, 840)',
    published: 0.6136362592315014,
    ours: worked.tetrachoric.estimate!,
    tolerance: 1e-10,
  },
  {
    quantity: 'upper end of its joint miss, 90 %',
    published: 0.051753401352160444,
    ours: worked.joint.interval!.upper,
    tolerance: 1e-12,
  },
  {
    quantity: 'Fisher’s p for more overlap than chance',
    published: 6.940175420722337e-18,
    ours: worked.fisherGreater,
    tolerance: 1e-28,
  },
  {
    quantity: 'positives without a joint miss to bound it at 0.1 %',
    published: 2995,
    ours: cleanTrialsNeeded(0.001),
    tolerance: 0,
    print: decimals(0),
  },
]

/** Three detectors with a common factor, and a tenth of staged attacks that are hard for all. */
function simulatedLayers(): LayersResult {
  const draw = createRandom(5)
  const items = Array.from({ length: 1500 }, () => {
    const staged = draw.uniform() < 0.1
    const factor = draw.normal() - (staged ? 1.6 : 0)
    const miss = (rate: number): boolean => normalCdf(0.6 * factor + 0.8 * draw.normal()) > rate
    return { caught: [miss(0.08), miss(0.12), miss(0.1)], stratum: staged ? 'staged' : 'plain' }
  })
  return analyseLayers(layerOutcomes(items, ['input', 'output', 'probe']))
}

const layersExample: LayersResult = simulatedLayers()

const percent = (share: number | null): string =>
  share === null ? 'an unknown share' : `${(100 * share).toFixed(2)} %`

export const layersExampleTexts = {
  joint: percent(layersExample.joint.estimate),
  independent: percent(layersExample.independent),
  effective: layersExample.effectiveLayers.estimate?.toFixed(2) ?? 'an unknown number of',
}

export function layersExampleChart(width: number): PlotOptions {
  return overlapChart(layersExample, { width })
}

const scores = createRandom(9)
const audited = auditCurve(
  {
    honest: Array.from({ length: 2000 }, () => scores.normal()),
    attacks: Array.from({ length: 150 }, () => 1.3 + scores.normal()),
  },
  { budgets: [0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5], seed: 1 },
)

export function auditExample(width: number): PlotOptions {
  return auditChart(audited, { width })
}

const best = bestAttackCount({ audited: 0.1, success: 0.3 }, 3)

/** Audits and the deployment game: binomial tails and sums, by SciPy. */
export const auditRows: readonly ReproductionRow[] = [
  {
    quantity: 'audited among 10 of 1,000, honest quantile 0.99',
    published: 0.4573005921748896,
    ours: auditedInTop({ quantile: 0.99, honest: 1000, audits: 10 }),
    tolerance: 1e-11,
  },
  {
    quantity: 'audited among 1,000 of 100,000, quantile 0.991',
    published: 0.9994789204895167,
    ours: auditedInTop({ quantile: 0.991, honest: 100_000, audits: 1000 }),
    tolerance: 1e-11,
  },
  {
    quantity: 'win with 10 attempts, q = 0.1, s = 0.3',
    published: 0.2152,
    ours: winProbability({ audited: 0.1, success: 0.3 }, 10, 3),
    tolerance: 5e-5,
    print: decimals(4),
  },
  { quantity: 'best number of attempts there', published: 11, ours: best.attempts, tolerance: 0, print: decimals(0) },
  { quantity: 'win with it', published: 0.2157, ours: best.win, tolerance: 5e-5, print: decimals(4) },
]
