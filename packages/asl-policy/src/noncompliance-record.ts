import { z } from 'zod'
import { addDuration } from './calendar-date.js'
import type { Policy } from './policy.js'
import { askQuestion } from './question.js'
import { parseWith } from './yaml-document.js'

/** One report of possible noncompliance. */
export interface NoncomplianceReport {
  readonly id: string
  readonly reportedOn: string
  /** What happened, without names. */
  readonly summary: string
  readonly substantiated: boolean | null
  readonly materialSafetyRisk: boolean | null
  readonly aboutOfficer: boolean | null
  readonly recipients: readonly string[]
  /** Actions taken, with their days. */
  readonly actions: readonly { readonly action: string; readonly on: string }[]
}

/** What a report calls for, and what is still owed. */
export interface NoncomplianceEntry {
  readonly id: string
  readonly status: string
  readonly owed: readonly string[]
  readonly missing: readonly string[]
  /** Day of the next update of the Board. */
  readonly nextUpdate: string
  readonly clause: string
}

const schema: z.ZodType<readonly NoncomplianceReport[]> = z.array(
  z.strictObject({
    id: z.string().min(1),
    reportedOn: z.iso.date(),
    summary: z.string().min(1),
    substantiated: z.boolean().nullable().default(null),
    materialSafetyRisk: z.boolean().nullable().default(null),
    aboutOfficer: z.boolean().nullable().default(null),
    recipients: z.array(z.string()).default([]),
    actions: z.array(z.strictObject({ action: z.string(), on: z.iso.date() })).default([]),
  }),
)

/** Parses reports of noncompliance. */
export function noncomplianceFrom(value: unknown, name = 'noncompliance'): readonly NoncomplianceReport[] {
  return parseWith(schema, value, name)
}

/** What reports call for under a policy that has rules about them. */
export function noncomplianceRecord(
  policy: Policy,
  reports: readonly NoncomplianceReport[],
): readonly NoncomplianceEntry[] {
  return reports.map((report) => {
    const { answer, reported, missing, clause } = askQuestion(policy, 'noncompliance', {
      about_rso: report.aboutOfficer,
      board_member_receives: report.recipients.some((name) => /board/i.test(name)),
      substantiated: report.substantiated,
      material_safety_risk: report.materialSafetyRisk ?? (report.substantiated === true ? true : null),
    })
    const actions = Array.isArray(answer['actions']) ? answer['actions'].map(String) : []
    const taken = new Set(report.actions.map(({ action }) => action))
    const open = report.substantiated === null ? ['investigate'] : []
    return {
      id: report.id,
      status: open.length > 0 && answer['status'] === 'ok' ? 'open' : String(answer['status']),
      owed: [...open, ...actions.filter((action) => !taken.has(action))],
      missing: [...reported, ...missing.filter((fact) => fact === 'about_rso')],
      nextUpdate: addDuration(report.reportedOn, 'P3M'),
      clause,
    }
  })
}
