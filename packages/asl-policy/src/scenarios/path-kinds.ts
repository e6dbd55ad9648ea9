import type { Decision } from '../decide.js'
import type { Policy } from '../policy.js'
import { caseFrom } from '../policy-case.js'
import { verdictOf } from './evidence-kinds.js'
import {
  metWords,
  numberInput,
  textInput,
  textsInput,
  truthInput,
  type Answer,
  type Inputs,
  type Kind,
} from './inputs.js'

/** The way of a model to deployment under version 2. */
export const path: Kind = (policy, inputs, { decide }) => {
  const required = truthInput(inputs, 'required')
  const prior = textInput(inputs, 'prior_standard')
  const determined = inputs['determination'] as Readonly<Record<string, unknown>> | null | undefined
  const stated = { ...inputs, ...(inputs['safeguards'] as Inputs | null | undefined) }
  const claims = Object.entries(stated).flatMap(([key, value]) => {
    const id = claimNamed(policy, key)
    return id === undefined ? [] : [claimOf(id, value)]
  })
  const decision = decide(
    policy,
    caseFrom({
      case: 'scenario',
      subject: { weights: 'scenario' },
      assessment: {
        required,
        ...(prior === null ? {} : { prior: { standards: standardsAt(policy, prior), inForce: true } }),
      },
      determinations: Object.entries(determined ?? {}).flatMap(([threshold, verdict]) =>
        verdict === null || verdict === 'unknown'
          ? []
          : [{ threshold, verdict: verdictOf(verdict), rationale: 'recorded in the scenario' }],
      ),
      safeguards: safeguardsOf(policy, inputs),
      approvals: textsInput(inputs, 'approvals') ?? [],
      shared: textsInput(inputs, 'shared') ?? [],
      claims,
    }),
    { asOf: policy.effective, decisive: false },
  )
  const assessment = required === null ? 'unknown' : required ? 'required' : 'not-required'
  return { assessment, requiredStandards: decision.requiredStandards, ...summary(decision) }
}

/** The claim that a key means: `affirmative_case`, `affirmative case on misaligned goals`. */
function claimNamed({ claims }: Policy, key: string): string | undefined {
  const name = key.toLowerCase().replaceAll(/[\s_]+/g, '-')
  return claims.find(({ id }) => name === id || name.startsWith(`${id}-`))?.id
}

function claimOf(id: string, value: unknown): unknown {
  const made = metWords(value)
  const status = made === null ? 'open' : made ? 'accepted' : 'rejected'
  return { id, status, author: 'author of the scenario', reviewer: 'its reader' }
}

/** `ASL-3` stands for its standards. */
function standardsAt({ standards }: Policy, name: string): readonly string[] {
  const exact = standards.filter(({ id }) => id === name)
  return (exact.length > 0 ? exact : standards.filter(({ id }) => id.startsWith(`${name} `))).map(({ id }) => id)
}

function statusOf(value: unknown): 'met' | 'not-met' | 'unknown' {
  const met = metWords(value)
  return met === null ? 'unknown' : met ? 'met' : 'not-met'
}

function safeguardsOf(policy: Policy, inputs: Inputs): readonly unknown[] {
  const stated = Object.entries((inputs['safeguards'] ?? {}) as Inputs).filter(
    ([name]) => claimNamed(policy, name) === undefined,
  )
  const interim = inputs['interim'] as Readonly<Record<string, unknown>> | null | undefined
  return stated.flatMap(([name, value]) => {
    const status = statusOf(value)
    const named = standardsAt(policy, name)
    return (named.length > 0 ? named : [name]).map((standard) =>
      // Interim measures stand in for what is not met.
      interim === null || interim === undefined || status === 'met'
        ? { standard, status }
        : {
            standard,
            status,
            interim: {
              sameAssurance: truthInput(interim, 'same_assurance'),
              approvals: textsInput(interim, 'approvals') ?? [],
              shared: textsInput(interim, 'shared') ?? [],
            },
          },
    )
  })
}

/** Whether training may go on. */
export const training: Kind = (policy, inputs, { decide }) => {
  const status = statusOf(inputs['asl3_security'])
  const decision = decide(
    policy,
    caseFrom({
      case: 'scenario',
      subject: { weights: 'scenario', activity: 'train' },
      facts: {
        needs_asl3_security: truthInput(inputs, 'needs_asl3_security'),
        pretraining_multiple: numberInput(inputs, 'pretraining_multiple'),
        // A standard that is called met was found sufficient, unless that is said to be another question.
        asl3_security_sufficient:
          'asl3_security_sufficient' in inputs ? truthInput(inputs, 'asl3_security_sufficient') : status === 'met',
      },
      safeguards: [{ standard: 'ASL-3 Security', status }],
    }),
    { asOf: policy.effective, decisive: false },
  )
  const { outcome, missing, obligations } = summary(decision)
  return { outcome: outcome === 'permit' ? 'continue' : outcome, missing, obligations }
}

/** Outcome, what is missing, and what is owed. */
export function summary({ outcome, missing, obligations }: Decision): Answer {
  return { outcome, missing, obligations: obligations.map(({ id }) => id) }
}
