// Times the broken, M4, over-training and loss-to-loss fits, two of them against scipy in the same run: node bench/curve-laws.mjs
// The data are the 17 points of four-digit addition where the shared folder is present, otherwise simulated.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import {
  bnslLoss,
  fitBnsl,
  fitLossToLoss,
  fitM4,
  fitOverTraining,
  lossToLoss,
  m4Loss,
  overTrainingLoss,
  version,
} from '@safety-portfolio/scaling-laws'
import { best, once } from './measure.mjs'

const here = import.meta.dirname
const shared = path.resolve(process.env['SAFETY_PORTFOLIO_SHARED'] ?? path.join(here, '..', '..', '..', '..', 'shared'))
const file = path.join(shared, 'oracles/scaling/bnsl_4digit_addition.csv')
const real = existsSync(file)
const wave = (i) => 1 + 0.004 * Math.sin(5 * i * i)
const addition = real
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number))
      .map(([x, loss]) => ({ x, loss }))
  : Array.from({ length: 17 }, (_, k) => 160 * 1.11 ** k).map((x, i) => ({
      x,
      loss: wave(i) * bnslLoss({ a: 0.41, b: 2.28, c0: 0.055, c1: 5.7, d1: 613, f1: 0.059 }, x),
    }))
const runs = [
  [1e7, 20],
  [8e7, 20],
  [1.5e8, 20],
  [4e8, 20],
  [1e7, 320],
].map(([params, ratio], i) => {
  const tokens = ratio * params
  const loss = wave(i) * overTrainingLoss({ E: 1.8, a: 210, b: 360, eta: 0.136 }, 6 * params * tokens, ratio)
  return { params, tokens, loss }
})
const sigmoid = Array.from({ length: 14 }, (_, k) => 1e3 * 3 ** k).map((x, i) => ({
  x,
  loss: wave(i) * m4Loss({ E: 0.3, E0: 1, B: 1e3, c: 0.6, alpha: 0.8 }, x),
}))
const pairs = Array.from({ length: 16 }, (_, k) => 1.9 + 0.2 * k).map((source, i) => ({
  source,
  target: wave(i) * lossToLoss({ K: 1.2, kappa: 1.6, E0: 1.7, E1: 2 }, source),
}))

const broken = () => fitBnsl(addition.slice(0, 14), { loss: 'log1p-squared' })
const brokenAll = () => fitBnsl(addition, { loss: 'log1p-squared' })
const overTraining = () => fitOverTraining(runs, { loss: 'squared' })
const coldMs = once(broken)
const ours = {
  brokenColdMs: coldMs,
  brokenMs: best(100, broken),
  brokenAllMs: best(100, brokenAll),
  brokenHuberMs: best(50, () => fitBnsl(addition)),
  twoBreaksMs: best(10, () => fitBnsl(addition, { loss: 'log1p-squared', breaks: 2 })),
  m4Ms: best(50, () => fitM4(sigmoid, { loss: 'log-squared' })),
  overTrainingMs: best(100, overTraining),
  lossToLossMs: best(50, () => fitLossToLoss(pairs, { loss: 'log-squared' })),
  brokenObjective: broken().objective,
  brokenAllObjective: brokenAll().objective,
  overTrainingObjective: overTraining().objective,
}
const rival = scipy()
const report = {
  package: `scaling-laws ${version}`,
  data: real ? 'four-digit addition, 14 and 17 points' : 'simulated, 14 and 17 points',
  node: process.version,
  cpu: cpus()[0]?.model,
  ours,
  scipy: rival,
  ...(rival && {
    ratio: {
      broken: (1000 * rival.broken_s) / ours.brokenMs,
      brokenAll: (1000 * rival.broken_all_s) / ours.brokenAllMs,
      overTraining: (1000 * rival.over_training_s) / ours.overTrainingMs,
    },
  }),
}
writeFileSync(path.join(here, 'results', 'curve-laws.json'), `${JSON.stringify(report, null, 2)}\n`)
console.log(JSON.stringify(report, null, 2))

/** The same fits in scipy, or null where python3 with scipy is missing. */
function scipy() {
  const folder = mkdtempSync(path.join(tmpdir(), 'curve-laws-'))
  const input = path.join(folder, 'data.json')
  writeFileSync(input, JSON.stringify({ addition, runs }))
  try {
    const python = process.env['PYTHON'] ?? '/usr/bin/python3'
    execFileSync(python, ['-c', 'import scipy'], { stdio: 'ignore' })
    return JSON.parse(execFileSync(python, [path.join(here, 'curve_laws_scipy.py'), input], { encoding: 'utf8' }))
  } catch (error) {
    console.error(`scipy not measured: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
    return null
  } finally {
    rmSync(folder, { recursive: true })
  }
}
