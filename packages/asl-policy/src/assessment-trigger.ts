import { addDuration } from './calendar-date.js'
import type { AssessmentTrigger } from './policy.js'
import { kleeneAny } from './kleene.js'
import type { Truth } from './truth.js'

/** Whether a full assessment is owed. */
export interface AssessmentDue {
  readonly due: Truth
  /** What it is acted on as: unknown counts as due. */
  readonly treatAs: 'due' | 'not-due'
  readonly reasons: readonly ('interval' | 'compute' | 'rso-discretion' | 'compute-unknown' | 'interval-unknown')[]
  /** Day on which the interval ends; `null` where the last assessment is not known. */
  readonly deadline: string | null
  /** What is done first. */
  readonly action: string | null
}

/** What is known about the model since the last assessment. */
export interface AssessmentFacts {
  /** Effective compute over that of the last model assessed in full. */
  readonly computeMultiple: number | null
  /** Day of the last full assessment. */
  readonly lastOn: string | null
  /** Day of the question. */
  readonly today: string
  /** Whether the responsible officer asked for one. */
  readonly discretion?: boolean
}

/**
 * Whether a policy asks for a full assessment: effective compute has grown by its factor (reached counts), its interval has ended (the day
 * itself counts), or the responsible officer asks for one where the policy gives that right.
 *
 * @example
 * ```ts
 * import { assessmentDue } from '@safety-portfolio/asl-policy'
 *
 * const trigger = { computeFactor: 4, interval: 'P6M', discretion: true, whenUnknown: null, clause: '3.1' }
 * assessmentDue(trigger, { computeMultiple: 1.2, lastOn: '2025-05-22', today: '2025-11-22' }).reasons // => ['interval']
 * assessmentDue(trigger, { computeMultiple: null, lastOn: '2025-05-22', today: '2025-06-01' }).treatAs // => 'due'
 * ```
 */
export function assessmentDue(trigger: AssessmentTrigger, facts: AssessmentFacts): AssessmentDue {
  const { computeMultiple, lastOn, today, discretion = false } = facts
  const deadline = lastOn === null ? null : addDuration(lastOn, trigger.interval)
  const byTime: Truth = deadline === null ? 'unknown' : today >= deadline ? 'true' : 'false'
  const byCompute: Truth =
    computeMultiple === null ? 'unknown' : computeMultiple >= trigger.computeFactor ? 'true' : 'false'
  const asked = trigger.discretion && discretion
  const due = kleeneAny([byTime, byCompute, asked ? 'true' : 'false'])
  const reasons: AssessmentDue['reasons'][number][] = []
  if (byTime === 'true') reasons.push('interval')
  if (byCompute === 'true') reasons.push('compute')
  if (asked) reasons.push('rso-discretion')
  if (due === 'unknown') {
    if (byCompute === 'unknown') reasons.push('compute-unknown')
    if (byTime === 'unknown') reasons.push('interval-unknown')
  }
  const action = due === 'true' ? 'run-comprehensive-assessment' : due === 'unknown' ? trigger.whenUnknown : null
  return { due, treatAs: due === 'false' ? 'not-due' : 'due', reasons, deadline, action }
}
