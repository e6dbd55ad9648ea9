import { z } from 'zod'
import type { Verdict } from './policy-case.js'
import { parseWith } from './yaml-document.js'
import documents from './shipped/history.json' with { type: 'json' }

/** A decision that was taken, as facts. */
export interface HistoricDecision {
  readonly model: string
  readonly date: string
  /** What to know about the date. */
  readonly dateNote?: string | undefined
  /** Family and version that it was taken under. */
  readonly policy: { readonly id: string; readonly version: string }
  /** Version that its card cites, where that is another. */
  readonly cited?: string | undefined
  /** Level of safeguards that was applied, 2 or 3; `null` where the policy has no levels. */
  readonly level: number | null
  /** The outcome on record, in our words. */
  readonly outcome: string
  /** Why, in our words. */
  readonly grounds: string
  /** Verdicts by capability as they were determined. */
  readonly determined: Readonly<Record<string, Verdict>>
  /** Whether it was assessed, or kept the standards of a model that bounds it. */
  readonly basis: 'assessed' | 'kept' | 'bounded'
  readonly boundedBy?: string | undefined
  /** Results against lines of the policy. */
  readonly evidence: readonly { readonly line: string; readonly value: number; readonly of?: number | undefined }[]
  /** Further figures on record, not held against a line. */
  readonly figures: readonly string[]
  /** Facts of a policy without levels. */
  readonly facts: Readonly<Record<string, unknown>>
  readonly source: string
  /** How well the record is founded. */
  readonly status: 'read' | 'secondary' | 'contested'
}

const schema: z.ZodType<readonly HistoricDecision[]> = z.array(
  z.strictObject({
    model: z.string(),
    date: z.iso.date(),
    dateNote: z.string().optional(),
    policy: z.strictObject({ id: z.string(), version: z.string() }),
    cited: z.string().optional(),
    level: z.int().nullable(),
    outcome: z.string(),
    grounds: z.string(),
    determined: z.record(z.string(), z.enum(['ruled-out', 'cannot-rule-out', 'crossed'])).default({}),
    basis: z.enum(['assessed', 'kept', 'bounded']).default('assessed'),
    boundedBy: z.string().optional(),
    evidence: z.array(z.strictObject({ line: z.string(), value: z.number(), of: z.number().optional() })).default([]),
    figures: z.array(z.string()).default([]),
    facts: z.record(z.string(), z.json()).default({}),
    source: z.string(),
    status: z.enum(['read', 'secondary', 'contested']).default('read'),
  }),
)

let parsed: readonly HistoricDecision[] | undefined

/**
 * The 23 decisions on record from September 2023 to September 2026, as facts from cards and reports, in our words.
 *
 * @example
 * ```ts
 * import { shippedHistory } from '@safety-portfolio/asl-policy'
 *
 * shippedHistory().find(({ model }) => model === 'Claude Opus 4')?.level // => 3
 * ```
 */
export function shippedHistory(): readonly HistoricDecision[] {
  parsed ??= parseWith(schema, documents, 'history')
  return parsed
}
