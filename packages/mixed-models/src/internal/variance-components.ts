import type { CrossedStructure } from './crossed-structure.js'
import { covarianceTemplate, fillFactor } from './covariance-template.js'
import {
  backwardSolve,
  choleskyInPlace,
  forwardSolve,
  identity,
  multiply,
  multiplyTransposed,
  transpose,
} from './dense.js'
import type { LinearProblem } from './linear-problem.js'
import { totalPatterns } from './pattern-totals.js'

/** Positions that one covariance parameter occupies in the covariance of the random effects of a unit: pairs of scalar columns. */
export type ParameterPositions = readonly (readonly [row: number, column: number])[]

/**
 * An independent part of the data, with W the relative inverse covariance of its rows: P = Z'WZ, P2 = Z'W^2 Z (size x size),
 * F = Z'WX, F2 = Z'W^2 X (size x p).
 */
export interface CovarianceUnit {
  readonly count: number
  readonly size: number
  readonly p: Float64Array
  readonly p2: Float64Array
  readonly f: Float64Array
  readonly f2: Float64Array
  readonly parameters: readonly ParameterPositions[]
}

/** All units, with the totals of what does not involve Z. */
export interface CovarianceUnits {
  readonly units: readonly CovarianceUnit[]
  /** X'W^2 X and X'W^3 X in the whitened fixed basis. */
  readonly x2: Float64Array
  readonly x3: Float64Array
  /** Trace of W^2. */
  readonly trace: number
}

/** Largest number of random effects of crossed factors for which dense matrices are formed. */
export const denseLimit = 1500

/** The units at theta: one for each pattern of groups, or for crossed factors one for all, `null` when that is too large. */
export function covarianceUnits(problem: LinearProblem, theta: ArrayLike<number>): CovarianceUnits | null {
  if (problem.structure !== null) return crossedUnit(problem, problem.structure, theta)
  return groupedUnits(problem, theta)
}

function groupedUnits(problem: LinearProblem, theta: ArrayLike<number>): CovarianceUnits {
  const summaries = problem.summaries!
  const { q, p, patterns } = summaries
  const template = covarianceTemplate(problem.design.factors[0]?.factor.blocks ?? [])
  const lambda = new Float64Array(q * q)
  fillFactor(template, theta, 0, lambda)
  const totals = totalPatterns(summaries)
  const x2 = totals.xx.slice()
  const x3 = totals.xx.slice()
  let trace = 0
  const parameters = template.positions.map(([i, j]): ParameterPositions =>
    i === j
      ? [[i, i]]
      : [
          [i, j],
          [j, i],
        ],
  )
  const units = patterns.map(({ rank, r, ux, rows }, s): CovarianceUnit => {
    const count = totals.counts[s]!
    const t = multiply(r, lambda, rank, q, q)
    const n = multiply(t, transpose(t, rank, q), rank, q, rank)
    for (let k = 0; k < rank; k += 1) n[k * rank + k] = n[k * rank + k]! + 1
    choleskyInPlace(n, rank)
    const solve = (b: Float64Array, columns: number): Float64Array => {
      const out = b.slice()
      forwardSolve(n, rank, out, columns)
      backwardSolve(n, rank, out, columns)
      return out
    }
    const nr = solve(r, q)
    const nx = solve(ux, p)
    const nnx = solve(nx, p)
    addTo(x2, multiplyTransposed(nx, nx, p, rank, p), count)
    addTo(x3, multiplyTransposed(nx, nnx, p, rank, p), count)
    const inverse = solve(identity(rank), rank)
    trace += count * (rows - rank + inverse.reduce((sum, value) => sum + value * value, 0))
    return {
      count,
      size: q,
      p: multiplyTransposed(r, nr, q, rank, q),
      p2: multiplyTransposed(nr, nr, q, rank, q),
      f: multiplyTransposed(nr, ux, q, rank, p),
      f2: multiplyTransposed(nr, nx, q, rank, p),
      parameters,
    }
  })
  return { units, x2, x3, trace }
}

