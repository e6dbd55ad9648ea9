import {
  allocateBudgets,
  allocateDataConstrained,
  allocateInferenceAware,
  computeOptimal,
  type Allocation,
  type DataConstrainedAllocation,
  type InferenceAwareAllocation,
} from '@safety-portfolio/scaling-laws'
import type { Estimate } from '@safety-portfolio/stats'
import { quantities } from '../laws/chinchilla-tables.js'
import { estimateCells } from '../text/estimate-cells.js'
import { formatCount } from '../text/format-count.js'
import { formatCompute, formatNumber } from '../text/format-number.js'
import { sentence } from '../text/wrap.js'
import type { AllocatingLaw } from './allocating-law.js'
import type { Answer } from './answer.js'

const noFit = 'constants alone carry no interval; fit the runs and allocate with the saved fit for one'
const noInterval = 'constants alone carry no interval; fit the runs with this --budget for one'

/** What else decides an allocation. */
export interface AllocationDemand {
  /** Unique tokens there are; more are repetitions. */
  readonly uniqueTokens?: number | undefined
  /** Tokens that will be served, each costing 2 N FLOP. */
  readonly inferenceTokens?: number | undefined
}

/** Compute-optimal allocations of the budgets. */
export function allocationAnswer(
  law: AllocatingLaw,
  budgets: readonly number[],
  { uniqueTokens, inferenceTokens }: AllocationDemand = {},
): Answer {
  const constrained = uniqueTokens === undefined ? [] : constrainedRows(law, budgets, uniqueTokens)
  const rows = budgets.map(
    (compute) => law.allocation.find((row) => row.compute === compute) ?? allocated(law, compute),
  )
  const served = inferenceTokens === undefined ? [] : servedRows(law, budgets, inferenceTokens)
  const [first] = rows as [Omit<Allocation, 'extrapolation'>]
  const basis = {
    method: `optimum of L(N, D) under C = 6 N D; ${law.method}`,
    assumptions: [
      ...law.assumptions,
      'Training compute is 6 N D.',
      ...(uniqueTokens === undefined ? [] : [law.repetition.assumption]),
    ],
    warnings: law.warnings,
  }
  return {
    title: `Compute-optimal allocation by ${law.name}`,
    lead: sentence(
      `${formatCompute(first.compute)} FLOP are best spent on ${estimateCells(first.params, formatCount).join(' parameters (')}) and ${estimateCells(first.tokensPerParam)[0]} tokens per parameter`,
    ),
    tables: [
      {
        caption: 'Allocation of each budget',
        header: ['FLOP', ...quantities.map(({ name }) => name)],
        rows: rows.map((row) => [
          formatCompute(row.compute),
          ...quantities.map(({ of, format }) => {
            const estimate = of(row as Allocation)
            return withInterval(estimate, format)
          }),
        ]),
      },
      ...(uniqueTokens === undefined
        ? []
        : [
            {
              caption: `The same with ${formatCount(uniqueTokens, null)} unique tokens`,
              header: ['FLOP', 'parameters', 'tokens', 'epochs', 'loss'],
              rows: constrained.map(({ compute, params, tokens, epochs, loss }) => [
                formatCompute(compute),
                withInterval(params, formatCount),
                withInterval(tokens, formatCount),
                withInterval(epochs),
                withInterval(loss),
              ]),
            },
          ]),
      ...(inferenceTokens === undefined
        ? []
        : [
            {
              caption: `The same loss when ${formatCount(inferenceTokens, null)} tokens are served as well`,
              header: ['FLOP', 'parameters', 'tokens', 'tokens per parameter', 'loss', 'all FLOP', 'saving'],
              rows: served.map(({ compute, params, tokens, tokensPerParam, loss, totalCompute, saving }) => [
                formatCompute(compute),
                withInterval(params, formatCount),
                withInterval(tokens, formatCount),
                withInterval(tokensPerParam),
                withInterval(loss),
                withInterval(totalCompute, formatCompute),
                withInterval(saving, (ratio) => `${formatNumber(100 * (1 - 1 / ratio), 3)} %`),
              ]),
            },
          ]),
    ],
    basis,
    result: {
      law: 'chinchilla',
      name: law.name,
      parameters: law.parameters,
      allocation: rows,
      ...(uniqueTokens === undefined ? {} : { uniqueTokens, dataConstrained: constrained }),
      ...(inferenceTokens === undefined ? {} : { inferenceTokens, inferenceAware: served }),
      ...basis,
    },
    fine: true,
  }
}

/** The allocation of one budget, with the interval that the covariance of a saved fit gives. */
function allocated(law: AllocatingLaw, compute: number): Omit<Allocation, 'extrapolation'> {
  if (law.covariance === null) return plain(law, compute)
  const [row] = allocateBudgets({ law: 'chinchilla', ...law }, [compute], { level: law.level })
  return row!
}

function servedRows(
  law: AllocatingLaw,
  budgets: readonly number[],
  inferenceTokens: number,
): readonly InferenceAwareAllocation[] {
  return allocateInferenceAware({ law: 'chinchilla', ...law }, budgets, inferenceTokens, { level: law.level })
}

/** An estimate and its interval in one cell. */
function withInterval(estimate: Estimate, format?: Parameters<typeof estimateCells>[1]): string {
  const [value, range] = estimateCells(estimate, format)
  return `${value} (${estimate.interval === null ? 'no interval' : range})`
}

function plain({ parameters }: AllocatingLaw, compute: number): Omit<Allocation, 'extrapolation'> {
  const best = computeOptimal(parameters, compute)
  const known = (estimate: number): Estimate => ({ estimate, standardError: null, interval: null, reason: noInterval })
  return {
    compute,
    params: known(best.params),
    tokens: known(best.tokens),
    tokensPerParam: known(best.tokensPerParam),
    loss: known(best.loss),
  }
}

function constrainedRows(
  { parameters, covariance, repetition, level }: AllocatingLaw,
  budgets: readonly number[],
  uniqueTokens: number,
): readonly DataConstrainedAllocation[] {
  const rows = allocateDataConstrained(repetition, { parameters, covariance }, budgets, uniqueTokens, { level })
  if (covariance !== null || repetition.covariance !== null) return rows
  const published = (estimate: Estimate): Estimate => ({ ...estimate, reason: noFit })
  return rows.map((row) => ({
    ...row,
    params: published(row.params),
    tokens: published(row.tokens),
    epochs: published(row.epochs),
    loss: published(row.loss),
  }))
}
