import {
  allocationAt,
  type ChinchillaFit,
  computeOptimal,
  dataConstrainedOptimal,
  fitChinchilla,
  fitInferenceAware,
  publishedFits,
  type TrainingRun,
} from '@safety-portfolio/scaling-laws'
import type { Estimate } from '@safety-portfolio/stats'
import { powerOf, type PlannerState } from './state.js'

/** One way to spend, with the interval of each number where there is one. */
export interface PlanRow {
  readonly plan: string
  readonly params: number | null
  readonly paramsLower: number | null
  readonly paramsUpper: number | null
  readonly tokens: number | null
  readonly tokensLower: number | null
  readonly tokensUpper: number | null
  readonly tokensPerParam: number | null
  readonly loss: number | null
  readonly lossLower: number | null
  readonly lossUpper: number | null
  readonly remark: string
}

/** A fit of the reader's runs and the plans that follow from it. */
export interface Planned {
  readonly fit: ChinchillaFit
  readonly rows: readonly PlanRow[]
  /** Optimal tokens per parameter over budgets, with the interval. */
  readonly ratios: readonly {
    readonly x: number
    readonly y: number | null
    readonly lower: number | null
    readonly upper: number | null
  }[]
}

/** Fits the runs and plans for a budget: for training alone, with too little data, and with serving in mind. */
export function plan(runs: readonly TrainingRun[], { budget, unique, served }: PlannerState): Planned {
  const compute = powerOf(budget)
  const budgets = Array.from({ length: 25 }, (_, index) => 10 ** (18 + index / 2))
  const fit = fitChinchilla(runs, { allocation: allocationAt([compute, ...budgets]) })
  const ratios = fit.allocation.slice(1).map((row) => ({ x: row.compute, ...place(row.tokensPerParam) }))
  if (fit.parameters === null) return { fit, rows: [], ratios }
  const [optimum] = fit.allocation
  const inference = fitInferenceAware(runs, { inferenceTokens: powerOf(served), targetCompute: compute })
  const { RD, RN } = publishedFits.muennighoff.parameters
  const limited = dataConstrainedOptimal({ ...fit.parameters, RD, RN }, compute, powerOf(unique))
  const rows = [
    row('Training compute alone', optimum?.params, optimum?.tokens, optimum?.loss, ''),
    row(
      'With the tokens to serve',
      inference.params,
      inference.tokens,
      inference.loss,
      `same loss, ${percent(inference.saving)} less compute in all`,
    ),
    {
      ...row(
        'With the unique tokens there are',
        exactly(limited.params),
        exactly(limited.tokens),
        exactly(limited.loss),
        '',
      ),
      remark: `${limited.epochs.toPrecision(3)} epochs; R_D* and R_N* of Muennighoff et al., no interval`,
    },
    ...[publishedFits.hoffmann, publishedFits.besiroglu].map(({ name, parameters }) => {
      const published = computeOptimal(parameters, compute)
      return row(
        name,
        exactly(published.params),
        exactly(published.tokens),
        exactly(published.loss),
        'published constants, no interval',
      )
    }),
  ]
  return { fit, rows, ratios }
}

function percent({ estimate }: Estimate): string {
  return estimate === null ? 'unknown' : `${(100 * (1 - 1 / estimate)).toPrecision(2)} %`
}

function exactly(estimate: number): Estimate {
  return { estimate, standardError: null, interval: null }
}

function place({ estimate, interval }: Estimate): {
  readonly y: number | null
  readonly lower: number | null
  readonly upper: number | null
} {
  return { y: estimate, lower: interval?.lower ?? null, upper: interval?.upper ?? null }
}

function row(
  name: string,
  params: Estimate | undefined,
  tokens: Estimate | undefined,
  loss: Estimate | undefined,
  remark: string,
): PlanRow {
  const [n, d, l] = [params, tokens, loss].map((each) => place(each ?? exactly(NaN)))
  return {
    plan: name,
    params: n!.y,
    paramsLower: n!.lower,
    paramsUpper: n!.upper,
    tokens: d!.y,
    tokensLower: d!.lower,
    tokensUpper: d!.upper,
    tokensPerParam: n!.y === null || d!.y === null ? null : d!.y / n!.y,
    loss: l!.y,
    lossLower: l!.lower,
    lossUpper: l!.upper,
    remark,
  }
}
