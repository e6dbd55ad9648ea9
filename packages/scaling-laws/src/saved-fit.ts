import { DataError, type DataIssue } from '@safety-portfolio/records'
import { z } from 'zod'
import type { DefinedLaw } from './define-law.js'
import type { ConstantCovariance, LawFit } from './fit-result.js'
import type { KnownLaw, LawConstants, LawLabel, LawName } from './law-name.js'
import { lawNamed, lawNames, type AnyLaw } from './internal/law-registry.js'

/** What of a fit is needed to predict and to allocate: any fit of the package has it, and so has its JSON. */
export interface SavedFit<Law extends KnownLaw = LawName> extends Pick<
  LawFit<LawLabel<Law>, LawConstants<Law>>,
  'law' | 'n' | 'converged' | 'method' | 'assumptions' | 'warnings' | 'version'
> {
  /** The constants. */
  readonly parameters: LawConstants<Law>
  /** Their covariance; `null` where the fit has none. */
  readonly covariance: ConstantCovariance | null
  /** Largest compute among the runs, in FLOP, where the fit says so. */
  readonly largestCompute: number | null
}

/** Made when called: bundles that do not read saved fits then leave the schema library out. */
function schema(laws: readonly string[], hint: string) {
  const finding = z.object({ code: z.string(), message: z.string() })
  const covariance = z.object({
    scales: z.array(z.string()),
    matrix: z.array(z.array(z.number())),
    degrees: z.number().positive(),
  })
  return z.object({
    law: z.enum(laws, {
      error: ({ input }) =>
        `must be one of ${laws.join(', ')}${hint}, got ${input === undefined ? 'nothing' : JSON.stringify(input)}`,
    }),
    n: z.number().int().nonnegative(),
    parameters: z.record(z.string(), z.number(), { error: 'there are no constants: the fit was refused' }),
    converged: z.literal(true, { error: 'the fit did not converge' }),
    covariance: covariance.nullish(),
    largestCompute: z.number().positive().nullish(),
    method: z.string().default('saved fit'),
    assumptions: z.array(z.string()).default([]),
    warnings: z.array(finding).default([]),
    version: z.string().default(''),
  })
}

/**
 * Reads a fit that was saved as JSON (`JSON.parse(text)`, or `result.json` of the command) and checks that it can be used: the law is known, every
 * constant is there and within its domain, the fit converged, and the covariance, if any, is that of these constants.
 *
 * @param value - The parsed document.
 * @param options - `law`: the law of a fit by `fitDefinedLaw`, which its name alone does not tell.
 * @returns The fit, ready for `predictWithFit` and {@link allocateBudgets}.
 * @throws `DataError` with everything that is missing or wrong; RangeError for a `law` that `defineLaw` has not made.
 *
 * @example
 * ```ts
 * import { fitChinchilla, parseFit, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
 *
 * const fit = fitChinchilla(simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 1 }))
 * const again = parseFit(JSON.parse(JSON.stringify(fit)))
 * again.parameters // => fit.parameters
 * parseFit({ law: 'chinchilla' }) // throws DataError
 * ```
 */
export function parseFit(value: unknown): SavedFit
export function parseFit<Name extends string, Place>(
  value: unknown,
  options: { readonly law: DefinedLaw<Name, Place> },
): SavedFit<DefinedLaw<Name, Place>>
export function parseFit(
  value: unknown,
  { law }: { readonly law?: DefinedLaw<string, never> } = {},
): SavedFit<KnownLaw> {
  const known = law === undefined ? lawNames() : [law.law]
  const hint = law === undefined ? ', or a law of your own that is passed as { law }' : ''
  const parsed = schema(known, hint).safeParse(value)
  if (!parsed.success) throw new DataError(parsed.error.issues.map(({ path, message }) => issue(path, message)))
  const { covariance = null, largestCompute = null, ...fit } = parsed.data
  const definition = lawNamed('parseFit', law ?? (fit.law as LawName))
  const issues = wrongConstants({ ...fit, covariance }, definition)
  if (issues.length > 0) throw new DataError(issues)
  return { ...fit, parameters: fit.parameters, covariance, largestCompute }
}

interface ReadConstants {
  readonly parameters: Readonly<Record<string, number>>
  readonly covariance: ConstantCovariance | null
}

function wrongConstants({ parameters, covariance }: ReadConstants, { names, logScale }: AnyLaw): readonly DataIssue[] {
  const issues: DataIssue[] = []
  names.forEach((name, j) => {
    const constant = parameters[name]
    if (constant === undefined) issues.push(issue(['parameters', name], 'the constant is missing'))
    else if (logScale[j]! && !(constant >= 0)) issues.push(issue(['parameters', name], `must be >= 0, got ${constant}`))
  })
  if (covariance !== null) {
    const { matrix } = covariance
    const scales = names.map((name, j) => (logScale[j]! ? `log ${name}` : name))
    const square = matrix.length === names.length && matrix.every((row) => row.length === names.length)
    if (!square || covariance.scales.join() !== scales.join())
      issues.push(issue(['covariance'], `must be a square matrix over ${scales.join(', ')}`))
  }
  return issues
}

function issue(keys: readonly PropertyKey[], message: string): DataIssue {
  const path = keys.map((key) => (typeof key === 'symbol' ? String(key) : key))
  return { code: 'invalid-value', path, message: `${path.join('.') || 'document'}: ${message}` }
}
