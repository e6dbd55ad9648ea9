import { z } from 'zod'
import { isDate } from './calendar-date.js'
import { evaluationLineSchema } from './evaluation-line-schema.js'
import { activities } from './policy.js'
import type { PolicyCase } from './policy-case.js'

const date = z.string().refine(isDate, { error: 'must be a day of the calendar, YYYY-MM-DD' })
const text = z.string().min(1)
const truth = z
  .union([z.boolean(), z.null(), z.literal('unknown')])
  .transform((value) => (value === 'unknown' ? null : value))
const names = z.array(text).default([])

const evidence = z.strictObject({
  line: text,
  value: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).optional(),
  of: z.number().positive().optional(),
  unit: text.optional(),
  n: z.int().min(1).optional(),
  elicitation: truth.default(null),
  saturated: z.boolean().default(false),
  measuredOn: date.optional(),
  source: text.optional(),
  run: text.optional(),
  by: z.enum(['self', 'third-party']).default('self'),
})

/** The schema of a case file. */
export const caseSchema: z.ZodType<PolicyCase> = z.strictObject({
  case: text,
  subject: z.strictObject({
    weights: text,
    configuration: text.default('default'),
    activity: z.enum(activities).default('deploy-general'),
  }),
  asOf: date.optional(),
  cites: text.optional(),
  assessment: z
    .strictObject({
      required: truth.optional(),
      lastOn: date.optional(),
      computeMultiple: z.number().positive().nullable().optional(),
      discretion: z.boolean().optional(),
      prior: z.strictObject({ standards: z.array(text).min(1), inForce: truth }).optional(),
    })
    .default({}),
  inherits: z
    .strictObject({
      from: text,
      atOrBelow: truth,
      standards: z.array(text).min(1),
      comparedOn: date.optional(),
      expiresOn: date.optional(),
    })
    .optional(),
  lines: z.array(evaluationLineSchema(text.default('case'))).default([]),
  reveals: z.array(z.strictObject({ line: text, value: z.number(), nonce: text })).default([]),
  evidence: z.array(evidence).default([]),
  determinations: z
    .array(
      z.strictObject({
        threshold: text,
        verdict: z.enum(['ruled-out', 'cannot-rule-out', 'crossed']),
        rationale: text.optional(),
        by: names,
        on: date.optional(),
      }),
    )
    .default([]),
  safeguards: z
    .array(
      z.strictObject({
        standard: text,
        status: z.enum(['met', 'not-met', 'unknown']),
        criteria: z.record(text, truth).default({}),
        approvedOn: date.optional(),
        interim: z.strictObject({ sameAssurance: truth, approvals: names, shared: names }).optional(),
      }),
    )
    .default([]),
  approvals: names,
  shared: names,
  claims: z
    .array(
      z.strictObject({
        id: text,
        status: z.enum(['accepted', 'rejected', 'open']),
        author: text.optional(),
        reviewer: text.optional(),
      }),
    )
    .default([]),
  facts: z.record(text, z.json()).default({}),
  duties: z
    .array(z.strictObject({ id: text, due: date, done: date.nullable().optional(), hard: z.boolean().default(true) }))
    .default([]),
})
