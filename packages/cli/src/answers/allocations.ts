import {
  allocateBudgets,
  allocateDataConstrained,
  allocateInferenceAware,
  computeOptimal,
  publishedFits,
  type Allocation,
  type ChinchillaParameters,
  type ConstantCovariance,
  type DataConstrainedAllocation,
  type DataConstrainedFit,
  type InferenceAwareAllocation,
} from '@safety-portfolio/scaling-laws'
import type { Estimate, Finding } from '@safety-portfolio/stats'
import { quantities } from '../laws/chinchilla-tables.js'
import { estimateCells } from '../text/estimate-cells.js'
import { formatCount } from '../text/format-count.js'
import { formatCompute, formatNumber } from '../text/format-number.js'
import { sentence } from '../text/wrap.js'
import { UsageError } from '../usage-error.js'
import type { Answer } from './answer.js'

/** A law that allocates: its constants, and the allocations whose intervals are known. */
export interface AllocatingLaw {
  readonly name: string
  readonly parameters: ChinchillaParameters
  readonly method: string
  readonly assumptions: readonly string[]
  readonly warnings: readonly Finding[]
  readonly allocation: readonly Allocation[]
  /** Covariance of the constants; `null` for constants alone. */
  readonly covariance: ConstantCovariance | null
  readonly largestCompute: number | null
  /** What repeated data are worth. */
  readonly repetition: Repetition
  /** Coverage of intervals that are made from it. */
  readonly level: number
}

/** The worth of repeated data: fitted, or published and then without a covariance. */
export interface Repetition extends Pick<DataConstrainedFit, 'parameters' | 'covariance'> {
  /** What has to hold for it to apply. */
  readonly assumption: string
}

const noInterval = 'constants alone carry no interval; fit the runs with this --budget for one'

/** The law in a saved fit, or an error that says what is missing. */
export function savedLaw(value: unknown, file: string): AllocatingLaw {
  const saved = value as Partial<Record<string, unknown>> | null
  const repeated = saved?.['law'] === 'data-constrained'
  if (saved?.['law'] !== 'chinchilla' && !repeated) {
    throw new UsageError(
      `${file}: not a saved fit of the chinchilla or the data-constrained law. Save one with scaling fit --out DIR, or --json.`,
    )
  }
  const parameters = (saved[repeated ? 'base' : 'parameters'] ?? {}) as Partial<ChinchillaParameters>
  for (const name of ['A', 'B', 'E', 'alpha', 'beta'] as const) {
    const constant = parameters[name]
    if (typeof constant !== 'number' || !(name === 'E' ? constant >= 0 : constant > 0)) {
      throw new UsageError(`${file}: the constant ${name} of the fit must be a number greater than 0.`)
    }
  }
  if (saved['converged'] !== true) throw new UsageError(`${file}: the saved fit did not converge.`)
  const texts = (key: string): readonly string[] => (Array.isArray(saved[key]) ? (saved[key] as readonly string[]) : [])
  return {
    name: file,
    parameters: parameters as ChinchillaParameters,
    method: typeof saved['method'] === 'string' ? saved['method'] : 'saved fit',
    assumptions: texts('assumptions'),
    warnings: texts('warnings') as unknown as readonly Finding[],
    allocation: texts('allocation') as unknown as readonly Allocation[],
    covariance: savedCovariance(saved['covariance'], ['log A', 'log B', 'log E', 'alpha', 'beta']),
    repetition: repeated ? savedRepetition(saved, file) : publishedRepetition(),
    largestCompute: typeof saved['largestCompute'] === 'number' ? saved['largestCompute'] : null,
    level: savedLevel(saved['intervals']),
  }
}

/** The covariance of a saved fit, where it holds one of these constants. */
function savedCovariance(value: unknown, wanted: readonly string[]): ConstantCovariance | null {
  const { scales, matrix, degrees } = (value ?? {}) as Partial<ConstantCovariance>
  const size = wanted.length
  const known = scales?.join() === wanted.join() && typeof degrees === 'number'
  const square =
    known && matrix?.length === size && matrix.every((row) => row.length === size && row.every(Number.isFinite))
  return square ? { scales, matrix, degrees } : null
}

/** The worth of repetition in a saved fit of it. */
function savedRepetition(saved: Partial<Record<string, unknown>>, file: string): Repetition {
  const { RD, RN } = (saved['parameters'] ?? {}) as Partial<Record<string, unknown>>
  if (!(typeof RD === 'number' && RD > 0 && typeof RN === 'number' && RN > 0))
    throw new UsageError(`${file}: the constants RD and RN of the fit must be numbers greater than 0.`)
  return {
    parameters: { RD, RN },
    covariance: savedCovariance(saved['covariance'], ['log RD', 'log RN']),
    assumption: 'The constants of the law without repetition are taken as exact.',
  }
}

/** The worth of repetition where only the law without it was fitted. */
export function publishedRepetition(): Repetition {
  const { RD, RN } = publishedFits.muennighoff.parameters
  return {
    parameters: { RD, RN },
    covariance: null,
    assumption: `Repeated data are worth what Muennighoff et al. 2023 found (R_D* ${formatNumber(RD, 4)}, R_N* ${formatNumber(RN, 3)}), taken as exact.`,
  }
}

/** The level at which the saved fit made its intervals. */
function savedLevel(value: unknown): number {
  const levels = Object.values((value ?? {}) as Readonly<Record<string, { readonly level?: unknown } | null>>)
  const level = levels.find((interval) => typeof interval?.level === 'number')?.level
  return typeof level === 'number' && level > 0 && level < 1 ? level : 0.95
}

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
  return allocateDataConstrained(repetition, { parameters, covariance }, budgets, uniqueTokens, { level })
}
