// Times the Chinchilla fit and its bootstrap against scipy in the same run: node bench/chinchilla.mjs [--starts 4500] [--replicates 4000]
// Runs on the 240 runs of Besiroglu et al. where the shared folder is present, otherwise on 240 simulated ones.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { parseCsv } from '@safety-portfolio/records'
import {
  allocationAt,
  caseBootstrap,
  chinchillaOptimum,
  fitChinchilla,
  leastAbsoluteDeviations,
  publishedFits,
  runSchema,
  simulateRuns,
  version,
} from '@safety-portfolio/scaling-laws'
import { best, once } from './measure.mjs'

const { values: flags } = parseArgs({
  options: { starts: { type: 'string', default: '4500' }, replicates: { type: 'string', default: '4000' } },
})
const replicates = Number(flags.replicates)
const here = import.meta.dirname
const shared = path.resolve(process.env['SAFETY_PORTFOLIO_SHARED'] ?? path.join(here, '..', '..', '..', '..', 'shared'))
const file = path.join(shared, 'oracles/scaling/chinchilla_svg_extracted_data.csv')
const real = existsSync(file)
const all = real
  ? parseCsv(readFileSync(file, 'utf8'), {
      schema: runSchema,
      columns: { params: 'Model Size', compute: 'Training FLOP', loss: 'loss' },
    })
  : simulateRuns({ parameters: publishedFits.besiroglu.parameters, modelsPerBudget: 30, seed: 1 })
const runs = all.toSorted((left, right) => left.loss - right.loss).slice(0, 240)

const allocation = allocationAt([5.76e23])

let fit
const coldMs = once(() => {
  fit = fitChinchilla(runs, { allocation })
})
best(50, () => fitChinchilla(runs, { allocation }))
const measured = {
  fitColdMs: coldMs,
  fitWarmMs: best(200, () => fitChinchilla(runs, { allocation })),
  optimumWarmMs: best(200, () => chinchillaOptimum(runs)),
  ladWarmMs: best(50, () => fitChinchilla(runs, { allocation, loss: leastAbsoluteDeviations })),
  squaredWarmMs: best(50, () => fitChinchilla(runs, { allocation, loss: 'squared' })),
  bootstrapMs: best(3, () => fitChinchilla(runs, { allocation, bootstrap: caseBootstrap({ replicates, seed: 1 }) })),
}
// Cost per run of a fit to 1,000, 10,000 and 100,000 of them: the same where it is linear.
const nanosecondsPerRun = Object.fromEntries(
  [1e3, 1e4, 1e5].map((n) => {
    const many = simulateRuns({ parameters: publishedFits.besiroglu.parameters, modelsPerBudget: n / 8, seed: 1 })
    fitChinchilla(many, { allocation })
    return [n, (1e6 * best(3, () => fitChinchilla(many, { allocation }))) / n]
  }),
)
const ours = { objective: fit.objective, gradientNorm: fit.gradientNorm }

const rival = scipy()
const report = {
  package: `scaling-laws ${version}`,
  data: real ? 'Besiroglu et al. 2024, 240 runs' : 'simulated, 240 runs',
  node: process.version,
  cpu: cpus()[0]?.model,
  replicates,
  ours: { ...measured, ...ours, nanosecondsPerRun },
  scipy: rival,
  ...(rival && {
    ratio: {
      fit: (1000 * rival.grid_s) / measured.fitWarmMs,
      bootstrap: (1000 * rival.bootstrap_s) / measured.bootstrapMs,
    },
  }),
}
writeFileSync(path.join(here, 'results', 'chinchilla.json'), `${JSON.stringify(report, null, 2)}\n`)
console.log(JSON.stringify(report, null, 2))

/** The same two tasks in scipy, or null where python3 with scipy is missing. */
function scipy() {
  const folder = mkdtempSync(path.join(tmpdir(), 'chinchilla-'))
  const input = path.join(folder, 'runs.json')
  writeFileSync(input, JSON.stringify(runs.map(({ params, tokens, loss }) => [params, tokens, loss])))
  try {
    const python = process.env['PYTHON'] ?? '/usr/bin/python3'
    execFileSync(python, ['-c', 'import scipy'], { stdio: 'ignore' })
    const script = path.join(here, 'chinchilla_scipy.py')
    return JSON.parse(execFileSync(python, [script, input, flags.starts, flags.replicates], { encoding: 'utf8' }))
  } catch (error) {
    console.error(`scipy not measured: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
    return null
  } finally {
    rmSync(folder, { recursive: true })
  }
}
