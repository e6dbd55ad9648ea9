import type { Decision } from '../decide.js'
import type { Activity, Policy } from '../policy.js'
import { caseFrom } from '../policy-case.js'
import { askQuestion } from '../question.js'
import {
  metWords,
  numberInput,
  textInput,
  textsInput,
  truthInput,
  type Asking,
  type Inputs,
  type Kind,
} from './inputs.js'
import { summary } from './path-kinds.js'

function decided(
  { decide }: Asking,
  policy: Policy,
  facts: Inputs,
  activity: Activity = 'deploy-general',
  claims: readonly unknown[] = [],
): Decision {
  const subject = caseFrom({ case: 'scenario', subject: { weights: 'scenario', activity }, facts, claims })
  return decide(policy, subject, { asOf: policy.effective, decisive: false })
}

/** The tracked category behind its wording. */
function categoryOf(text: string | null): string | null {
  if (text === null) return null
  if (/bio|chem/i.test(text)) return 'bio'
  if (/cyber/i.test(text)) return 'cyber'
  return /self.?improve/i.test(text) ? 'self-improvement' : text
}

/** What is to be done, behind its wording: `large internal`, `external deployment`, `further development`. */
function scopeOf(text: string | null): string | null {
  if (text === null) return null
  if (/extern|public|general/i.test(text)) return 'external'
  if (/large.*intern|intern.*large/i.test(text)) return 'large-internal'
  if (/high.*intern/i.test(text)) return 'high-risk-internal'
  if (/intern/i.test(text)) return 'internal'
  return /develop|train/i.test(text) ? 'development' : text
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
export const preparedness: Kind = (policy, inputs, asking) => {
  const level = mapped(pfLevels, textInput(inputs, 'level'))
  const safeguards = inputs['deploy_safeguards']
  const facts = {
    category: categoryOf(textInput(inputs, 'category')),
    level,
    scope: scopeOf(textInput(inputs, 'scope')),
    security_high: metWords(inputs['security']),
    misuse_safeguards: metWords(safeguards),
    misalignment_safeguards: metWords(inputs['misalignment_safeguards']),
    long_range_autonomy: truthInput(inputs, 'long_range_autonomy'),
    critical_standard: truthInput(inputs, 'critical_standard'),
  }
  const { answer } = askQuestion(policy, 'treat-as', facts)
  return { ...summary(decided(asking, policy, facts)), ...answer }
}

const securityLevels: Readonly<Record<string, number>> = { SL1: 1, SL2: 2, 'SL2+': 2.5, SL3: 3, SL4: 4, SL5: 5 }

/** Google DeepMind Frontier Safety Framework. */
export const frontierSafety: Kind = (policy, inputs, asking) => {
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
    scope: scopeOf(textInput(inputs, 'scope')),
    safety_case: metWords(inputs['safety_case']),
    residual_risk_accepted: metWords(inputs['residual_risk_accepted'] ?? inputs['residual_risk_acceptance']),
    security_level: security === null ? null : (securityLevels[security] ?? null),
    response_plan: metWords(inputs['response_plan']),
  }
  return summary(decided(asking, policy, facts))
}

function reachedWords(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'reached' : 'not-reached'
  if (typeof value !== 'string' || value === 'unknown') return null
  if (/\bnot\b|\bno\b|below|under|ruled out/i.test(value)) return 'not-reached'
  return /reach|cross|met|yes/i.test(value) ? 'reached' : null
}

const metaLevels: Readonly<Record<string, string>> = {
  high: 'High',
  critical: 'Critical',
  moderate: 'Moderate',
  'moderate or lower': 'Moderate',
  low: 'Moderate',
}

/** Meta Advanced AI Scaling Framework: deployment and further development are two decisions. */
export const scaling: Kind = (policy, inputs, asking) => {
  const residual = textInput(inputs, 'residual')?.toLowerCase() ?? null
  const facts = {
    level: mapped(metaLevels, textInput(inputs, 'level')),
    // "moderate or lower", "below moderate": what is certain is the upper end.
    residual: residual === null ? null : (/critical|high|moderate|low/.exec(residual)?.[0] ?? residual),
  }
  const deploy = decided(asking, policy, facts)
  const develop = decided(asking, policy, facts, 'train')
  const { outcome, missing, obligations } = summary(deploy)
  return { outcome, missing, obligations, deploy: deploy.outcome, develop: develop.outcome }
}

/** xAI frameworks. */
export const numericAcceptance: Kind = (policy, inputs, asking) => {
  const facts = Object.fromEntries(Object.keys(policy.facts).map((name) => [name, numberInput(inputs, name)]))
  const acceptable = truthInput(inputs, 'acceptable')
  return summary(decided(asking, policy, facts, 'deploy-general', acceptance(policy, acceptable)))
}

function acceptance({ claims }: Policy, accepted: boolean | null): readonly unknown[] {
  const status = accepted === null ? 'open' : accepted ? 'accepted' : 'rejected'
  return claims.map(({ id }) => ({ id, status, author: 'author of the scenario', reviewer: 'its reader' }))
}

/** EU code of practice: a rule about the framework, and one about going on. A scenario speaks to one of them. */
export const codeOfPractice: Kind = (policy, inputs, asking) => {
  const tiers = textsInput(inputs, 'tiers')
  const reached = textsInput(inputs, 'reached')
  const unreached = tiers === null || reached === null ? null : tiers.some((tier) => !reached.includes(tier))
  const aboutTiers = 'tiers' in inputs || 'reached' in inputs
  const aboutAcceptance = 'acceptable' in inputs
  const { outcome, missing } = summary(
    decided(asking, policy, {
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
