import { daysBetween } from './calendar-date.js'
import type { Policy } from './policy.js'
import type { Truth } from './truth.js'

/** Whether a report covers what it must. */
export interface CoverageStatus {
  readonly rule: string
  readonly status: 'ok' | 'violation' | 'unknown'
  /** Days between what is covered and the publication; `null` where one is not known. */
  readonly gapDays: number | null
  readonly limitDays: number
  readonly missing: readonly string[]
}

/**
 * Whether a risk report may be published with the day up to which it covers models. Limit and rule are those of the policy's term
 * `risk-report-coverage`; where it allows no day between them, a gap is a violation only if a public model was left out.
 *
 * @param modelLeftOut - Whether a model went public in the gap and is not covered.
 */
export function reportCoverage(
  policy: Policy,
  given: { readonly coverage: string | null; readonly published: string | null; readonly modelLeftOut: Truth },
): CoverageStatus {
  const term = policy.terms.find(({ id }) => id === 'risk-report-coverage')
  if (term?.size === undefined) {
    throw new RangeError(
      `reportCoverage: policy must have the term risk-report-coverage, ${policy.id} ${policy.version} has none`,
    )
  }
  const limitDays = term.size
  const rule = limitDays === 0 ? 'as-of-publication' : `coverage-${limitDays}d`
  const { coverage, published, modelLeftOut } = given
  const missing = [...(coverage === null ? ['coverage'] : []), ...(published === null ? ['published'] : [])]
  if (coverage === null || published === null) return { rule, status: 'unknown', gapDays: null, limitDays, missing }
  const gapDays = daysBetween(coverage, published)
  const found = { rule, gapDays, limitDays }
  if (gapDays <= limitDays) return { ...found, status: 'ok', missing: [] }
  if (limitDays > 0 || modelLeftOut === 'true') return { ...found, status: 'violation', missing: [] }
  if (modelLeftOut === 'false') return { ...found, status: 'ok', missing: [] }
  return { ...found, status: 'unknown', missing: ['public-models-deployed-between-coverage-and-publication'] }
}
