import type { Estimate } from '@safety-portfolio/stats'
import type { ChinchillaParameters } from '../chinchilla-law.js'
import type { Allocation } from '../fit-result.js'
import { computeOptimal } from '../compute-optimal.js'
import { constantQuantities, type Estimator, type Quantity } from './chinchilla-estimates.js'

export const defaultBudgets: readonly number[] = [1e19, 1e20, 1e21, 1e22, 1e23, 5.76e23, 1e24, 1e25, 1e26]

/** Exponents of the frontier, and the allocation of each budget. */
export interface Frontier {
  readonly exponents: { readonly params: Estimate; readonly tokens: Estimate } | null
  readonly allocation: readonly Allocation[]
}

export function frontier(budgets: readonly number[], largest: number, estimate: Estimator): Frontier {
  // A fit that the caller insisted on may lack a term: then there is no frontier.
  const constants = estimate(constantQuantities)
  if (constants.some(({ estimate: value }, index) => index !== 2 && !(value! > 0)))
    return { exponents: null, allocation: [] }
  const [params, tokens] = estimate(exponentQuantities) as [Estimate, Estimate]
  const allocation = budgets.map((compute) => {
    const [params, tokens, tokensPerParam, loss] = estimate((constants) =>
      allocationQuantities(constants, compute),
    ) as [Estimate, Estimate, Estimate, Estimate]
    return { compute, params, tokens, tokensPerParam, loss, extrapolation: compute / largest }
  })
  return { exponents: { params, tokens }, allocation }
}

/** The exponents of the frontier: N is proportional to C^(beta / (alpha + beta)), D to the rest. */
export function exponentQuantities({ alpha, beta }: ChinchillaParameters): readonly Quantity[] {
  const total = alpha + beta
  const exponent = (value: number, sign: number): Quantity => ({
    value: value / total,
    log: false,
    gradient: () => [0, 0, 0, (-sign * beta) / total ** 2, (sign * alpha) / total ** 2],
  })
  return [exponent(beta, 1), exponent(alpha, -1)]
}

/** N, D, D / N and loss at the optimum of one budget. */
export function allocationQuantities(parameters: ChinchillaParameters, compute: number): readonly Quantity[] {
  const { params, tokens, tokensPerParam, loss } = computeOptimal(parameters, compute)
  return [
    { value: params, log: true, gradient: () => logParamsGradient(parameters, params, tokens, 1) },
    { value: tokens, log: true, gradient: () => logParamsGradient(parameters, params, tokens, -1) },
    { value: tokensPerParam, log: true, gradient: () => logParamsGradient(parameters, params, tokens, -2) },
    { value: loss, log: true, gradient: () => logLossGradient(parameters, params, tokens, loss) },
  ]
}

function logParamsGradient(
  { alpha, beta }: ChinchillaParameters,
  params: number,
  tokens: number,
  factor: number,
): readonly number[] {
  const scale = factor / (alpha + beta)
  return [scale, -scale, 0, scale * (1 / alpha - Math.log(params)), scale * (Math.log(tokens) - 1 / beta)]
}

/** At the optimum the loss does not change with N to first order, so only the constants move it. */
function logLossGradient(
  { A, B, E, alpha, beta }: ChinchillaParameters,
  params: number,
  tokens: number,
  loss: number,
): readonly number[] {
  const p = (A * params ** -alpha) / loss
  const q = (B * tokens ** -beta) / loss
  return [p, q, E / loss, -p * Math.log(params), -q * Math.log(tokens)]
}
