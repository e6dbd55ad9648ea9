import {
  bootstrapLaw,
  profileIntervals,
  type BootstrapLawOptions,
  type LawConstants,
  type LawFit,
  type LawName,
  type LawPoint,
} from '@safety-portfolio/scaling-laws'
import type { Estimate, Interval } from '@safety-portfolio/stats'
import { UsageError } from '../usage-error.js'
import { inferableLawNames } from './law-kinds.js'
import type { FitRequest, IntervalKind } from './law.js'
import { covarianceQuantities, replicateCovariance } from './replicate-covariance.js'

/** Quantities beside the constants whose intervals come from the same replicates. */
export interface MoreQuantities<Fit> {
  readonly quantities: NonNullable<BootstrapLawOptions<never>['quantities']>
  /** Puts them in their place. */
  readonly apply: (fit: Fit, estimates: Readonly<Record<string, Estimate>>) => Fit
}

type Quantities = NonNullable<BootstrapLawOptions<LawConstants<LawName>>['quantities']>

type AnyFit = Pick<
  LawFit<string, object>,
  | 'parameters'
  | 'intervals'
  | 'standardErrors'
  | 'covariance'
  | 'bootstrap'
  | 'method'
  | 'assumptions'
  | 'warnings'
  | 'refusal'
>

/** Whether an assumption is one that clusters take the place of. */
export function isIndependence(assumption: string): boolean {
  return /^\w+ are independent/.test(assumption)
}

/** Whether these intervals are resampled about the fit, and not by the fit itself. */
export function isResampling(intervals: IntervalKind | undefined): intervals is 'residual' | 'wild' | 'hierarchical' {
  return intervals === 'residual' || intervals === 'wild' || intervals === 'hierarchical'
}

const flagOf = (intervals: IntervalKind): string =>
  intervals === 'hierarchical' ? '--cluster' : `--intervals ${intervals}`

/** The name under which the package makes intervals of other kinds for the law; a law that it does not know is a mistake in the flags. */
export function inferableName(law: string, { intervals, breaks = 1 }: FitRequest): LawName | undefined {
  if (intervals !== 'profile' && !isResampling(intervals)) return undefined
  const name = law === 'bnsl' && breaks !== 1 ? `bnsl-${breaks}` : law
  const known = inferableLawNames.find((one) => one === name)
  if (known === undefined)
    throw new UsageError(`${flagOf(intervals)} knows the laws ${inferableLawNames.join(', ')}, not this one.`)
  return known
}

/** The fit with profile intervals, or those of a bootstrap about the law, in place of its own, where the request asks for them. */
export function profiled<Fit extends AnyFit>(
  fit: Fit,
  law: string,
  points: readonly object[],
  request: FitRequest,
  more: MoreQuantities<Fit> = { quantities: {}, apply: (same) => same },
): Fit {
  const { intervals, loss, delta, level, bootstrap: replicates = 1000, seed, identifiability } = request
  const name = inferableName(law, request)
  if (fit.parameters === null || name === undefined || (intervals !== 'profile' && !isResampling(intervals))) return fit
  const flag = flagOf(intervals)
  const weights = weightsOf(points)
  const data = points as readonly LawPoint<LawName>[]
  const options = {
    loss,
    level,
    ...(delta === undefined ? {} : { delta }),
    ...(identifiability === undefined ? {} : { identifiability }),
    ...(weights === undefined ? {} : { weights }),
  }
  const clusters = points.map((point) => (point as { readonly cluster?: string }).cluster ?? '')
  const clustered = intervals === 'hierarchical'
  const scales = clustered ? (fit.covariance?.scales ?? []) : []
  const quantities = { ...more.quantities, ...covarianceQuantities(scales) } as Quantities
  const found =
    intervals === 'profile'
      ? profileIntervals(name, data, options)
      : bootstrapLaw(name, data, {
          ...options,
          kind: intervals,
          replicates,
          seed,
          quantities,
          ...(clustered ? { clusters } : {}),
        })
  if (found.refusal !== undefined) throw new UsageError(`${flag}: ${found.refusal.message}`)
  const named = <T>(take: (name: string) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.keys(fit.intervals).map((name) => [name, take(name)]))
  const resampled = {
    ...fit,
    intervals: named((name): Interval | null => found.estimates[name]?.interval ?? null),
    standardErrors: named((name) => found.estimates[name]?.standardError ?? null),
    ...('bootstrap' in found ? { bootstrap: found.bootstrap } : {}),
    // The covariance of the fit takes rows for independent: what is saved must not answer with it.
    ...(clustered && fit.covariance !== null
      ? {
          covariance: replicateCovariance(scales, found.estimates, {
            clusters: new Set(clusters).size,
            degrees: fit.covariance.degrees,
          }),
        }
      : {}),
    method: fit.method.replace(/intervals: .*$/, found.method.replace(/^.*intervals: /, 'intervals: ')),
    // What the fit assumes of more, as of what lies beyond the data, need not be said of less.
    assumptions: [
      ...fit.assumptions,
      ...found.assumptions.filter((less) => !fit.assumptions.some((more) => more.startsWith(less.replace(/\.$/, '')))),
    ].filter(
      // What is resampled in clusters is not independent.
      (assumption) => !clustered || !isIndependence(assumption),
    ),
    warnings: [...new Map([...fit.warnings, ...found.warnings].map((finding) => [finding.code, finding])).values()],
  }
  return intervals === 'profile' ? resampled : more.apply(resampled, found.estimates)
}

/** The weights of rows that were read with one, or `undefined`. */
export function weightsOf(points: readonly object[]): readonly number[] | undefined {
  return points.length > 0 && points.every((point) => 'weight' in point)
    ? points.map((point) => (point as { readonly weight: number }).weight)
    : undefined
}

/** What rows were read with beside their law's own fields: the report saves it too. */
export function extraColumns(points: readonly object[]): readonly string[] {
  return ['weight', 'cluster'].filter((column) => points.some((point) => column in point))
}
