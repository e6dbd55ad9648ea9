import { decide, type Decision } from '../decide.js'
import type { Activity, Policy } from '../policy.js'
import { caseFrom } from '../policy-case.js'
import { askQuestion } from '../question.js'
import { numberInput, textInput, textsInput, truthInput, type Inputs, type Kind } from './inputs.js'
import { summary } from './path-kinds.js'

function decided(
  policy: Policy,
  facts: Inputs,
  activity: Activity = 'deploy-general',
  claims: readonly unknown[] = [],
): Decision {
  const subject = caseFrom({ case: 'scenario', subject: { weights: 'scenario', activity }, facts, claims })
  return decide(policy, subject, { asOf: policy.effective, decisive: false })
}

/** Whether words say that something is met; `null` where they do not say. */
function metWords(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string' || value === 'unknown') return null
  if (/\bnot\b|missing|insufficient|absent|none/i.test(value)) return false
  return /met|sufficient|accepted|in place|adequate|yes/i.test(value) ? true : null
}

const pfCategories: Readonly<Record<string, string>> = {
  bio: 'bio',
  biological: 'bio',
  'bio/chem': 'bio',
  'bio-chem': 'bio',
  cyber: 'cyber',
  cybersecurity: 'cyber',
  'self-improvement': 'self-improvement',
}

const pfLevels: Readonly<Record<string, string>> = {
  high: 'High',
  critical: 'Critical',
  'cannot rule out': 'cannot-rule-out',
  'below high': 'below-high',
  'not high': 'below-high',
  low: 'below-high',
  medium: 'below-high',
  none: 'below-high',
}

/** OpenAI Preparedness Framework. */
export const preparedness: Kind = (policy, inputs) => {
  const level = mapped(pfLevels, textInput(inputs, 'level'))
  const safeguards = inputs['deploy_safeguards']
  const scope = textInput(inputs, 'scope')?.replaceAll(' ', '-') ?? null
  const facts = {
    category: mapped(pfCategories, textInput(inputs, 'category')),
    level,
    scope,
    security_high: metWords(inputs['security']),
    misuse_safeguards: metWords(safeguards),
    misalignment_safeguards: metWords(inputs['misalignment_safeguards']),
    long_range_autonomy: truthInput(inputs, 'long_range_autonomy'),
    critical_standard: truthInput(inputs, 'critical_standard'),
  }
  const { answer } = askQuestion(policy, 'treat-as', facts)
  return { ...summary(decided(policy, facts)), ...answer }
}

const securityLevels: Readonly<Record<string, number>> = { SL1: 1, SL2: 2, 'SL2+': 2.5, SL3: 3, SL4: 4, SL5: 5 }

/** Google DeepMind Frontier Safety Framework. */
export const frontierSafety: Kind = (policy, inputs) => {
  const security = textInput(inputs, 'security')
  const kind = textInput(inputs, 'kind')?.toLowerCase() ?? null
  const facts = {
    ccl: reachedWords(inputs['ccl']),
    alert: reachedWords(inputs['alert'] ?? inputs['alert_threshold']),
    kind:
      kind === null
        ? null
        : kind.includes('automation')
          ? 'ml-rd-automation'
          : kind.includes('r&d')
            ? 'ml-rd'
            : 'misuse',
    scope: textInput(inputs, 'scope')?.replaceAll(' ', '-') ?? null,
    safety_case: truthInput(inputs, 'safety_case'),
    residual_risk_accepted:
      truthInput(inputs, 'residual_risk_accepted') ?? truthInput(inputs, 'residual_risk_acceptance'),
    security_level: security === null ? null : (securityLevels[security] ?? null),
    response_plan: truthInput(inputs, 'response_plan'),
  }
  return summary(decided(policy, facts))
}

function reachedWords(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'reached' : 'not-reached'
  if (typeof value !== 'string' || value === 'unknown') return null
  return /\bnot\b|below|no\b/i.test(value) ? 'not-reached' : /reach|cross|met|yes/i.test(value) ? 'reached' : null
}

const metaLevels: Readonly<Record<string, string>> = {
  high: 'High',
  critical: 'Critical',
  moderate: 'Moderate',
  'moderate or lower': 'Moderate',
  low: 'Moderate',
}

/** Meta Advanced AI Scaling Framework: deployment and further development are two decisions. */
export const scaling: Kind = (policy, inputs) => {
  const residual = textInput(inputs, 'residual')?.toLowerCase() ?? null
  const facts = {
    level: mapped(metaLevels, textInput(inputs, 'level')),
    residual: residual === 'moderate or lower' ? 'moderate' : residual,
  }
  const deploy = decided(policy, facts)
  const develop = decided(policy, facts, 'train')
  const { outcome, missing, obligations } = summary(deploy)
  return { outcome, missing, obligations, deploy: deploy.outcome, develop: develop.outcome }
}

/** xAI frameworks. */
export const numericAcceptance: Kind = (policy, inputs) => {
  const facts = Object.fromEntries(Object.keys(policy.facts).map((name) => [name, numberInput(inputs, name)]))
  const acceptable = truthInput(inputs, 'acceptable')
  return summary(decided(policy, facts, 'deploy-general', acceptance(policy, acceptable)))
}

function acceptance({ claims }: Policy, accepted: boolean | null): readonly unknown[] {
  const status = accepted === null ? 'open' : accepted ? 'accepted' : 'rejected'
  return claims.map(({ id }) => ({ id, status, author: 'author of the scenario', reviewer: 'its reader' }))
}

/** EU code of practice: a rule about the framework, and one about going on. A scenario speaks to one of them. */
export const codeOfPractice: Kind = (policy, inputs) => {
  const tiers = textsInput(inputs, 'tiers')
  const reached = textsInput(inputs, 'reached')
  const unreached = tiers === null || reached === null ? null : tiers.some((tier) => !reached.includes(tier))
  const aboutTiers = 'tiers' in inputs || 'reached' in inputs
  const aboutAcceptance = 'acceptable' in inputs
  const { outcome, missing } = summary(
    decided(policy, {
      unreached_tier: aboutTiers || !aboutAcceptance ? unreached : true,
      acceptable: aboutAcceptance || !aboutTiers ? truthInput(inputs, 'acceptable') : unreached,
    }),
  )
  return { outcome, missing, obligations: [] }
}

function mapped(words: Readonly<Record<string, string>>, text: string | null): string | null {
  if (text === null) return null
  return words[text.toLowerCase().replaceAll('_', ' ')] ?? text
}
