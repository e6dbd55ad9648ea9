import type { Allocation, ChinchillaFit, ChinchillaParameters, TrainingRun } from '@safety-portfolio/scaling-laws'

/** Constants chosen by hand: no fit is needed to test how one is drawn. */
export const parameters: ChinchillaParameters = { A: 480, B: 2100, E: 1.8, alpha: 0.35, beta: 0.37 }

export function lossAt({ A, B, E, alpha, beta }: ChinchillaParameters, params: number, tokens: number): number {
  return E + A / params ** alpha + B / tokens ** beta
}

/** The best model size of a budget, by golden section on the law itself. */
export function bestParams(compute: number): number {
  let [low, high] = [Math.log(1e5), Math.log(1e14)]
  const value = (log: number): number => lossAt(parameters, Math.exp(log), compute / 6 / Math.exp(log))
  for (let step = 0; step < 200; step += 1) {
    const [left, right] = [low + 0.381966 * (high - low), low + 0.618034 * (high - low)]
    if (value(left) < value(right)) high = right
    else low = left
  }
  return Math.exp((low + high) / 2)
}

/** Runs on the law, at three budgets. */
export const runs: readonly TrainingRun[] = [1e19, 1e20, 1e21].flatMap((compute) =>
  [0.25, 0.5, 1, 2, 4].map((factor) => {
    const params = bestParams(compute) * factor
    const tokens = compute / 6 / params
    return { params, tokens, loss: lossAt(parameters, params, tokens) }
  }),
)

function estimate(value: number, spread: number | null): Allocation['params'] {
  const interval =
    spread === null ? null : { lower: value / spread, upper: value * spread, level: 0.95, method: 'made by hand' }
  return { estimate: value, standardError: null, interval }
}

/** A fit whose intervals reach from estimate / spread to estimate * spread; none for `null`. */
export function fixedFit(budgets: readonly number[], spread: number | null = 1.25): ChinchillaFit {
  const allocation = budgets.map((compute): Allocation => {
    const params = bestParams(compute)
    const tokens = compute / 6 / params
    return {
      compute,
      params: estimate(params, spread),
      tokens: estimate(tokens, spread),
      tokensPerParam: estimate(tokens / params, spread),
      loss: estimate(lossAt(parameters, params, tokens), spread === null ? null : 1.01),
      extrapolation: compute / 1e21,
    }
  })
  return {
    law: 'chinchilla',
    loss: { name: 'huber', delta: 1e-3 },
    n: runs.length,
    largestCompute: 1e21,
    parameters,
    objective: 0,
    converged: true,
    gradientNorm: 0,
    basins: null,
    standardErrors: {},
    covariance: null,
    intervals: {},
    exponents: null,
    allocation,
    bootstrap: null,
    method: 'made by hand',
    assumptions: [],
    warnings: [],
    version: '0.0.0',
  }
}

/** A fit that was refused. */
export const refused: ChinchillaFit = {
  ...fixedFit([]),
  parameters: null,
  converged: false,
  refusal: { code: 'too-few-model-sizes', message: 'The runs have only 1 model size.' },
}
