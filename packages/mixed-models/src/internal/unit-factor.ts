import { backwardSolve, choleskyInPlace, forwardSolve, inverseFromCholesky, logDeterminant } from './dense.js'
import type { LaplaceData, LaplaceUnit } from './laplace-data.js'

/** Cholesky factorisation of Omega = Lambda'Z'WZ Lambda + I of one unit, refilled for each set of weights. */
export interface UnitFactor {
  /** Fills Omega from the rows' weights and their values of Z Lambda, and factorises; false when it is not positive definite. */
  factorise(weight: Float64Array, spherical: Float64Array): boolean
  /** log |Omega|. */
  logDeterminant(): number
  /** Overwrites a vector by Omega^-1 of it. */
  solve(vector: Float64Array): void
  /** Makes Omega^-1 ready for `restricted` and `block`, as far as they need it. */
  invert(): void
  /** Writes Omega^-1 z of a row, at the row's own columns, into `out` from `at`. */
  restricted(row: number, spherical: Float64Array, out: Float64Array, at: number): void
  /** The q x q block of Omega^-1 of a group whose first effect is number `start` of the unit. */
  block(start: number, q: number): Float64Array
}

/** The factorisation of a unit of few effects, which all touch each other: a group. */
export function denseFactor({ width, places }: LaplaceData, { rows, size }: LaplaceUnit): UnitFactor {
  const omega = new Float64Array(size * size)
  let inverse: Float64Array = new Float64Array(0)
  return {
    factorise: (weight, spherical) => {
      omega.fill(0)
      for (let k = 0; k < size; k += 1) omega[k * size + k] = 1
      for (const row of rows) {
        const w = weight[row]!
        for (let a = 0; a < width; a += 1) {
          const left = w * spherical[row * width + a]!
          if (left === 0) continue
          const target = places[row * width + a]! * size
          for (let b = 0; b < width; b += 1) {
            const place = target + places[row * width + b]!
            omega[place] = omega[place]! + left * spherical[row * width + b]!
          }
        }
      }
      return choleskyInPlace(omega, size)
    },
    logDeterminant: () => logDeterminant(omega, size),
    solve: (vector) => {
      forwardSolve(omega, size, vector, 1)
      backwardSolve(omega, size, vector, 1)
    },
    invert: () => {
      inverse = inverseFromCholesky(omega, size)
    },
    restricted: (row, spherical, out, at) => {
      for (let a = 0; a < width; a += 1) {
        let sum = 0
        const source = places[row * width + a]! * size
        for (let b = 0; b < width; b += 1) {
          sum += inverse[source + places[row * width + b]!]! * spherical[row * width + b]!
        }
        out[at + a] = sum
      }
    },
    block: (start, q) => {
      const own = new Float64Array(q * q)
      for (let i = 0; i < q; i += 1) {
        for (let j = 0; j < q; j += 1) own[i * q + j] = inverse[(start + i) * size + start + j]!
      }
      return own
    },
  }
}
