import { decide } from './decide.js'
import { activities, type Activity, type Outcome, type Policy } from './policy.js'
import { caseFrom, type PolicyCase } from './policy-case.js'

/** One configuration of a model in one activity. */
export interface MatrixCell {
  readonly activity: Activity
  readonly outcome: Outcome
  readonly missing: readonly string[]
  /** Whether any rule speaks to the activity; without one a permission means nothing. */
  readonly spoken: boolean
}

/** One configuration in every activity. */
export interface MatrixRow {
  readonly weights: string
  readonly configuration: string
  readonly cells: readonly MatrixCell[]
}

/**
 * Decides each case in every activity: the same weights may be fit for vetted users and not for the public, and one configuration for what
 * another is not.
 *
 * @example
 * ```ts
 * import { activityMatrix, caseFrom, shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * const facts = { needs_asl3_security: true, pretraining_multiple: 0.5 }
 * const subject = caseFrom({ case: 'demo', subject: { weights: 'demo' }, facts })
 * const [row] = activityMatrix(shippedPolicy('rsp', '2.2'), [subject], '2025-06-01')
 * row?.cells.find(({ activity }) => activity === 'train')?.outcome // => 'permit'
 * row?.cells.find(({ activity }) => activity === 'deploy-general')?.outcome // => 'hold'
 * ```
 */
export function activityMatrix(policy: Policy, subjects: readonly PolicyCase[], asOf: string): readonly MatrixRow[] {
  return subjects.map((subject) => {
    const { weights, configuration } = subject.subject
    const cells = activities.map((activity): MatrixCell => {
      const asked = caseFrom({ ...subject, subject: { weights, configuration, activity } })
      const { outcome, missing, trace } = decide(policy, asked, { asOf, decisive: false })
      return { activity, outcome, missing, spoken: trace.length > 0 }
    })
    return { weights, configuration, cells }
  })
}
