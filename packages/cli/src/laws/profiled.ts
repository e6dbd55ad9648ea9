import { profileIntervals, type LawFit, type LawName, type LawPoint } from '@safety-portfolio/scaling-laws'
import type { Interval } from '@safety-portfolio/stats'
import { UsageError } from '../usage-error.js'
import type { FitRequest } from './law.js'

/** Laws whose constants can be profiled. */
const profiledLaws: readonly string[] = [
  'bnsl',
  'bnsl-2',
  'bnsl-3',
  'chinchilla',
  'kaplan',
  'kaplan-steps',
  'm1',
  'm3',
  'm4',
  'over-training',
  'power',
  'power-offset',
] satisfies readonly LawName[]

/** The fit with profile intervals in place of its own, where the request asks for them. */
export function profiled<
  Fit extends Pick<
    LawFit<string, object>,
    'parameters' | 'intervals' | 'standardErrors' | 'method' | 'warnings' | 'refusal'
  >,
>(fit: Fit, law: string, points: readonly object[], { intervals, loss, delta, level, breaks = 1 }: FitRequest): Fit {
  if (intervals !== 'profile' || fit.parameters === null) return fit
  const name = law === 'bnsl' && breaks !== 1 ? `bnsl-${breaks}` : law
  if (!profiledLaws.includes(name))
    throw new UsageError(`--intervals profile knows the laws ${profiledLaws.join(', ')}, not this one.`)
  const weights = weightsOf(points)
  const profile = profileIntervals(name as LawName, points as readonly LawPoint<LawName>[], {
    loss: loss,
    level,
    ...(delta === undefined ? {} : { delta }),
    ...(weights === undefined ? {} : { weights }),
  })
  if (profile.refusal !== undefined) throw new UsageError(`--intervals profile: ${profile.refusal.message}`)
  const named = <T>(take: (name: string) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.keys(fit.intervals).map((name) => [name, take(name)]))
  return {
    ...fit,
    intervals: named((name): Interval | null => profile.estimates[name]?.interval ?? null),
    standardErrors: named((name) => profile.estimates[name]?.standardError ?? null),
    method: fit.method.replace(/intervals: .*$/, profile.method.replace(/^.*intervals: /, 'intervals: ')),
    warnings: [...new Map([...fit.warnings, ...profile.warnings].map((finding) => [finding.code, finding])).values()],
  }
}

/** The weights of rows that were read with one, or `undefined`. */
export function weightsOf(points: readonly object[]): readonly number[] | undefined {
  return points.length > 0 && points.every((point) => 'weight' in point)
    ? points.map((point) => (point as { readonly weight: number }).weight)
    : undefined
}
