// Random numbers, bootstraps and permutation tests against NumPy and SciPy in the same run: node bench/resampling.mjs (after a build)
import { bootstrap, createRandom, permutationTest, resampleCounts, weightedMean } from '@safety-portfolio/stats'
import { best, compare } from './measure.mjs'

const n = 200
const random = createRandom(1)
const x = Float64Array.from({ length: n }, () => 10 + 3 * random.normal())
const y = Float64Array.from({ length: n }, () => 9 + 2 * random.normal())
const options = { seed: 1, replicates: 9999 }
const average = (weights) => weightedMean(x, weights)
const ratio = (weights) => {
  let above = 0
  let below = 0
  for (let i = 0; i < n; i += 1) {
    above += weights[i] * x[i]
    below += weights[i] * y[i]
  }
  return above / below
}
const repeat = (draw) => () => {
  let total = 0
  for (let k = 0; k < 1_000_000; k += 1) total += draw()
  return total
}

const seconds = {
  'uniform, 1e6': best(repeat(random.uniform)),
  'normal, 1e6': best(repeat(random.normal)),
  'integer(240), 1e6': best(repeat(() => random.integer(240))),
  'streams created, 1e5': best(() => {
    for (let k = 0; k < 100_000; k += 1) createRandom(1, k)
  }),
  'resample counts, 4000 x 240': best(() => {
    const counts = new Float64Array(240)
    for (let k = 0; k < 4000; k += 1) resampleCounts(createRandom(1, k), 240, counts)
  }),
  'bootstrap of a mean, percentile': best(() => bootstrap(n, average, options)),
  'bootstrap of a mean, BCa': best(() => bootstrap(n, average, { ...options, method: 'bca' })),
  'bootstrap of a ratio, BCa': best(() => bootstrap(n, ratio, { ...options, method: 'bca' })),
  'permutation test, 9999': best(() => permutationTest(x, y, { seed: 1 })),
}
compare('resampling', seconds, 'resampling-rival.py', { x: [...x], y: [...y] })
