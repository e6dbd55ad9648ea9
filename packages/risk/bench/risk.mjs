// Forecasts and layers against NumPy and SciPy in the same run: node bench/risk.mjs (after a build)
import {
  analyseLayers,
  auditCurve,
  bestOfN,
  copulaJointMiss,
  forecastRare,
  observationsFromLogProbabilities,
  worstQueries,
} from '@safety-portfolio/risk'
import { createRandom } from '@safety-portfolio/stats'
import { best, compare } from '../../stats/bench/measure.mjs'

const random = createRandom(1)
const logP = Float64Array.from({ length: 100_000 }, () => -Math.exp(3.6 + Math.log(1 - random.uniform()) / 6))
const observations = observationsFromLogProbabilities(logP)
const n = 1_000_000
const detectors = 6
const caught = Array.from({ length: detectors }, () => new Uint8Array(n))
for (let i = 0; i < n; i += 1) {
  const difficulty = random.uniform()
  for (let j = 0; j < detectors; j += 1) caught[j][i] = random.uniform() > 0.3 * difficulty ? 1 : 0
}
const outcomes = { detectors: Array.from({ length: detectors }, (_, j) => `d${j}`), caught }
const items = Array.from({ length: 1000 }, () => {
  const attempts = 10_000
  return { attempts, successes: Math.floor(attempts * random.uniform() ** 6) }
})
const honest = Float64Array.from({ length: 20_000 }, () => random.normal())
const attacks = Float64Array.from({ length: 500 }, () => 1 + random.normal())

// Each repetition takes another seed: the simulated fits of a seed are remembered, and that would not be measured otherwise.
let seed = 0
const forecast = (method) => {
  seed += 1
  return forecastRare(observations, { method, to: [1e6, 1e7, 1e8], replicates: 2000, seed })
}
const seconds = {
  'forecast, ols, 2000 bootstraps of 1e5': best(() => forecast('ols')),
  'forecast, weissman, 2000 of 1e5': best(() => forecast('weissman')),
  'forecast, gpd, 1e5': best(() => forecast('gpd')),
  'forecast, lognormal, 2000 of 1e5': best(() => forecast('lognormal')),
  'forecast, auto with backtest, 1e5': best(() => forecast('auto'), 3),
  'worst query again, 1e5': best(() => worstQueries(observations, { method: 'ols', to: [1e6], seed: 1 })),
  'layers, 1e6 items x 6 detectors': best(() => analyseLayers(outcomes)),
  'best of N, 1000 items, 1000 bootstraps': best(() => bestOfN(items, { seed: 1 }), 3),
  'audit curve, 20500 items, 1000 bootstraps': best(() => auditCurve({ honest, attacks }, { seed: 1 }), 3),
  'copula of 10 layers': best(() =>
    copulaJointMiss(
      Array.from({ length: 10 }, () => 0.1),
      0.5,
    ),
  ),
}
// Paths are relative to the folder of measure.mjs and to its results.
compare('../../../risk/bench/results/risk', seconds, '../../risk/bench/risk_numpy.py', {
  logP: Array.from(logP),
  n,
  detectors,
})
