import { DataError, type DataIssue } from '@safety-portfolio/records'
import { z } from 'zod'
import type { ConstantCovariance, LawFit } from './fit-result.js'
import type { LawConstants, LawName } from './law-name.js'
import { lawNamed, lawNames } from './internal/law-registry.js'

/** What of a fit is needed to predict and to allocate: any fit of the package has it, and so has its JSON. */
export interface SavedFit<Law extends LawName = LawName> extends Pick<
  LawFit<Law, LawConstants<Law>>,
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
function schema() {
  const finding = z.object({ code: z.string(), message: z.string() })
  const covariance = z.object({
    scales: z.array(z.string()),
    matrix: z.array(z.array(z.number())),
    degrees: z.number().positive(),
  })
  return z.object({
    law: z.enum(lawNames()),
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
 * @returns The fit, ready for `predictWithFit` and {@link allocateBudgets}.
 * @throws `DataError` with everything that is missing or wrong.
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
export function parseFit(value: unknown): SavedFit {
  const parsed = schema().safeParse(value)
  if (!parsed.success)
    throw new DataError(
      parsed.error.issues.map(({ path, message }) =>
        issue(
          path.map((key) => (typeof key === 'symbol' ? String(key) : key)),
          message,
        ),
      ),
    )
  const { covariance = null, largestCompute = null, ...fit } = parsed.data
  const { names, logScale } = lawNamed('parseFit', fit.law)
  const issues: DataIssue[] = []
  names.forEach((name, j) => {
    const constant = fit.parameters[name]
    if (constant === undefined) issues.push(issue(['parameters', name], 'the constant is missing'))
    else if (logScale[j]! && !(constant >= 0)) issues.push(issue(['parameters', name], `must be >= 0, got ${constant}`))
  })
  if (covariance !== null) {
    const scales = names.map((name, j) => (logScale[j]! ? `log ${name}` : name))
    const square =
      covariance.matrix.length === names.length && covariance.matrix.every((row) => row.length === names.length)
    if (!square || covariance.scales.join() !== scales.join())
      issues.push(issue(['covariance'], `must be a square matrix over ${scales.join(', ')}`))
  }
  if (issues.length > 0) throw new DataError(issues)
  return { ...fit, parameters: fit.parameters as unknown as LawConstants<LawName>, covariance, largestCompute }
}

function issue(path: readonly (string | number)[], message: string): DataIssue {
  return { code: 'invalid-value', path, message: `${path.join('.') || 'document'}: ${message}` }
}
