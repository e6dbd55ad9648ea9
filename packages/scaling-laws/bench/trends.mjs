// Times trends, horizons and repeated sampling against numpy and scipy in the same run: node bench/trends.mjs [--replicates 10000] [--horizons 100]
// All data are simulated by seed, so the same numbers go into both.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import {
  compareTrends,
  dateAfter,
  fitBetaBinomialPassAtK,
  fitComputeTrend,
  fitTimeHorizons,
  version,
  yearsSince,
} from '@safety-portfolio/scaling-laws'
import { createRandom } from '@safety-portfolio/stats'
import { best } from './measure.mjs'

const { values: flags } = parseArgs({
  options: { replicates: { type: 'string', default: '10000' }, horizons: { type: 'string', default: '100' } },
})
const [replicates, horizonReplicates] = [Number(flags.replicates), Number(flags.horizons)]

const random = createRandom(1)
const models = Array.from({ length: 387 }, (_, i) => {
  const date = dateAfter(14.4 * random.uniform())
  return { name: `M${i}`, date, compute: 10 ** (14.6 + 0.58 * yearsSince(date) + 1.75 * random.normal()) }
})
const runs = Array.from({ length: 170 }, (_, task) => {
  const minutes = 2 ** (11 * random.uniform() - 1)
  return Array.from({ length: 20 }, (_, agent) =>
    Array.from({ length: 5 }, () => {
      const p = 1 / (1 + Math.exp(-0.6 * (0.5 * agent - Math.log2(minutes))))
      return {
        agent: `a${agent}`,
        task: `${task}`,
        family: `${task % 60}`,
        minutes,
        score: random.uniform() < p ? 1 : 0,
      }
    }),
  ).flat()
}).flat()
const problems = Array.from({ length: 128 }, () => {
  const p = random.uniform() ** 4
  let successes = 0
  for (let attempt = 0; attempt < 10_000; attempt += 1) if (random.uniform() < p) successes += 1
  return { attempts: 10_000, successes }
})

const trend = fitComputeTrend(models)
const [agent] = fitTimeHorizons(runs)
const beta = fitBetaBinomialPassAtK(problems)
const ours = {
  trendMs: best(200, () => fitComputeTrend(models)),
  trendBootstrapMs: best(5, () => fitComputeTrend(models, { bootstrap: { seed: 1, replicates } })),
  breaksMs: best(5, () => compareTrends(models)),
  horizonBootstrapMs: best(3, () =>
    fitTimeHorizons(runs, { bootstrap: { seed: 1, replicates: horizonReplicates, within: true } }),
  ),
  betaBinomialMs: best(20, () => fitBetaBinomialPassAtK(problems)),
  slope: trend.slopeOomPerYear,
  hc3: trend.seHc3,
  p50: agent.minutes.p50.estimate,
  alpha: beta.parameters.alpha,
}
const rival = numpy()
const report = {
  package: `scaling-laws ${version}`,
  node: process.version,
  cpu: cpus()[0]?.model,
  data: '387 models; 20 agents x 170 tasks x 5 runs; 128 problems x 10,000 attempts; simulated',
  replicates: { trend: replicates, horizons: horizonReplicates },
  ours,
  python: rival,
  ...(rival && {
    ratio: {
      trendBootstrap: (1000 * rival.trend_bootstrap_s) / ours.trendBootstrapMs,
      breaks: (1000 * rival.breaks_s) / ours.breaksMs,
      horizonBootstrap: (1000 * rival.horizon_bootstrap_s) / ours.horizonBootstrapMs,
      betaBinomial: (1000 * rival.beta_binomial_s) / ours.betaBinomialMs,
    },
  }),
}
writeFileSync(path.join(import.meta.dirname, 'results', 'trends.json'), `${JSON.stringify(report, null, 2)}\n`)
console.log(JSON.stringify(report, null, 2))

/** The same tasks in numpy and scipy, or null where they are missing. */
function numpy() {
  const folder = mkdtempSync(path.join(tmpdir(), 'trends-'))
  const input = path.join(folder, 'data.json')
  const points = models.map(({ date, compute }) => [yearsSince(date), Math.log10(compute)])
  writeFileSync(input, JSON.stringify({ points, runs, problems }))
  try {
    const python = process.env['PYTHON'] ?? '/usr/bin/python3'
    execFileSync(python, ['-c', 'import scipy'], { stdio: 'ignore' })
    const script = path.join(import.meta.dirname, 'trends_numpy.py')
    return JSON.parse(execFileSync(python, [script, input, flags.replicates, flags.horizons], { encoding: 'utf8' }))
  } catch (error) {
    console.error(`numpy not measured: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
    return null
  } finally {
    rmSync(folder, { recursive: true })
  }
}
