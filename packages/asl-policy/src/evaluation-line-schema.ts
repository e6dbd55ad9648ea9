import { z } from 'zod'
import type { EvaluationLine } from './policy.js'

const text = z.string().min(1)
const date = z.iso.date({ error: 'must be a day of the calendar, YYYY-MM-DD' })

/** The schema of an evaluation line, as policies and cases both state them; they differ in whether the clause may be left out. */
export function evaluationLineSchema(clause: z.ZodType<string>): z.ZodType<EvaluationLine> {
  return z.strictObject({
    id: text,
    threshold: text,
    role: z.enum(['rule-out', 'rule-in', 'signal']),
    sense: z.enum(['above', 'below']),
    line: z.number().nullable(),
    commitment: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    inclusive: z.boolean().default(false),
    middle: z.tuple([z.number(), z.number()]).optional(),
    unit: text.optional(),
    statedOn: date,
    until: date.optional(),
    names: z.array(text).default([]),
    clause,
  })
}
