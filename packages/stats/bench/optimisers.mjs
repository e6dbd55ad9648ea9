// Roots, minima and fits against SciPy in the same run: node bench/optimisers.mjs (after a build)
import { brentMinimum, brentRoot, createRandom, dampedNewton, lbfgs } from '@safety-portfolio/stats'
import { best, compare } from './measure.mjs'

const random = createRandom(1)
const rows = 500
const width = 5
const design = Float64Array.from({ length: rows * width }, (_, i) => (i % width === 0 ? 1 : random.normal()))
const outcome = Float64Array.from({ length: rows }, (_, r) => {
  let eta = 0
  for (let i = 0; i < width; i += 1) eta += (design[r * width + i] * (i + 1)) / 4
  return random.uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0
})

/** Minus the log-likelihood of a logistic regression; the Hessian only where there is room for it. */
function logistic(b, gradient, hessian) {
  gradient.fill(0)
  hessian?.fill(0)
  let total = 0
  for (let r = 0; r < rows; r += 1) {
    let eta = 0
    for (let i = 0; i < width; i += 1) eta += design[r * width + i] * b[i]
    const p = 1 / (1 + Math.exp(-eta))
    total += Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))) - outcome[r] * eta
    for (let i = 0; i < width; i += 1) {
      const z = design[r * width + i]
      gradient[i] += z * (p - outcome[r])
      if (hessian === undefined) continue
      for (let j = 0; j < width; j += 1) hessian[i * width + j] += z * design[r * width + j] * p * (1 - p)
    }
  }
  return total
}

/** Extended Rosenbrock in n coordinates. */
function valleys(x, gradient) {
  let total = 0
  for (let i = 0; i < x.length; i += 2) {
    const a = x[i]
    const b = x[i + 1]
    total += 100 * (b - a * a) ** 2 + (1 - a) ** 2
    gradient[i] = -400 * a * (b - a * a) - 2 * (1 - a)
    gradient[i + 1] = 200 * (b - a * a)
  }
  return total
}
const valleyStart = (n) => Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1))

const start = new Float64Array(width)
const many = (run, times) => () => {
  for (let k = 0; k < times; k += 1) run(k)
}
const results = {
  newton: dampedNewton(logistic, start),
  lbfgs: lbfgs(logistic, start),
  valleys: lbfgs(valleys, valleyStart(1000)),
}
for (const [name, { reason, evaluations, scaledGradientNorm }] of Object.entries(results)) {
  console.log(
    `${name}: ${reason}, ${evaluations} evaluations, scaled gradient norm ${scaledGradientNorm.toPrecision(2)}`,
  )
}
const seconds = {
  'brentRoot, 1000 roots of cos x - k x': best(
    many((k) => brentRoot((x) => Math.cos(x) - (0.5 + k / 500) * x, 0, 2), 1000),
  ),
  'brentMinimum, 1000 minima': best(many((k) => brentMinimum((x) => (x - k / 1000) ** 2 + Math.exp(x), -3, 3), 1000)),
  'dampedNewton, logistic 500 x 5, 100 fits': best(many(() => dampedNewton(logistic, start), 100)),
  'lbfgs, logistic 500 x 5, 100 fits': best(many(() => lbfgs(logistic, start), 100)),
  'lbfgs, Rosenbrock in 1000 coordinates': best(() => lbfgs(valleys, valleyStart(1000))),
}
compare('optimisers', seconds, 'optimisers-rival.py', { design: [...design], outcome: [...outcome], width })
