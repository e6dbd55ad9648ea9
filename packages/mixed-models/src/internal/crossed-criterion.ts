import { CrossedFactor } from './crossed-factor.js'
import type { SelectedInverse } from './crossed-factor.js'
import { crossWithColumns } from './crossed-structure.js'
import type { CrossedStructure } from './crossed-structure.js'
import {
  covarianceTemplate,
  fillFactor,
  outerProduct,
  readFactorEntries,
  semidefiniteFactor,
} from './covariance-template.js'
import type { Criterion, CriterionDiagnostics, CriterionState, LikelihoodMethod } from './criterion.js'
import { residualDegrees } from './criterion.js'
import { backwardSolve, choleskyInPlace, forwardSolve, logDeterminant, multiply, multiplyTransposed } from './dense.js'
import type { WhitenedDesign } from './whitened-design.js'

/** What the response contributes to the likelihood. */
export interface CrossedResponse {
  /** Z'y, leading factor first. */
  readonly zy: Float64Array
  readonly xy: Float64Array
  readonly yy: number
}

/** The criterion of a model with several grouping factors, with what conditional modes and tests need. */
export interface CrossedCriterion extends Criterion {
  /** Per factor: spherical effects u (levels x q), and the blocks of Omega^-1 (levels x q x q), at the latest evaluation. */
  modes(): { readonly u: Float64Array; readonly inverse: Float64Array }[]
  /** Per factor: Z'WX, one q x p block for each level, at the latest evaluation. */
  crossFixed(): Float64Array[]
}

/** Cross-products of a response (already whitened) with the design. */
export function crossedResponse(design: WhitenedDesign, structure: CrossedStructure, y: Float64Array): CrossedResponse {
  return {
    zy: crossWithColumns(structure, design, [y]),
    xy: Float64Array.from(design.fixed.columns, (column) => column.reduce((sum, x, i) => sum + x * y[i]!, 0)),
    yy: y.reduce((sum, value) => sum + value * value, 0),
  }
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
    nodes.forEach((node, at) => {
      const start = scalarStart(at)
      const { q } = node
      const lambda = lambdas[node.factor]!
      for (let i = 0; i < q; i += 1) {
        for (let k = 0; k < width; k += 1) {
          let sum = 0
          for (let j = i; j < q; j += 1) {
            const value = k < p ? structure.zx[(start + j) * p + k]! : response.zy[start + j]!
            sum += lambda[j * q + i]! * value
          }
          solved[(start + i) * width + k] = sum
        }
      }
    })
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

  /** X with X Lambda = M for every factor, symmetrised. */
  const dividedByLambda = (matrices: readonly Float64Array[]): Float64Array[] =>
    matrices.map((matrix, f) => {
      const { q } = templates[f]!
      const turned = transpose(matrix, q, q)
      backwardSolve(lambdas[f]!, q, turned, q)
      return turned.map((value, k) => (value + turned[(k % q) * q + Math.floor(k / q)]!) / 2)
    })

  /** Where some Lambda is singular, looks from a point with a vanishing amount of variance in every direction. */
  const diagnostics = (theta: ArrayLike<number>): CriterionDiagnostics => {
    const lifted = Float64Array.from(
      templates.flatMap((template, f) => {
        const { q } = template
        const offset = templates.slice(0, f).reduce((sum, { positions }) => sum + positions.length, 0)
        const lambda = new Float64Array(q * q)
        fillFactor(template, theta, offset, lambda)
        const diagonal = Array.from({ length: q }, (_, k) => Math.abs(lambda[k * q + k]!))
        if (Math.min(...diagonal) > 1e-3) return readFactorEntries(template, lambda)
        const sigma = outerProduct(lambda, q)
        for (let k = 0; k < q; k += 1) sigma[k * q + k] = sigma[k * q + k]! + liftedVariance
        return readFactorEntries(template, semidefiniteFactor(sigma, q))
      }),
    )
    ensure(lifted)
    const result = {
      curvature: dividedByLambda(gradientMatrices()),
      information: dividedByLambda(informationTimesLambda()),
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
    crossFixed: () => {
      const cross = weightedCross()
      return templates.map(({ q }, f) => {
        const out = new Float64Array(nodeOf[f]!.length * q * p)
        nodeOf[f]!.forEach((at, level) => {
          const start = scalarStart(at)
          for (let c = 0; c < q; c += 1) {
            for (let k = 0; k < p; k += 1) out[(level * q + c) * p + k] = cross[(start + c) * width + k]!
          }
        })
        return out
      })
    },
  }
}

/** Relative variance that is added to look at directions that have none; its effect on D is of this relative order. */
const liftedVariance = 1e-8

/** A symmetric diagonal block of a matrix of which the lower triangle is stored. */
function readOwn(source: Float64Array, stride: number, position: number, q: number): Float64Array {
  const out = readBlock(source, stride, position, position, q, q)
  for (let i = 0; i < q; i += 1) for (let j = 0; j < i; j += 1) out[j * q + i] = out[i * q + j]!
  return out
}

function readBlock(
  source: Float64Array,
  stride: number,
  row: number,
  column: number,
  rows: number,
  columns: number,
): Float64Array {
  const out = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) out[i * columns + j] = source[(row + i) * stride + column + j]!
  }
  return out
}

/** target (rows x rows) += A lambda B, A rows x inner (stored transposed when `turned`), lambda inner x inner, B inner x rows. */
function addProduct(
  target: Float64Array,
  a: Float64Array,
  lambda: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  turned: boolean,
): void {
  if (rows === 1 && inner === 1) {
    target[0] = target[0]! + a[0]! * lambda[0]! * b[0]!
    return
  }
  const right = multiply(lambda, b, inner, inner, rows)
  const product = turned ? multiplyTransposed(a, right, rows, inner, rows) : multiply(a, right, rows, inner, rows)
  for (let k = 0; k < product.length; k += 1) target[k] = target[k]! + product[k]!
}

/** out[at...] -= A effects[from...], A rows x inner (stored transposed when `turned`). */
function subtractProduct(
  out: Float64Array,
  at: number,
  a: Float64Array,
  effects: Float64Array,
  from: number,
  rows: number,
  inner: number,
  width: number,
  turned: boolean,
): void {
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < inner; j += 1) {
      const value = turned ? a[j * rows + i]! : a[i * inner + j]!
      if (value === 0) continue
      const target = (at + i) * width
      const source = (from + j) * width
      for (let k = 0; k < width; k += 1) out[target + k] = out[target + k]! - value * effects[source + k]!
    }
  }
}

function transpose(a: Float64Array, rows: number, columns: number): Float64Array {
  if (a.length === 1) return a.slice()
  const out = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i += 1) for (let j = 0; j < columns; j += 1) out[j * rows + i] = a[i * columns + j]!
  return out
}
