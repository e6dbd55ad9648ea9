import type { EvalHeader } from '../log/eval-log.js'
import { isObject } from '../log/migrate-log.js'
import { thresholdOutcome, type ScoreReport } from './score-report.js'

/** What was fixed before a run. */
export interface Preregistration {
  readonly task: string
  readonly model: string
  /** The score that decides. */
  readonly scorer: string
  /** Questions, all of which must be scored or counted as unscored. */
  readonly questions: number
  readonly epochs?: number
  readonly reducer?: string
  readonly cluster?: string
  /** Confidence level. Default 0.95. */
  readonly level?: number
  /** What is claimed: the mean, or an end of its interval, against a value. */
  readonly claim: { readonly of: 'mean' | 'lower' | 'upper'; readonly op: '>=' | '<='; readonly value: number }
  /** When it was registered, ISO 8601: the run must have begun later. */
  readonly registered: string
}

/** One thing that was fixed, and what the run did. */
export interface PreregistrationCheck {
  readonly what: string
  readonly registered: string
  readonly observed: string
  readonly ok: boolean
}

/** What became of a registered run. */
export interface PreregistrationResult {
  /** The run kept to what was registered, and the claim holds. */
  readonly ok: boolean
  /** The run kept to what was registered, whatever it found. */
  readonly followed: boolean
  readonly claimHolds: boolean
  readonly checks: readonly PreregistrationCheck[]
}

const fields = new Set([
  'task',
  'model',
  'scorer',
  'questions',
  'epochs',
  'reducer',
  'cluster',
  'level',
  'claim',
  'registered',
])

/**
 * Reads a preregistration from a parsed document.
 *
 * @throws RangeError that names everything that is missing, of the wrong kind or unknown.
 */
export function parsePreregistration(value: unknown): Preregistration {
  const problems: string[] = []
  const given = isObject(value) ? value : {}
  if (!isObject(value)) problems.push('a map is needed')
  for (const field of ['task', 'model', 'scorer', 'registered'])
    if (typeof given[field] !== 'string') problems.push(`${field} must be text`)
  const { questions, claim, registered } = given
  if (!Number.isSafeInteger(questions) || (questions as number) < 1)
    problems.push('questions must be a whole number from 1')
  if (typeof registered === 'string' && Number.isNaN(Date.parse(registered)))
    problems.push('registered must be a date, ISO 8601')
  if (!isObject(claim)) problems.push('claim must have of, op and value')
  else {
    if (!['mean', 'lower', 'upper'].includes(String(claim['of'])))
      problems.push('claim.of must be mean, lower or upper')
    if (!['>=', '<='].includes(String(claim['op']))) problems.push('claim.op must be >= or <=')
    if (typeof claim['value'] !== 'number' || !Number.isFinite(claim['value']))
      problems.push('claim.value must be a number')
  }
  for (const field of Object.keys(given)) if (!fields.has(field)) problems.push(`${field} is unknown`)
  if (problems.length > 0) throw new RangeError(`parsePreregistration: ${problems.join('; ')}`)
  return given as unknown as Preregistration
}

/** Holds a run against what was registered before it: nothing may differ, and then the claim decides. */
export function checkPreregistration(
  plan: Preregistration,
  header: EvalHeader,
  scores: readonly ScoreReport[],
): PreregistrationResult {
  const { config } = header.eval
  const name = plan.reducer === undefined || plan.reducer === 'mean' ? plan.scorer : `${plan.scorer} [${plan.reducer}]`
  const score = scores.find(({ scorer }) => scorer === name)
  const checks: PreregistrationCheck[] = []
  const same = (what: string, registered: string | number | boolean, observed: unknown): void => {
    checks.push({
      what,
      registered: JSON.stringify(registered),
      observed: JSON.stringify(observed ?? 'none'),
      ok: registered === observed,
    })
  }
  same('task', plan.task, header.eval.task)
  same('model', plan.model, header.eval.model)
  same('epochs', plan.epochs ?? 1, config['epochs'] ?? 1)
  same('score', name, score?.scorer)
  same('questions', plan.questions, score === undefined ? undefined : score.n + score.unscored)
  same('clusters', plan.cluster !== undefined, score !== undefined && score.clustered !== null)
  if (score?.interval !== null && score?.interval !== undefined) same('level', plan.level ?? 0.95, score.interval.level)
  same('finished', 'success', header.status)
  checks.push({
    what: 'begun after registration',
    registered: plan.registered,
    observed: header.eval.created,
    ok: Date.parse(header.eval.created) >= Date.parse(plan.registered),
  })
  const followed = checks.every(({ ok }) => ok)
  const outcome = thresholdOutcome({ ...plan.claim, scorer: name }, scores)
  return { ok: followed && outcome.passed, followed, claimHolds: outcome.passed, checks }
}
