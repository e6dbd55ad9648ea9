import {
  bootstrapLaw,
  profileIntervals,
  type LawFit,
  type LawName,
  type LawPoint,
} from '@safety-portfolio/scaling-laws'
import type { Interval } from '@safety-portfolio/stats'
import { UsageError } from '../usage-error.js'
import { inferableLawNames } from './law-kinds.js'
import type { FitRequest } from './law.js'

/** The fit with profile intervals, or those of a bootstrap about the law, in place of its own, where the request asks for them. */
export function profiled<
  Fit extends Pick<
    LawFit<string, object>,
    'parameters' | 'intervals' | 'standardErrors' | 'method' | 'assumptions' | 'warnings' | 'refusal'
  >,
>(fit: Fit, law: string, points: readonly object[], request: FitRequest): Fit {
  const { intervals, loss, delta, level, bootstrap: replicates = 1000, seed, breaks = 1, identifiability } = request
  if (fit.parameters === null) return fit
  if (intervals !== 'profile' && intervals !== 'residual' && intervals !== 'wild') return fit
  const name = law === 'bnsl' && breaks !== 1 ? `bnsl-${breaks}` : law
  if (!inferableLawNames.some((known) => known === name))
    throw new UsageError(`--intervals ${intervals} knows the laws ${inferableLawNames.join(', ')}, not this one.`)
  const weights = weightsOf(points)
  const data = points as readonly LawPoint<LawName>[]
  const options = {
    loss,
    level,
    ...(delta === undefined ? {} : { delta }),
    ...(identifiability === undefined ? {} : { identifiability }),
    ...(weights === undefined ? {} : { weights }),
  }
  const found =
    intervals === 'profile'
      ? profileIntervals(name as LawName, data, options)
      : bootstrapLaw(name as LawName, data, { ...options, kind: intervals, replicates, seed })
  if (found.refusal !== undefined) throw new UsageError(`--intervals ${intervals}: ${found.refusal.message}`)
  const named = <T>(take: (name: string) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.keys(fit.intervals).map((name) => [name, take(name)]))
  return {
    ...fit,
    intervals: named((name): Interval | null => found.estimates[name]?.interval ?? null),
    standardErrors: named((name) => found.estimates[name]?.standardError ?? null),
    method: fit.method.replace(/intervals: .*$/, found.method.replace(/^.*intervals: /, 'intervals: ')),
    assumptions: [...new Set([...fit.assumptions, ...found.assumptions])],
    warnings: [...new Map([...fit.warnings, ...found.warnings].map((finding) => [finding.code, finding])).values()],
  }
}

/** The weights of rows that were read with one, or `undefined`. */
export function weightsOf(points: readonly object[]): readonly number[] | undefined {
  return points.length > 0 && points.every((point) => 'weight' in point)
    ? points.map((point) => (point as { readonly weight: number }).weight)
    : undefined
}