function crossedUnit(
  problem: LinearProblem,
  structure: CrossedStructure,
  theta: ArrayLike<number>,
): CovarianceUnits | null {
  const { design } = problem
  const { p, n } = design
  const { nodes, leading, leadingSize, trailingSize, zx, nodeOf } = structure
  const size = leadingSize + trailingSize
  if (size > denseLimit) return null
  const start = nodes.map(({ position }, at) => (at < leading ? 0 : leadingSize) + position)
  const a = new Float64Array(size * size)
  nodes.forEach((node, at) => {
    place(a, size, node.block, start[at]!, start[at]!, node.q, node.q)
    for (const { upper, block } of node.edges) place(a, size, block, start[upper]!, start[at]!, nodes[upper]!.q, node.q)
  })
  const lambda = new Float64Array(size * size)
  const parameters: ParameterPositions[] = []
  let from = 0
  design.factors.forEach(({ factor }, f) => {
    const template = covarianceTemplate(factor.blocks)
    const own = new Float64Array(template.q * template.q)
    fillFactor(template, theta, from, own)
    from += template.positions.length
    const places = Array.from(nodeOf[f]!, (at) => start[at]!)
    for (const at of places) place(lambda, size, own, at, at, template.q, template.q, false)
    for (const [i, j] of template.positions) {
      parameters.push(
        places.flatMap((at): [number, number][] =>
          i === j
            ? [[at + i, at + i]]
            : [
                [at + i, at + j],
                [at + j, at + i],
              ],
        ),
      )
    }
  })
  // K = Lambda Omega^-1 Lambda', W = I - Z K Z'.
  const omega = multiplyTransposed(lambda, multiply(a, lambda, size, size, size), size, size, size)
  for (let k = 0; k < size; k += 1) omega[k * size + k] = omega[k * size + k]! + 1
  if (!choleskyInPlace(omega, size)) return null
  const half = transpose(lambda, size, size)
  forwardSolve(omega, size, half, size)
  const k = multiplyTransposed(half, half, size, size, size)
  const ka = multiply(k, a, size, size, size)
  const pMatrix = subtract(a, multiply(a, ka, size, size, size))
  const p2 = subtract(pMatrix, multiply(pMatrix, ka, size, size, size))
  const kb = multiply(k, zx, size, size, p)
  const f = subtract(zx, multiply(a, kb, size, size, p))
  const f2 = subtract(f, multiply(pMatrix, kb, size, size, p))
  const bkb = multiplyTransposed(zx, kb, p, size, p)
  const akb = multiply(a, kb, size, size, p)
  const x2 = subtract(
    identity(p),
    bkb.map((value) => 2 * value),
  )
  addTo(x2, multiplyTransposed(kb, akb, p, size, p), 1)
  const x3 = subtract(x2, multiplyTransposed(f, multiply(k, f, size, size, p), p, size, p))
  let trace = n
  for (let i = 0; i < size; i += 1) {
    trace -= 2 * ka[i * size + i]!
    for (let j = 0; j < size; j += 1) trace += ka[i * size + j]! * ka[j * size + i]!
  }
  return { units: [{ count: 1, size, p: pMatrix, p2, f, f2, parameters }], x2, x3, trace }
}

function place(
  target: Float64Array,
  stride: number,
  block: Float64Array,
  row: number,
  column: number,
  rows: number,
  columns: number,
  mirrored = true,
): void {
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < columns; j += 1) {
      target[(row + i) * stride + column + j] = block[i * columns + j]!
      if (mirrored) target[(column + j) * stride + row + i] = block[i * columns + j]!
    }
  }
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, k) => value - b[k]!)
}

function addTo(target: Float64Array, source: Float64Array, factor: number): void {
  for (let k = 0; k < target.length; k += 1) target[k] = target[k]! + factor * source[k]!
}
