// Simulates training runs with known truth and reports how often the 90 % intervals of every kind hold it: node scripts/coverage-scaling-laws.mjs [--worlds 100] [--replicates 200]
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  backtestLaw,
  bootstrapLaw,
  chinchillaLoss,
  fitChinchilla,
  predictLoss,
  profileIntervals,
  publishedFits,
  simulateRuns,
  version,
} from '../packages/scaling-laws/dist/index.js'
import { clopperPearsonInterval, createRandom } from '../packages/stats/dist/index.js'

const { values: flags } = parseArgs({
  options: { worlds: { type: 'string', default: '100' }, replicates: { type: 'string', default: '200' } },
})
const [worlds, replicates] = [Number(flags.worlds), Number(flags.replicates)]
const level = 0.9
const truth = publishedFits.besiroglu.parameters
const frontier = ({ alpha, beta }) => beta / (alpha + beta)
const quantities = { frontier }
const known = { ...truth, frontier: frontier(truth) }
const noise = 0.005
const place = { params: 2e10, tokens: 4e11 }
const tally = new Map()

/** 40 runs (8 budgets of 5 models). `size` gives the noise of a run whose position within its budget is 0 to 4. */
function world(seed, size) {
  const exact = simulateRuns({ parameters: truth, modelsPerBudget: 5, noise: 0, seed })
  const random = createRandom(seed, 1)
  return exact.map((run, i) => ({ ...run, loss: run.loss * Math.exp(size(i % 5) * random.normal()) }))
}

function count(design, loss, method, quantity, interval, value) {
  const key = [design, loss, method, quantity].join('|')
  const row = tally.get(key) ?? { design, loss, method, quantity, trials: 0, covered: 0, missing: 0 }
  if (interval === null || interval === undefined) row.missing += 1
  else {
    row.trials += 1
    if (interval.lower <= value && value <= interval.upper) row.covered += 1
  }
  tally.set(key, row)
}

const designs = { 'equal noise': () => noise, 'noisier at the ends': (k) => noise * (0.5 + 0.5 * Math.abs(k - 2)) }
const started = performance.now()
for (const [design, size] of Object.entries(designs)) {
  for (let seed = 0; seed < worlds; seed += 1) {
    const runs = world(seed, size)
    for (const loss of ['log-squared', 'huber']) {
      const take = (method, intervals) => {
        for (const name of ['alpha', 'beta', 'E', 'frontier'])
          count(design, loss, method, name, intervals[name], known[name])
      }
      const sandwich = fitChinchilla(runs, { loss, level })
      take('sandwich', { ...sandwich.intervals, frontier: sandwich.exponents?.params.interval })
      const ends = ({ estimates }) =>
        Object.fromEntries(Object.entries(estimates).map(([name, { interval }]) => [name, interval]))
      for (const calibration of ['dispersion', 'likelihood']) {
        const constants = ['alpha', 'beta', 'E']
        take(
          `profile, ${calibration}`,
          ends(profileIntervals('chinchilla', runs, { loss, level, calibration, constants, quantities })),
        )
      }
      const clusters = runs.map((_, i) => i)
      for (const kind of ['case', 'hierarchical', 'residual', 'wild']) {
        take(
          `bootstrap, ${kind}`,
          ends(bootstrapLaw('chinchilla', runs, { loss, level, kind, clusters, replicates, seed, quantities })),
        )
      }
      const expected = chinchillaLoss(truth, place.params, place.tokens)
      const seen = expected * Math.exp(size(2) * createRandom(seed, 2).normal())
      const [prediction] = predictLoss('chinchilla', runs, [place], { loss, level }).predictions
      count(design, loss, 'mean of the law', '2e10 params, 4e11 tokens', prediction?.mean.interval, expected)
      if (design === 'equal noise')
        count(
          design,
          loss,
          'prediction of a run, with drift',
          '2e10 params, 4e11 tokens',
          prediction?.prediction.interval,
          seen,
        )
      if (design === 'equal noise') {
        for (const row of backtestLaw('chinchilla', runs, { loss, level, cutoffs: [1e20] }).factors) {
          const key = `${design}|${loss}|backtest|${row.above}`
          const at = tally.get(key) ?? {
            design,
            loss,
            method: 'backtest, with drift',
            quantity: `x${row.above} to x${row.atMost}`,
            trials: 0,
            covered: 0,
            missing: 0,
          }
          const judged = row.coverage.estimate === null ? 0 : row.predictions
          at.trials += judged
          at.covered += Math.round((row.coverage.estimate ?? 0) * judged)
          at.missing += row.predictions - judged
          tally.set(key, at)
        }
      }
    }
  }
}

const rows = [...tally.values()].map((row) => {
  const interval = row.trials === 0 ? null : clopperPearsonInterval(row.covered, row.trials, { level: 0.95 })
  return {
    ...row,
    coverage: row.trials === 0 ? null : row.covered / row.trials,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
  }
})
const seconds = (performance.now() - started) / 1000
const result = {
  version,
  level,
  worlds,
  replicates,
  runs: 40,
  noise,
  seconds: Math.round(seconds),
  note: 'Backtest trials of one world share a fit.',
  rows,
}
const folder = new URL('../packages/scaling-laws/bench/results/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('coverage.json', folder), `${JSON.stringify(result, null, 2)}\n`)
for (const { design, loss, method, quantity, coverage, lower, upper, missing } of rows) {
  const shown =
    coverage === null
      ? 'none'
      : `${(100 * coverage).toFixed(1)} % (${(100 * lower).toFixed(0)} to ${(100 * upper).toFixed(0)})`
  console.log([design, loss, method, quantity, shown, missing > 0 ? `${missing} without interval` : ''].join('  '))
}
console.log(`${seconds.toFixed(0)} s`)
