import { z } from 'zod'
import { conditionSchema } from './condition.js'
import { evaluationLineSchema } from './evaluation-line-schema.js'
import { activities, outcomes, stages, type Policy } from './policy.js'

const date = z.iso.date()
const duration = z.string().regex(/^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?)?$/, {
  error: 'must be an ISO 8601 duration such as P3M or PT24H',
})
const text = z.string().min(1)
const names = z.array(text).default([])
const activity = z.enum(activities)
const outcome = z.enum(outcomes)
const blocking = z.enum(['hold', 'restrict', 'pause', 'halt-development', 'invalid-framework'])

const source = z.strictObject({
  title: text,
  status: z.enum(['read', 'changelog', 'secondary', 'recalled']),
  note: text.optional(),
})

const fact = z.strictObject({
  type: z.enum(['truth', 'number', 'text', 'date']),
  unit: text.optional(),
  values: z.array(text).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  meaning: text,
})

const threshold = z.strictObject({
  id: text,
  domain: text,
  capability: text.optional(),
  rank: z.int().min(1).default(1),
  statement: text,
  requires: z
    .array(
      z.strictObject({
        standard: text.optional(),
        claim: text.optional(),
        activities: z.array(activity).min(1),
        wording: z.enum(['required', 'expected']).default('required'),
        clause: text,
      }),
    )
    .default([]),
  above: text.optional(),
  whenUnknown: z.enum(['treat-as-crossed', 'flag']).default('treat-as-crossed'),
  clause: text,
})

const standard = z.strictObject({
  id: text,
  kind: z.enum(['deployment', 'security', 'protection']),
  level: z.int().min(1),
  criteria: z.array(z.strictObject({ id: text, title: text })).default([]),
  clause: text,
})

const rule = z.strictObject({
  id: text,
  stage: z.enum(stages).default('safeguards'),
  activities: z.array(activity).optional(),
  when: conditionSchema.optional(),
  require: conditionSchema,
  otherwise: blocking.default('hold'),
  whenUnknown: blocking.default('hold'),
  whenUnclear: blocking.optional(),
  missing: z.array(text).optional(),
  clause: text,
})

const obligation = z.strictObject({
  id: text,
  on: z.array(outcome).min(1),
  when: conditionSchema.optional(),
  activities: z.array(activity).optional(),
  within: duration.optional(),
  hard: z.boolean().default(true),
  condition: z.boolean().default(false),
  clause: text,
})

const clock = z.strictObject({
  id: text,
  names,
  every: duration.optional(),
  earliest: duration.optional(),
  within: duration.optional(),
  workingDays: z.int().min(1).optional(),
  starts: text,
  to: text.optional(),
  hard: z.boolean().default(true),
  clause: text,
})

const test = z.strictObject({
  id: text,
  stages: z.array(conditionSchema).min(1),
  whenUnknown: z.enum(['treat-as-true', 'flag']).default('treat-as-true'),
  next: text.optional(),
  compute: z.record(text, z.union([text.transform((only) => [only]), z.array(text).min(1)])).default({}),
  clause: text,
})

const answer = z.record(text, z.json())

const question = z.strictObject({
  id: text,
  rows: z
    .array(
      z.strictObject({
        id: text,
        when: conditionSchema,
        whenUnknown: z.enum(['take', 'report']).default('report'),
        answer,
        reports: z.record(text, text).default({}),
        faults: z.record(text, text).default({}),
        clause: text,
      }),
    )
    .default([]),
  otherwise: answer,
  clause: text,
})

const term = z.strictObject({
  id: text,
  names,
  kind: z.enum(['interval', 'limit', 'audience', 'lines', 'scope', 'threshold', 'commitment']),
  text,
  value: duration.optional(),
  size: z.number().optional(),
  list: z.array(text).optional(),
  made: z.boolean().optional(),
  clause: text,
})

const commitment = z.strictObject({
  id: z.enum(['red-lines', 'tested', 'answered', 'upper-bound', 'assurance']),
  parts: z
    .array(
      z.strictObject({
        id: text,
        status: z.enum(['true', 'false', 'unknown']),
        note: text,
        clause: text.optional(),
      }),
    )
    .min(1),
})

/** The schema of a policy file once its `extends` is resolved. Unknown fields are refused; what is absent takes its default. */
export const policySchema: z.ZodType<Policy> = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: text,
  title: text,
  publisher: text,
  effective: date,
  until: date.optional(),
  supersedes: text.optional(),
  names,
  summary: text,
  limits: z.array(text).default([]),
  sources: z.record(text, source),
  clauses: z.record(text, z.strictObject({ title: text, source: text })),
  facts: z.record(z.string().regex(/^[A-Za-z_]\w*$/), fact).default({}),
  baseline: z.array(text).default([]),
  standards: z.array(standard).default([]),
  thresholds: z.array(threshold).default([]),
  lines: z.array(evaluationLineSchema(text)).default([]),
  rules: z.array(rule).default([]),
  obligations: z.array(obligation).default([]),
  approvals: z
    .array(
      z.strictObject({
        by: z.array(text),
        sharedWith: z.array(text).default([]),
        activities: z.array(activity).min(1),
        clause: text,
      }),
    )
    .default([]),
  assessment: z
    .strictObject({
      computeFactor: z.number().positive(),
      interval: duration,
      discretion: z.boolean(),
      whenUnknown: text.nullable().default(null),
      decideWithin: duration.optional(),
      bufferFactor: z.number().positive().optional(),
      clause: text,
    })
    .optional(),
  clocks: z.array(clock).default([]),
  tests: z.array(test).default([]),
  questions: z.array(question).default([]),
  terms: z.array(term).default([]),
  claims: z.array(z.strictObject({ id: text, statement: text, clause: text })).default([]),
  commitments: z.array(commitment).default([]),
})

/**
 * The JSON Schema (draft 2020-12) of a policy file, for editors and other languages.
 *
 * @example
 * ```ts
 * import { policyJsonSchema } from '@safety-portfolio/asl-policy'
 *
 * policyJsonSchema()['$schema'] // => 'https://json-schema.org/draft/2020-12/schema'
 * ```
 */
export function policyJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(policySchema, { io: 'input' }) as Record<string, unknown>
  const properties = schema['properties'] as Record<string, unknown>
  return {
    ...schema,
    title: 'A frontier-safety policy',
    properties: {
      ...properties,
      extends: { type: 'string', description: 'ID VERSION of the policy whose every part holds unless stated anew.' },
      removed: { type: 'array', items: { type: 'string' }, description: 'PART/ID of what no longer holds.' },
    },
  }
}
