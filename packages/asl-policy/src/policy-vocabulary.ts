/** What is about to be done with a model. */
export type Activity =
  | 'train'
  | 'store'
  | 'deploy-internal'
  | 'deploy-internal-large'
  | 'deploy-vetted'
  | 'deploy-general'
  | 'finetune-api'
  | 'release-weights'

/** What a decision comes to, from the most permissive to the most restrictive. */
export type Outcome =
  'permit' | 'permit-with-conditions' | 'hold' | 'restrict' | 'pause' | 'halt-development' | 'invalid-framework'

/** The order in which facts are looked at; a decision names what is missing at the first stage that fails. */
export type Stage = 'assessment' | 'determination' | 'safeguards' | 'follow-up' | 'next-safeguards' | 'approvals'

/** Every activity. */
export const activities: readonly Activity[] = [
  'train',
  'store',
  'deploy-internal',
  'deploy-internal-large',
  'deploy-vetted',
  'deploy-general',
  'finetune-api',
  'release-weights',
]

/** Every outcome, from the most permissive. */
export const outcomes: readonly Outcome[] = [
  'permit',
  'permit-with-conditions',
  'hold',
  'restrict',
  'pause',
  'halt-development',
  'invalid-framework',
]

/** Every stage, in order. */
export const stages: readonly Stage[] = [
  'assessment',
  'determination',
  'safeguards',
  'follow-up',
  'next-safeguards',
  'approvals',
]
