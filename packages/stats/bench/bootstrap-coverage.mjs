// How often 95% bootstrap intervals of the mean of n exponential values cover it: node bench/bootstrap-coverage.mjs (after a build)
import { writeFileSync } from 'node:fs'
import { bootstrap, createRandom, weightedMean, wilsonInterval } from '@safety-portfolio/stats'

const trials = 1000
const rows = []
for (const n of [10, 20, 40, 100]) {
  for (const method of ['percentile', 'bca']) {
    let covered = 0
    for (let trial = 0; trial < trials; trial += 1) {
      const random = createRandom(7, trial)
      const values = Float64Array.from({ length: n }, () => -Math.log(1 - random.uniform()))
      const { interval } = bootstrap(n, (weights) => weightedMean(values, weights), { seed: trial, method })
      if (interval !== null && interval.lower <= 1 && 1 <= interval.upper) covered += 1
    }
    const { lower, upper } = wilsonInterval(covered, trials)
    rows.push({ n, method, coverage: covered / trials, lower, upper })
    console.log(`n ${n}, ${method}: ${covered / trials} [${lower.toFixed(3)}, ${upper.toFixed(3)}]`)
  }
}
writeFileSync(
  new URL('results/bootstrap-coverage.json', import.meta.url),
  `${JSON.stringify({ trials, rows }, null, 2)}\n`,
)
