import type { GradientObjective, NewtonObjective } from '../src/index.js'

/** A sum of squares r(x)'r(x) from its residuals and their first and second derivatives, by hand. */
interface Residual {
  readonly value: number
  readonly gradient: readonly number[]
  readonly hessian?: readonly (readonly [number, number, number])[]
}

type Residuals = (x: Float64Array) => readonly Residual[]

const root = Math.sqrt

/** Moré, Garbow and Hillstrom (1981): problems 1, 5, 13, 14 and 4. */
const residuals: Record<string, Residuals> = {
  rosenbrock: ([a = 0, b = 0]) => [
    { value: 10 * (b - a * a), gradient: [-20 * a, 10], hessian: [[0, 0, -20]] },
    { value: 1 - a, gradient: [-1, 0] },
  ],
  beale: ([a = 0, b = 0]) =>
    [1.5, 2.25, 2.625].map((c, index) => {
      const i = index + 1
      const power = b ** i
      const slope = i * b ** (i - 1)
      return {
        value: c - a * (1 - power),
        gradient: [power - 1, a * slope],
        hessian: [
          [0, 1, slope],
          [1, 1, a * i * (i - 1) * (i > 1 ? b ** (i - 2) : 0)],
        ],
      }
    }),
  powellSingular: ([a = 0, b = 0, c = 0, d = 0]) => [
    { value: a + 10 * b, gradient: [1, 10, 0, 0] },
    { value: root(5) * (c - d), gradient: [0, 0, root(5), -root(5)] },
    {
      value: (b - 2 * c) ** 2,
      gradient: [0, 2 * (b - 2 * c), -4 * (b - 2 * c), 0],
      hessian: [
        [1, 1, 2],
        [1, 2, -4],
        [2, 2, 8],
      ],
    },
    {
      value: root(10) * (a - d) ** 2,
      gradient: [2 * root(10) * (a - d), 0, 0, -2 * root(10) * (a - d)],
      hessian: [
        [0, 0, 2 * root(10)],
        [0, 3, -2 * root(10)],
        [3, 3, 2 * root(10)],
      ],
    },
  ],
  wood: ([a = 0, b = 0, c = 0, d = 0]) => [
    { value: 10 * (b - a * a), gradient: [-20 * a, 10, 0, 0], hessian: [[0, 0, -20]] },
    { value: 1 - a, gradient: [-1, 0, 0, 0] },
    { value: root(90) * (d - c * c), gradient: [0, 0, -2 * root(90) * c, root(90)], hessian: [[2, 2, -2 * root(90)]] },
    { value: 1 - c, gradient: [0, 0, -1, 0] },
    { value: root(10) * (b + d - 2), gradient: [0, root(10), 0, root(10)] },
    { value: (b - d) / root(10), gradient: [0, 1 / root(10), 0, -1 / root(10)] },
  ],
  brown: ([a = 0, b = 0]) => [
    { value: a - 1e6, gradient: [1, 0] },
    { value: b - 2e-6, gradient: [0, 1] },
    { value: a * b - 2, gradient: [b, a], hessian: [[0, 1, 1]] },
  ],
}

/** Where the minimum 0 is. */
export const minima: Readonly<Record<string, readonly number[]>> = {
  rosenbrock: [1, 1],
  beale: [3, 0.5],
  powellSingular: [0, 0, 0, 0],
  wood: [1, 1, 1, 1],
  brown: [1e6, 2e-6],
}

/** f, gradient and Hessian of a named problem; the Hessian is left out where no array is given for it. */
export function problem(name: string): NewtonObjective & GradientObjective {
  const evaluate = residuals[name]!
  return (x: Float64Array, gradient: Float64Array, hessian?: Float64Array) => {
    const n = x.length
    gradient.fill(0)
    hessian?.fill(0)
    let total = 0
    for (const residual of evaluate(x)) {
      total += residual.value ** 2
      for (let i = 0; i < n; i += 1) {
        gradient[i] = gradient[i]! + 2 * residual.value * residual.gradient[i]!
        if (hessian === undefined) continue
        for (let j = 0; j < n; j += 1) {
          hessian[i * n + j] = hessian[i * n + j]! + 2 * residual.gradient[i]! * residual.gradient[j]!
        }
      }
      for (const [i, j, second] of hessian === undefined ? [] : (residual.hessian ?? [])) {
        hessian![i * n + j] = hessian![i * n + j]! + 2 * residual.value * second
        if (i !== j) hessian![j * n + i] = hessian![j * n + i]! + 2 * residual.value * second
      }
    }
    return total
  }
}

/** sum of condition^(i/(n-1)) (x_i - 1)^2 / 2, turned by a Householder reflection so that it is not diagonal. */
export function quadratic(n: number, condition: number): NewtonObjective & GradientObjective {
  const axis = Float64Array.from({ length: n }, (_, i) => Math.cos(i + 1))
  const length = axis.reduce((total, value) => total + value * value, 0)
  const reflect = (vector: Float64Array): Float64Array => {
    const share = vector.reduce((total, value, i) => total + value * axis[i]!, 0) * (2 / length)
    return vector.map((value, i) => value - share * axis[i]!)
  }
  const eigenvalues = Float64Array.from({ length: n }, (_, i) => condition ** (n === 1 ? 0 : i / (n - 1)))
  return (x: Float64Array, gradient: Float64Array, hessian?: Float64Array) => {
    const u = reflect(x.map((value) => value - 1))
    gradient.set(reflect(u.map((value, i) => value * eigenvalues[i]!)))
    for (let j = 0; hessian !== undefined && j < n; j += 1) {
      const column = reflect(new Float64Array(n).fill(1, j, j + 1)).map((value, i) => value * eigenvalues[i]!)
      hessian.set(reflect(column), j * n)
    }
    return u.reduce((total, value, i) => total + (eigenvalues[i]! * value * value) / 2, 0)
  }
}

/** Minus the log-likelihood of a logistic regression with two covariates and intercept. */
export function logistic(design: readonly number[], outcome: readonly number[]): NewtonObjective & GradientObjective {
  return (b: Float64Array, gradient: Float64Array, hessian?: Float64Array) => {
    gradient.fill(0)
    hessian?.fill(0)
    let total = 0
    for (const [row, y] of outcome.entries()) {
      const z = design.slice(3 * row, 3 * row + 3)
      const eta = z.reduce((sum, value, i) => sum + value * b[i]!, 0)
      const p = 1 / (1 + Math.exp(-eta))
      total += Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))) - y * eta
      for (let i = 0; i < 3; i += 1) {
        gradient[i] = gradient[i]! + z[i]! * (p - y)
        for (let j = 0; hessian !== undefined && j < 3; j += 1) {
          hessian[i * 3 + j] = hessian[i * 3 + j]! + z[i]! * z[j]! * p * (1 - p)
        }
      }
    }
    return total
  }
}
