import {
  publishedFits,
  type Allocation,
  type ChinchillaParameters,
  type ConstantCovariance,
  type DataConstrainedFit,
} from '@safety-portfolio/scaling-laws'
import type { Finding } from '@safety-portfolio/stats'
import { formatNumber } from '../text/format-number.js'
import { UsageError } from '../usage-error.js'

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
