import { z } from 'zod'
import { addDuration } from './calendar-date.js'
import type { Policy } from './policy.js'
import { askQuestion } from './question.js'
import { parseWith, readYaml } from './yaml-document.js'

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

/** Parses reports of noncompliance: a YAML or JSON text, or a value that is already read. */
export function noncomplianceFrom(source: unknown, name = 'noncompliance'): readonly NoncomplianceReport[] {
  if (typeof source !== 'string') return parseWith(schema, source, name)
  const { value, lineOf } = readYaml(source, name)
  return parseWith(schema, value, name, lineOf)
}

/**
 * What reports call for under a policy that has rules about them. A report that nobody has looked into yet is open, and to be investigated.
 *
 * @throws RangeError where the policy says nothing about such reports.
 *
 * @example
 * ```ts
 * import { noncomplianceFrom, noncomplianceRecord, shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * const reports = noncomplianceFrom('[{ id: r1, reportedOn: 2026-08-01, summary: late report, substantiated: true, aboutOfficer: false }]')
 * noncomplianceRecord(shippedPolicy('rsp', '3.4'), reports)[0]?.owed // => ['notify-board-promptly']
 * ```
 */
export function noncomplianceRecord(
  policy: Policy,
  reports: readonly NoncomplianceReport[],
): readonly NoncomplianceEntry[] {
  if (!policy.questions.some(({ id }) => id === 'noncompliance')) {
    throw new RangeError(
      `noncomplianceRecord: policy must have rules about reports of noncompliance, ${policy.id} ${policy.version} has none`,
    )
  }
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
    const unknown = [...reported, ...missing.filter((fact) => fact === 'about_rso')]
    return {
      id: report.id,
      status: open.length + unknown.length > 0 && answer['status'] === 'ok' ? 'open' : String(answer['status']),
      owed: [...open, ...actions.filter((action) => !taken.has(action))],
      missing: unknown,
      nextUpdate: addDuration(report.reportedOn, 'P3M'),
      clause,
    }
  })
}
