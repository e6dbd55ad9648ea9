import { addProduct, readBlock, readOwn, subtractProduct } from './block-products.js'
import { covarianceTemplate, fillFactor } from './covariance-template.js'
import type { Criterion, CriterionDiagnostics, CriterionState, LikelihoodMethod } from './criterion.js'
import { residualDegrees } from './criterion.js'
import { CrossedFactor } from './crossed-factor.js'
import type { SelectedInverse } from './crossed-factor.js'
import { fillRightSides } from './crossed-response.js'
import type { CrossedResponse } from './crossed-response.js'
import type { CrossedStructure } from './crossed-structure.js'
import { backwardSolve, choleskyInPlace, forwardSolve, logDeterminant, multiply, transpose } from './dense.js'
import { dividedByFactors, liftedTheta } from './lifted-theta.js'
import type { WhitenedDesign } from './whitened-design.js'

/** The criterion of a model with several grouping factors, with what conditional modes and tests need. */
export interface CrossedCriterion extends Criterion {
  /** Per factor: spherical effects u (levels x q), and the blocks of Omega^-1 (levels x q x q), at the latest evaluation. */
  modes(): { readonly u: Float64Array; readonly inverse: Float64Array }[]
}

/** The criterion for crossed or nested factors: sparse Cholesky of Omega and, for the gradient, the selected entries of its inverse. */
export function crossedCriterion(
  design: WhitenedDesign,
  structure: CrossedStructure,
  response: CrossedResponse,
  method: LikelihoodMethod,
  constant: number,
): CrossedCriterion {
  const { p, n, factors } = design
  const { nodes, nodeOf, leading, leadingSize, trailingSize } = structure
  const total = leadingSize + trailingSize
  const width = p + 1
  const templates = factors.map(({ factor }) => covarianceTemplate(factor.blocks))
  const degrees = residualDegrees(n, p, method)
  const factor = new CrossedFactor(structure)
  const lambdas = templates.map(({ q }) => new Float64Array(q * q))
  const solved = new Float64Array(total * width)
  const xx = new Float64Array(p * p)
  const beta = new Float64Array(p)
  let residualSquares = NaN
  let logDet = NaN
  let selected: SelectedInverse | null = null
  const scalarStart = (at: number): number => (at < leading ? 0 : leadingSize) + nodes[at]!.position

  let latest: Float64Array | null = null
  /** Evaluates unless the state is already that of theta. */
  const ensure = (theta: ArrayLike<number>): void => {
    if (latest?.every((value, k) => value === theta[k]) !== true) evaluate(theta, null)
  }

  const evaluate = (theta: ArrayLike<number>, gradient: Float64Array | null, variance?: number): number => {
    latest = null
    let from = 0
    templates.forEach((template, f) => {
      fillFactor(template, theta, from, lambdas[f]!)
      from += template.positions.length
    })
    selected = null
    logDet = factor.factorise(lambdas)
    if (Number.isNaN(logDet)) return NaN
    // solved = Lambda'Z'[X y], then L^-1 of it.
    fillRightSides(structure, lambdas, response, p, solved)
    factor.forward(solved, width)
    xx.fill(0)
    for (let k = 0; k < p; k += 1) xx[k * p + k] = 1
    beta.set(response.xy)
    let yy = response.yy
    for (let row = 0; row < total; row += 1) {
      const at = row * width
      const last = solved[at + p]!
      yy -= last * last
      for (let k = 0; k < p; k += 1) {
        const value = solved[at + k]!
        beta[k] = beta[k]! - value * last
        for (let m = 0; m <= k; m += 1) xx[k * p + m] = xx[k * p + m]! - value * solved[at + m]!
      }
    }
    if (!choleskyInPlace(xx, p)) return NaN
    forwardSolve(xx, p, beta, 1)
    residualSquares = yy
    for (let k = 0; k < p; k += 1) residualSquares -= beta[k]! * beta[k]!
    backwardSolve(xx, p, beta, 1)
    if (!(residualSquares > 0)) return NaN
    latest = Float64Array.from(theta)
    if (gradient !== null) {
      let index = 0
      gradientMatrices(variance).forEach((g, f) => {
        const { q, positions } = templates[f]!
        for (const [i, j] of positions) {
          gradient[index] = 2 * g[i * q + j]!
          index += 1
        }
      })
    }
    const logCross = method === 'REML' ? logDeterminant(xx, p) : 0
    const used = variance ?? residualSquares / degrees
    return logDet + logCross + degrees * Math.log(2 * Math.PI * used) + residualSquares / used + constant
  }

  /** Per factor, the sum over levels of (Z'WZ Lambda)_jj = sum_a A_ja Lambda_a (Omega^-1)_aj. */
  const informationTimesLambda = (): Float64Array[] => {
    selected ??= factor.selectedInverse()
    const { leadingOwn, leadingCross, trailing } = selected
    const out = templates.map(({ q }) => new Float64Array(q * q))
    nodes.forEach((node, at) => {
      const { q, position } = node
      const own = at < leading ? leadingOwn[at]! : readOwn(trailing, trailingSize, position, q)
      addProduct(out[node.factor]!, node.block, lambdas[node.factor]!, own, q, q, false)
      let row = 0
      for (const { upper, block } of node.edges) {
        const other = nodes[upper]!
        const cross =
          at < leading
            ? leadingCross[at]!.subarray(row * q, (row + other.q) * q)
            : readBlock(trailing, trailingSize, other.position, position, other.q, q)
        row += other.q
        // cross = (Omega^-1) of upper by lower.
        addProduct(out[other.factor]!, block, lambdas[node.factor]!, transpose(cross, other.q, q), other.q, q, false)
        addProduct(out[node.factor]!, block, lambdas[other.factor]!, cross, q, other.q, true)
      }
    })
    return out
  }

  /** Z'W [X, y - X beta]: q rows of p + 1 for each scalar column. */
  const weightedCross = (): Float64Array => {
    const solution = solved.slice()
    factor.backward(solution, width)
    // Lambda times the solution, then Z'v - Z'Z of that.
    const effects = new Float64Array(total * width)
    const out = new Float64Array(total * width)
    nodes.forEach((node, at) => {
      const start = scalarStart(at) * width
      const span = node.q * width
      effects.set(multiply(lambdas[node.factor]!, solution.subarray(start, start + span), node.q, node.q, width), start)
    })
    for (let row = 0; row < total; row += 1) {
      for (let k = 0; k < p; k += 1) out[row * width + k] = structure.zx[row * p + k]!
      out[row * width + p] = response.zy[row]!
    }
    nodes.forEach((node, at) => {
      const start = scalarStart(at)
      subtractProduct(out, start, node.block, effects, start, node.q, node.q, width, false)
      for (const { upper, block } of node.edges) {
        const other = nodes[upper]!
        const there = scalarStart(upper)
        subtractProduct(out, there, block, effects, start, other.q, node.q, width, false)
        subtractProduct(out, start, block, effects, there, node.q, other.q, width, true)
      }
    })
    for (let row = 0; row < total; row += 1) {
      let fit = 0
      for (let k = 0; k < p; k += 1) fit += out[row * width + k]! * beta[k]!
      out[row * width + p] = out[row * width + p]! - fit
    }
    return out
  }

  /** Per factor D Lambda; see Criterion.curvature for D. */
  const gradientMatrices = (variance: number = residualSquares / degrees): Float64Array[] => {
    const out = informationTimesLambda()
    const cross = weightedCross()
    const ratio = 1 / variance
    const scaled = new Float64Array(p)
    templates.forEach(({ q }, f) => {
      const correction = new Float64Array(q * q)
      for (const at of nodeOf[f]!) {
        const start = scalarStart(at)
        for (let i = 0; i < q; i += 1) {
          const a = (start + i) * width
          if (method === 'REML') {
            for (let k = 0; k < p; k += 1) scaled[k] = cross[a + k]!
            forwardSolve(xx, p, scaled, 1)
            backwardSolve(xx, p, scaled, 1)
          }
          for (let j = 0; j <= i; j += 1) {
            const b = (start + j) * width
            let value = ratio * cross[a + p]! * cross[b + p]!
            if (method === 'REML') for (let k = 0; k < p; k += 1) value += scaled[k]! * cross[b + k]!
            correction[i * q + j] = correction[i * q + j]! + value
          }
        }
      }
      for (let i = 0; i < q; i += 1) for (let j = 0; j < i; j += 1) correction[j * q + i] = correction[i * q + j]!
      const product = multiply(correction, lambdas[f]!, q, q, q)
      product.forEach((value, k) => {
        out[f]![k] = out[f]![k]! - value
      })
    })
    return out
  }

  const diagnostics = (theta: ArrayLike<number>): CriterionDiagnostics => {
    ensure(liftedTheta(templates, theta, nearlySingular, liftedVariance))
    const result = {
      curvature: dividedByFactors(gradientMatrices(), lambdas, templates),
      information: dividedByFactors(informationTimesLambda(), lambdas, templates),
    }
    ensure(theta)
    return result
  }

  return {
    templates,
    groupCounts: factors.map(({ factor: { levels } }) => levels.length),
    rows: n,
    p,
    method,
    evaluate,
    state: (): CriterionState => ({
      beta: beta.slice(),
      crossFactor: xx.slice(),
      residualSquares,
      logDeterminant: logDet,
    }),
    diagnostics,
    modes: () => {
      const solution = solved.slice()
      factor.backward(solution, width)
      selected ??= factor.selectedInverse()
      const { leadingOwn, trailing } = selected
      return templates.map(({ q }, f) => {
        const u = new Float64Array(nodeOf[f]!.length * q)
        const inverse = new Float64Array(nodeOf[f]!.length * q * q)
        nodeOf[f]!.forEach((at, level) => {
          const { position } = nodes[at]!
          const start = scalarStart(at)
          for (let c = 0; c < q; c += 1) {
            let value = solution[(start + c) * width + p]!
            for (let k = 0; k < p; k += 1) value -= solution[(start + c) * width + k]! * beta[k]!
            u[level * q + c] = value
          }
          const own = at < leading ? leadingOwn[at]! : readOwn(trailing, trailingSize, position, q)
          inverse.set(own, level * q * q)
        })
        return { u, inverse }
      })
    },
  }
}

/** Relative variance that is added to look at directions that have none; its effect on D is of this relative order. */
const liftedVariance = 1e-8
const nearlySingular = 1e-3
