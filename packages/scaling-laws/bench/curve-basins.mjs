// Looks for optima lower than those the fits report: broken laws with one to three breaks, some of which the points do not show, and absolute deviations of
// several laws; against a slow search from random starts that shares nothing with the fits, and against another build of the package where one is given:
// node bench/curve-basins.mjs [--worlds 12] [--starts 10] [--against DIST/index.js]
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import * as laws from '@safety-portfolio/scaling-laws'
import { createRandom } from '@safety-portfolio/stats'

const { values: flags } = parseArgs({
  options: {
    worlds: { type: 'string', default: '12' },
    starts: { type: 'string', default: '10' },
    against: { type: 'string' },
  },
})
const [worlds, starts] = [Number(flags.worlds), Number(flags.starts)]
const other = flags.against === undefined ? null : await import(pathToFileURL(path.resolve(flags.against)).href)

const between = (random, low, high) => low + (high - low) * random.uniform()
const decades = (random, low, high) => low * (high / low) ** random.uniform()
const sizes = [1000, 300, 120, 60]
const largest = 300

/** Noise that is normal, normal with a tenth of gross errors, or skewed. */
function noisy(random) {
  const size = [0.003, 0.01, 0.03][Math.floor(3 * random.uniform())]
  const kind = Math.floor(3 * random.uniform())
  return (value) => {
    const gross = kind === 1 && random.uniform() < 0.1 ? 8 : 1
    return value * Math.exp(size * (kind === 2 ? -Math.log(1 - random.uniform()) - 1 : gross * random.normal()))
  }
}

function curve(random, n, law) {
  const noise = noisy(random)
  return Array.from({ length: n }, (_, k) => {
    const x = 1e3 * 10 ** ((5 * k) / (n - 1))
    return { x, loss: noise(law(x)) }
  })
}

/** A curve with so many breaks, or with one less: then one of the fit is not there. */
function brokenCurve(random, n, breaks, shown) {
  const constants = { a: between(random, 0, 0.6), b: 2.3, c0: between(random, 0.02, 0.15) }
  const places = Array.from({ length: breaks }, () => decades(random, 2e3, 5e7)).sort((left, right) => left - right)
  for (const [i, place] of places.entries()) {
    const sign = random.uniform() < 0.5 ? -1 : 1
    constants[`c${i + 1}`] = i < shown ? sign * between(random, 0.1, 0.8) : 0
    constants[`d${i + 1}`] = place
    constants[`f${i + 1}`] = decades(random, 0.1, 1)
  }
  return curve(random, n, (x) => laws.bnslLoss(constants, x))
}

const exp = Math.exp
/** Name, data, fit, the law in free coordinates (first offset, then the rest) and random starts for them. */
const broken = (breaks, missing) => ({
  data: (random, n) => brokenCurve(random, n, breaks, breaks - missing),
  fit: (build, points, loss) => build.fitBnsl(points, { breaks, loss, identifiability: 'warn' }),
  value(theta, { x }) {
    const u = Math.log(x / 1e5)
    let term = theta[1] - theta[2] * u
    for (let j = 3; j < theta.length; j += 3) {
      const f = exp(theta[j + 2])
      const w = (u - theta[j + 1]) / f
      term -= theta[j] * f * (w > 0 ? w + Math.log1p(exp(-w)) : Math.log1p(exp(w)))
    }
    return exp(theta[0]) + exp(term)
  },
  start: (random, points) => {
    const least = Math.min(...points.map(({ loss }) => loss))
    const bends = Array.from({ length: breaks }, () => [
      0.5 * random.normal(),
      between(random, -4.6, 6.9),
      Math.log(decades(random, 0.05, 3)),
    ])
    return [Math.log(least * between(random, 0.01, 0.99)), 0, between(random, 0, 0.5), ...bends.flat()]
  },
})
const runs = (random, n, law) => {
  const noise = noisy(random)
  return Array.from({ length: n }, () => {
    const params = decades(random, 1e7, 1e10)
    const tokens = params * decades(random, 5, 500)
    return { params, tokens, loss: noise(law(params, tokens)) }
  })
}
const others = {
  kaplan: {
    data: (random, n) => {
      const truth = { Nc: 1e13, Dc: 1e13, alphaN: between(random, 0.04, 0.2), alphaD: between(random, 0.04, 0.2) }
      return runs(random, n, (params, tokens) => laws.kaplanLoss(truth, params, tokens))
    },
    fit: (build, points, loss) => build.fitKaplan(points, { loss, identifiability: 'warn' }),
    value: ([p, q, ratio, alpha], { params, tokens }) =>
      (exp(p - ratio * Math.log(params / 3e8)) + exp(q - Math.log(tokens / 2e10))) ** alpha,
    start: (random) => [5 * random.normal(), 5 * random.normal(), between(random, 0.2, 3), between(random, 0.03, 0.5)],
  },
  'power-offset': {
    data: (random, n) => {
      const truth = { E: between(random, 0.1, 1), B: 60, c: between(random, 0.2, 0.6) }
      return curve(random, n, (x) => laws.powerOffsetLoss(truth, x))
    },
    fit: (build, points, loss) => build.fitPowerOffset(points, { loss, identifiability: 'warn' }),
    value: ([e, b, c], { x }) => exp(e) + exp(b - c * Math.log(x / 1e5)),
    start: (random) => [random.normal(), random.normal(), between(random, 0.05, 1)],
  },
  m3: {
    data: (random, n) => {
      const truth = { B: 200, c: between(random, 0.2, 0.6), gamma: decades(random, 1e-8, 1e-5) }
      return curve(random, n, (x) => laws.m3Loss(truth, x))
    },
    fit: (build, points, loss) => build.fitM3(points, { loss, identifiability: 'warn' }),
    value: ([b, c, gamma], { x }) => laws.m3Loss({ B: exp(b), c, gamma: exp(gamma) }, x),
    start: (random) => [3 + 3 * random.normal(), between(random, 0.1, 1), Math.log(decades(random, 1e-9, 1e-3))],
  },
}

