import { kleeneAll } from './kleene.js'
import type { CommitmentAnswer, Policy } from './policy.js'
import type { Truth } from './truth.js'

/** One of the five commitments, as a policy answers it. */
export interface CommitmentCheck {
  readonly id: CommitmentAnswer['id']
  readonly title: string
  /** True only if every part is. */
  readonly met: Truth
  readonly parts: CommitmentAnswer['parts']
}

/** The five commitments of the May 2024 reflections on responsible scaling, in our words. */
export const fiveCommitments: readonly { readonly id: CommitmentAnswer['id']; readonly title: string }[] = [
  { id: 'red-lines', title: 'Red lines are published' },
  { id: 'tested', title: 'They are tested, and treated as present while not shown absent' },
  { id: 'answered', title: 'They are answered by an assured standard, or by a pause' },
  { id: 'upper-bound', title: 'The upper bound of a standard is published before it is relied on' },
  { id: 'assurance', title: 'Tests are stress-tested, others validate, board and trust see, reporters are protected' },
]

/**
 * How a policy answers the five commitments. A part the text does not speak to is unknown, and a commitment with an unknown part is not met.
 *
 * @example
 * ```ts
 * import { checkCommitments, shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * checkCommitments(shippedPolicy('rsp', '2.2')).map(({ id, met }) => `${id} ${met}`)
 * // => ['red-lines true', 'tested true', 'answered true', 'upper-bound unknown', 'assurance unknown']
 * ```
 */
export function checkCommitments(policy: Policy): readonly CommitmentCheck[] {
  return fiveCommitments.map(({ id, title }) => {
    const parts = policy.commitments.find((answer) => answer.id === id)?.parts ?? [
      { id: 'not-read', status: 'unknown', note: 'nothing in these rules speaks to it' },
    ]
    return { id, title, met: kleeneAll(parts.map(({ status }) => status)), parts }
  })
}
