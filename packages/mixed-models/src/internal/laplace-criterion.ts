import { borderedFactor } from './bordered-factor.js'
import { covarianceTemplate, fillFactor } from './covariance-template.js'
import type { CriterionDiagnostics, LaplaceCriterion } from './criterion.js'
import type { LaplaceData } from './laplace-data.js'
import { dividedByFactors, liftedTheta } from './lifted-theta.js'
import { denseFactor } from './unit-factor.js'
import type { WhitenedFactor } from './whitened-design.js'

const maxNewton = 100
const liftedVariance = 1e-6
const nearlySingular = 1e-2
/** Rounding of a sum over thousands of rows, and of where the mode search ends. */
const sumOfRows = 1e-12

/**
 * -2 log L of a mixed model with a likelihood for each row by Laplace's approximation (Bates et al. 2015 vignette on generalised models; Breslow and Clayton 1993):
 * at the mode u of the penalised likelihood, -2 l(u) + |u|^2 + log |Lambda'Z'WZ Lambda + I|. The gradient is exact: it includes how the mode,
 * and with it W, moves with the parameters.
 */
export function laplaceCriterion(data: LaplaceData, factors: readonly WhitenedFactor[]): LaplaceCriterion {
  const { n, p, x, width, units, likelihood, counts, places } = data
  const templates = factors.map(({ factor }) => covarianceTemplate(factor.blocks))
  const thetaCount = templates.reduce((sum, { positions }) => sum + positions.length, 0)
  const lambdas = templates.map(({ q }) => new Float64Array(q * q))
  const spherical = new Float64Array(n * width)
  const base = new Float64Array(n)
  const eta = new Float64Array(n)
  const modes = units.map(({ size }) => new Float64Array(size))
  const systems = units.map((unit) => (factors.length > 1 ? borderedFactor(data, factors) : denseFactor(data, unit)))
  const residual = new Float64Array(n)
  const weight = new Float64Array(n)
  const lever = new Float64Array(n)
  const leverages = new Float64Array(likelihood.nuisance === 1 ? n : 0)
  const change = new Float64Array(3)
  let information: Float64Array[] = []
  let derivatives: Float64Array[] = []

  /** Linear predictor, scores and weights of a unit's rows; returns -2 l + |u|^2. */
  const measure = (unit: number, u: Float64Array): number => {
    let value = 0
    for (const row of units[unit]!.rows) {
      let sum = base[row]!
      for (let c = 0; c < width; c += 1) sum += spherical[row * width + c]! * u[places[row * width + c]!]!
      eta[row] = sum
      value += likelihood.measure(row, sum, residual, weight)
    }
    for (const effect of u) value += effect * effect
    return value
  }

  /** Newton's method for the mode of a unit; leaves the factorisation of Omega there. Returns the contribution to the deviance. */
  const findMode = (unit: number): number => {
    const { rows, size } = units[unit]!
    const system = systems[unit]!
    let u = modes[unit]!
    let value = measure(unit, u)
    if (!Number.isFinite(value)) {
      u.fill(0)
      value = measure(unit, u)
    }
    for (let iteration = 0; iteration < maxNewton; iteration += 1) {
      if (!system.factorise(weight, spherical)) return NaN
      const step = u.map((effect) => -effect)
      for (const row of rows) {
        for (let c = 0; c < width; c += 1) {
          const place = places[row * width + c]!
          step[place] = step[place]! + spherical[row * width + c]! * residual[row]!
        }
      }
      const gradient = step.slice()
      system.solve(step)
      let decrement = 0
      for (let k = 0; k < size; k += 1) decrement += step[k]! * gradient[k]!
      if (decrement < 1e-22) break
      let share = 1
      let moved = u
      let reached = Infinity
      for (; share > 1e-8; share /= 2) {
        moved = u.map((effect, k) => effect + share * step[k]!)
        reached = measure(unit, moved)
        if (reached <= value + 1e-12 * Math.abs(value)) break
      }
      u = moved
      value = reached
      if (decrement < 1e-15) {
        if (!system.factorise(weight, spherical)) return NaN
        break
      }
    }
    modes[unit] = u
    measure(unit, u)
    return value + system.logDeterminant()
  }

  const evaluate = (parameters: ArrayLike<number>, gradient: Float64Array | null): number => {
    let from = 0
    templates.forEach((template, f) => {
      fillFactor(template, parameters, from, lambdas[f]!)
      from += template.positions.length
    })
    base.set(data.offset)
    for (let k = 0; k < p; k += 1) {
      const effect = parameters[thetaCount + k]!
      for (let row = 0; row < n; row += 1) base[row] = base[row]! + effect * x[k]![row]!
    }
    let at = 0
    templates.forEach(({ q }, f) => {
      const lambda = lambdas[f]!
      for (let row = 0; row < n; row += 1) {
        for (let j = 0; j < q; j += 1) {
          let sum = 0
          for (let i = j; i < q; i += 1) sum += lambda[i * q + j]! * data.values[row * width + at + i]!
          spherical[row * width + at + j] = sum
        }
      }
      at += q
    })
    let value = -2 * data.constant
    if (likelihood.nuisance === 1) likelihood.prepare(parameters[thetaCount + p]!)
    for (let unit = 0; unit < units.length; unit += 1) {
      const count = counts === null ? 1 : counts[unit]!
      if (count > 0) value += count * findMode(unit)
    }
    if (gradient !== null && Number.isFinite(value)) differentiate(gradient)
    return value
  }

  const differentiate = (gradient: Float64Array): void => {
    gradient.fill(0)
    derivatives = templates.map(({ q }) => new Float64Array(q * q))
    information = templates.map(({ q }) => new Float64Array(q * q))
    for (let unit = 0; unit < units.length; unit += 1) {
      const count = counts === null ? 1 : counts[unit]!
      if (count === 0) continue
      const { rows, size } = units[unit]!
      const u = modes[unit]!
      const system = systems[unit]!
      system.invert()
      // Rows of Omega^-1 Z Lambda restricted to the row's own columns, and the leverages.
      const solved = new Float64Array(rows.length * width)
      const lift = new Float64Array(size)
      rows.forEach((row, r) => {
        let leverage = 0
        system.restricted(row, spherical, solved, r * width)
        for (let a = 0; a < width; a += 1) {
          leverage += solved[r * width + a]! * spherical[row * width + a]!
        }
        const t = likelihood.third(row, eta[row]!) * leverage
        for (let a = 0; a < width; a += 1) {
          const place = places[row * width + a]!
          lift[place] = lift[place]! + t * spherical[row * width + a]!
        }
        lever[row] = t
        if (likelihood.nuisance === 1) leverages[row] = leverage
      })
      system.solve(lift)
      rows.forEach((row, r) => {
        let along = 0
        for (let a = 0; a < width; a += 1) along += spherical[row * width + a]! * lift[places[row * width + a]!]!
        const s = count * (-2 * residual[row]! + lever[row]! - weight[row]! * along)
        if (likelihood.nuisance === 1) {
          likelihood.alongNuisance(row, eta[row]!, change)
          gradient[thetaCount + p] =
            gradient[thetaCount + p]! + count * (-2 * change[0]! + leverages[row]! * change[2]! + along * change[1]!)
        }
        for (let k = 0; k < p; k += 1) gradient[thetaCount + k] = gradient[thetaCount + k]! + s * x[k]![row]!
        let offset = 0
        for (let f = 0; f < templates.length; f += 1) {
          const { q } = templates[f]!
          const target = derivatives[f]!
          const info = information[f]!
          for (let i = 0; i < q; i += 1) {
            const z = data.values[row * width + offset + i]!
            if (z === 0) continue
            for (let j = 0; j < q; j += 1) {
              const place = places[row * width + offset + j]!
              const own = count * weight[row]! * z * solved[r * width + offset + j]!
              target[i * q + j] =
                target[i * q + j]! + s * z * u[place]! + count * residual[row]! * z * lift[place]! + 2 * own
              info[i * q + j] = info[i * q + j]! + own
            }
          }
          offset += q
        }
      })
    }
    let index = 0
    templates.forEach(({ q, positions }, f) => {
      for (const [i, j] of positions) {
        gradient[index] = derivatives[f]![i * q + j]!
        index += 1
      }
    })
  }

  const diagnostics = (parameters: ArrayLike<number>): CriterionDiagnostics => {
    evaluate(
      liftedTheta(templates, parameters, nearlySingular, liftedVariance),
      new Float64Array(thetaCount + p + likelihood.nuisance),
    )
    const result = {
      curvature: dividedByFactors(derivatives, lambdas, templates).map((matrix) => matrix.map((value) => value / 2)),
      information: dividedByFactors(information, lambdas, templates),
    }
    evaluate(parameters, null)
    return result
  }

  return {
    templates,
    rounding: sumOfRows,
    groupCounts: factors.map(
      ({ factor: { levels } }) => counts?.reduce((sum, count) => sum + count, 0) ?? levels.length,
    ),
    rows: () => ({ spherical, base }),
    modes: () => modes,
    inverses: () => {
      for (const system of systems) system.invert()
      return systems
    },
    evaluate,
    diagnostics,
  }
}