/** Levenberg and Marquardt on numerical derivatives; for absolute deviations with weights 1 / |residual| of the step before. */
function descend(value, points, start, absolute, steps) {
  const n = points.length
  const residuals = (theta) => points.map((point) => Math.log(value(theta, point) / point.loss))
  const sum = (r) => r.reduce((total, each) => total + (absolute ? Math.abs(each) : each * each), 0)
  let theta = start
  let r = residuals(theta)
  let lowest = sum(r)
  let lambda = 1e-2
  for (let step = 0; step < steps && Number.isFinite(lowest); step += 1) {
    const weights = r.map((each) => (absolute ? 1 / Math.max(1e-7, Math.abs(each)) : 1))
    const columns = theta.map((_, j) => {
      const h = 1e-6 * Math.max(1, Math.abs(theta[j]))
      const moved = residuals(theta.map((each, k) => (k === j ? each + h : each)))
      return moved.map((each, i) => (each - r[i]) / h)
    })
    const normal = columns.map((left) =>
      columns.map((right) => left.reduce((total, each, i) => total + weights[i] * each * right[i], 0)),
    )
    const right = columns.map((column) => -column.reduce((total, each, i) => total + weights[i] * each * r[i], 0))
    let better = null
    for (; better === null && lambda < 1e10; lambda *= better === null ? 6 : 1) {
      const move = solve(
        normal.map((row, j) => row.map((each, k) => (j === k ? each * (1 + lambda) + 1e-14 * n : each))),
        right,
      )
      const next = theta.map((each, j) => each + Math.max(-2, Math.min(2, move[j])))
      const left = residuals(next)
      if (sum(left) < lowest) better = { next, left }
    }
    if (better === null) break
    const gain = 1 - sum(better.left) / lowest
    ;({ next: theta, left: r } = better)
    lowest = sum(r)
    lambda /= 8
    if (gain < 1e-9) break
  }
  return lowest
}

function solve(matrix, right) {
  const rows = matrix.map((row, j) => [...row, right[j]])
  const n = rows.length
  for (let j = 0; j < n; j += 1) {
    const pivot = rows.slice(j).reduce((best, row, k) => (Math.abs(row[j]) > Math.abs(rows[best][j]) ? j + k : best), j)
    ;[rows[j], rows[pivot]] = [rows[pivot], rows[j]]
    for (let k = j + 1; k < n; k += 1) {
      const share = rows[k][j] / rows[j][j]
      for (let m = j; m <= n; m += 1) rows[k][m] -= share * rows[j][m]
    }
  }
  const found = []
  for (let j = n - 1; j >= 0; j -= 1) {
    found[j] =
      (rows[j][n] - rows[j].slice(j + 1, n).reduce((total, each, k) => total + each * found[j + 1 + k], 0)) / rows[j][j]
  }
  return found.map((each) => (Number.isFinite(each) ? each : 0))
}

/** How often, and by how much at most, one objective lies below another. */
function compared(pairs) {
  const shares = pairs.map(([ours, theirs]) => ours / theirs - 1).sort((left, right) => left - right)
  return {
    lower: shares.filter((share) => share < -1e-6).length,
    same: shares.filter((share) => Math.abs(share) <= 1e-6).length,
    higher: shares.filter((share) => share > 1e-6).length,
    highest: Number(Math.max(0, ...shares).toPrecision(2)),
    lowest: Number(Math.min(0, ...shares).toPrecision(2)),
  }
}

const cases = [
  ...[1, 2, 3].flatMap((breaks) =>
    [0, 1].flatMap((missing) =>
      ['log-squared', 'huber', 'lad'].map((loss) => ({
        name: `bnsl, ${breaks} breaks${missing === 1 ? ', one of them not in the data' : ''}`,
        loss,
        law: broken(breaks, missing),
      })),
    ),
  ),
  ...Object.entries(others).map(([name, law]) => ({ name, loss: 'lad', law })),
]
const rows = []
for (const { name, loss, law } of cases) {
  const [searched, previous] = [[], []]
  let converged = 0
  for (let world = 0; world < worlds; world += 1) {
    const random = createRandom(20_27, world)
    const points = law.data(random, sizes[world % sizes.length])
    const fit = law.fit(laws, points, loss)
    if (fit.objective === null) continue
    if (fit.converged) converged += 1
    if (other !== null) previous.push([fit.objective, law.fit(other, points, loss).objective])
    // The search has no Huber loss of its own, and takes too long for many points.
    if (loss === 'huber' || points.length > largest) continue
    let lowest = Infinity
    for (let start = 0; start < starts; start += 1) {
      lowest = Math.min(lowest, descend(law.value, points, law.start(random, points), loss === 'lad', 60) || Infinity)
    }
    searched.push([fit.objective, lowest])
  }
  const row = {
    name,
    loss,
    worlds,
    converged,
    againstSearch: searched.length === 0 ? null : compared(searched),
    againstPrevious: other === null ? null : compared(previous),
  }
  rows.push(row)
  console.log(JSON.stringify(row))
}
const report = {
  package: `scaling-laws ${laws.version}`,
  note: `Objective of the fit against the lowest of ${starts} random starts, at most ${largest} points, of a slow search with numerical derivatives (absolute deviations there by reweighting, so only nearly exact)${other === null ? '' : ', and against the build before'}: shares by which it is higher or lower.`,
  rows,
}
writeFileSync(path.join(import.meta.dirname, 'results', 'curve-basins.json'), `${JSON.stringify(report, null, 2)}\n`)
