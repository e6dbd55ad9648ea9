// Looks for an optimum lower than the one the fit reports, from random starts on simulated designs, clean to spoiled: node bench/basins.mjs [--designs 300] [--starts 60]
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import {
  chinchillaObjective,
  chinchillaOptimum,
  publishedFits,
  simulateRuns,
  version,
} from '@safety-portfolio/scaling-laws'
import { createRandom } from '@safety-portfolio/stats'

const { values: flags } = parseArgs({
  options: { designs: { type: 'string', default: '300' }, starts: { type: 'string', default: '60' } },
})
const [designs, starts] = [Number(flags.designs), Number(flags.starts)]
const counts = { designs: 0, fits: 0, refused: 0, uncertified: 0, lower: 0, reachedByStarts: 0, starts: 0 }

for (let design = 0; design < designs; design += 1) {
  const random = createRandom(99, design)
  const { parameters } = publishedFits[random.uniform() < 0.5 ? 'besiroglu' : 'hoffmann']
  const spoiled = design % 3 === 2
  const runs = simulateRuns({
    parameters: { ...parameters, alpha: 0.2 + 0.4 * random.uniform(), beta: 0.2 + 0.4 * random.uniform() },
    noise: [0.001, 0.005, 0.03][Math.floor(3 * random.uniform())],
    modelsPerBudget: 4 + Math.floor(6 * random.uniform()),
    seed: design,
  }).map((run) => (spoiled && random.uniform() < 0.1 ? { ...run, loss: run.loss * (1 + random.uniform()) } : run))
  counts.designs += 1
  for (const loss of ['huber', 'log-squared']) {
    const best = chinchillaOptimum(runs, { loss })
    counts.fits += 1
    if (best.parameters === null) {
      counts.refused += 1
      continue
    }
    if (!best.converged) counts.uncertified += 1
    let lowest = Infinity
    for (let start = 0; start < starts; start += 1) {
      counts.starts += 1
      const at = (theta) => {
        const [a, b, e, alpha, beta] = theta
        const constants = { A: Math.exp(a), B: Math.exp(b), E: Math.exp(e), alpha, beta }
        return chinchillaObjective(constants, runs, { loss }).objective
      }
      const value = nelderMead(at, [
        2 + 8 * random.uniform(),
        2 + 8 * random.uniform(),
        random.normal() * 0.5,
        0.1 + random.uniform(),
        0.1 + random.uniform(),
      ])
      if (value < best.objective * (1 + 1e-4)) counts.reachedByStarts += 1
      lowest = Math.min(lowest, value)
    }
    if (lowest < best.objective * (1 - 1e-6)) counts.lower += 1
  }
}
writeFileSync(
  path.join(import.meta.dirname, 'results', 'basins.json'),
  `${JSON.stringify({ package: `scaling-laws ${version}`, ...counts }, null, 2)}\n`,
)
console.log(counts)

/** Derivative-free descent, so that it shares nothing with the fit. */
function nelderMead(f, start, steps = 400) {
  let simplex = [start, ...start.map((_, j) => start.map((x, k) => (j === k ? x + 0.3 : x)))].map((x) => ({
    x,
    y: f(x) || Infinity,
  }))
  const point = (c, w, t) => c.map((v, k) => v + t * (w[k] - v))
  for (let step = 0; step < steps; step += 1) {
    simplex.sort((l, r) => l.y - r.y)
    const worst = simplex.at(-1)
    const centre = start.map((_, k) => simplex.slice(0, -1).reduce((t, { x }) => t + x[k], 0) / start.length)
    const tryAt = (t) => {
      const x = point(centre, worst.x, t)
      const y = f(x)
      return { x, y: Number.isFinite(y) ? y : Infinity }
    }
    const reflected = tryAt(-1)
    if (reflected.y < simplex[0].y) {
      const further = tryAt(-2)
      simplex[simplex.length - 1] = further.y < reflected.y ? further : reflected
    } else if (reflected.y < simplex.at(-2).y) simplex[simplex.length - 1] = reflected
    else {
      const inner = tryAt(0.5)
      if (inner.y < worst.y) simplex[simplex.length - 1] = inner
      else
        simplex = simplex.map(({ x }, k) =>
          k === 0 ? simplex[0] : { x: point(simplex[0].x, x, 0.5), y: f(point(simplex[0].x, x, 0.5)) },
        )
    }
  }
  return simplex[0].y
}
