import { writeFile } from 'node:fs/promises'
import {
  dutyCalendar,
  dutyIcs,
  noncomplianceFrom,
  noncomplianceRecord,
  type DutyRecord,
  type NoncomplianceEntry,
  type Policy,
} from '@safety-portfolio/asl-policy'
import { Command, Option } from 'commander'
import { assignmentFlag, dateFlag, repeatable, type Assignment } from '../flags.js'
import type { Io } from '../io/io.js'
import { readShortText } from '../io/read-short-text.js'
import { chosenPolicy, withPolicyOptions, type PolicyOptions } from '../policies/find-policy.js'
import { timeNow, today } from '../policies/today.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering, type Work } from './answer-command.js'
import { resolvePath, type CommonOptions } from './common-options.js'

interface DueOptions extends CommonOptions, PolicyOptions {
  readonly since?: readonly Assignment[]
  readonly noncompliance?: string
  readonly ics?: string
}

const help = `
A record of noncompliance is a YAML or JSON list of reports: id, reportedOn, summary (without names), substantiated, materialSafetyRisk,
aboutOfficer, recipients, actions ([{ action, on }]); what is left out is not known yet. What each report calls for under the policy and is
not done is listed beside the duties. Exit code 1 when a duty with a hard limit is late, or a report was handled against the policy.

Example:
  safety-portfolio policy due --policy rsp --since risk-report=2026-08-14 --since procedural-review=2026-03-01 --ics duties.ics
  safety-portfolio policy due --policy rsp --noncompliance reports.yaml --json`

/** `safety-portfolio policy due`: when the duties of a policy fall due, also as a calendar. */
export function policyDueCommand(io: Io, exit: Exit): Command {
  const command = withPolicyOptions(new Command('due').description('When the duties of a policy fall due.'))
    .addOption(
      new Option('--since <clock=date>', 'day a duty was last done, or its event began; repeatable').argParser(
        repeatable(assignmentFlag),
      ),
    )
    .option('--noncompliance <file>', 'YAML or JSON list of reports of noncompliance')
    .option('--ics <file>', 'write a calendar file')
    .addHelpText('after', help)
  return answering<DueOptions>(command, io, exit, async (_file, options, work) => {
    if (options.since === undefined && options.noncompliance === undefined)
      throw new UsageError('--since or --noncompliance is required: from when is anything due?')
    const day = options.asOf ?? today(io)
    const policy = await chosenPolicy(options, day, work)
    const duties = dutyCalendar(policy, (options.since ?? []).map(record), day)
    const entries = await noncompliance(options.noncompliance, policy, day, work)
    if (options.ics !== undefined) await writeFile(resolvePath(io, options.ics), dutyIcs(duties, timeNow(io)))
    const against = entries.filter(({ status }) => status === 'violation')
    const calls = entries.filter(({ status }) => status !== 'ok').length
    const late = duties.filter(({ status }) => status === 'late')
    const basis = {
      method: 'calendar time, clamped to the end of the month; the last day itself is in time',
      assumptions: ['Holidays are not known.'],
      warnings: duties
        .filter(({ status }) => status === 'soft')
        .map(({ id, due }) => ({ code: 'overdue-soft', message: `${id} was due on ${due} (guidance, not a limit).` })),
    }
    return {
      title: `Duties under ${policy.title}`,
      lead:
        late.length === 0
          ? `${calls === 0 ? '' : `${counted(calls, 'report')} of ${entries.length} to act on. `}Nothing is late on ${day}.`
          : `${counted(late.length, 'duty').replace('dutys', 'duties')} late on ${day}.`,
      tables: [
        ...noncomplianceTables(entries),
        {
          caption: 'Duties, the next first',
          header: ['duty', 'due', 'not before', 'status', 'to', 'clause'],
          rows: duties.map(({ id, due, earliest, status, to, clause }) => [
            id,
            due,
            earliest ?? '–',
            status,
            to ?? '–',
            clause,
          ]),
        },
      ].filter(({ rows }) => rows.length > 0),
      basis,
      result: {
        policy: { id: policy.id, version: policy.version },
        asOf: day,
        duties,
        ...(options.noncompliance === undefined ? {} : { noncompliance: entries }),
        ...basis,
      },
      fine: late.length === 0 && against.length === 0,
    }
  })
}

/** What reports call for; each is a report of a day that has passed. */
async function noncompliance(
  file: string | undefined,
  policy: Policy,
  day: string,
  work: Work,
): Promise<readonly NoncomplianceEntry[]> {
  if (file === undefined) return []
  const { text, name, source } = await readShortText(file, work.io)
  const reports = noncomplianceFrom(text, name)
  work.read({ ...source, rows: reports.length })
  const future = reports.find(({ reportedOn }) => reportedOn > day)
  if (future !== undefined)
    throw new UsageError(`${name}: ${future.id} was reported on ${future.reportedOn}, after ${day}.`)
  return noncomplianceRecord(policy, reports)
}

function noncomplianceTables(
  entries: readonly NoncomplianceEntry[],
): readonly { caption: string; header: string[]; rows: string[][] }[] {
  if (entries.length === 0) return []
  const listed = (items: readonly string[]): string => (items.length === 0 ? '–' : items.join(', '))
  return [
    {
      caption: 'Reports of noncompliance',
      header: ['report', 'status', 'owed', 'missing', 'next update of the Board', 'clause'],
      rows: entries.map(({ id, status, owed, missing, nextUpdate, clause }) => [
        id,
        status,
        listed(owed),
        listed(missing),
        nextUpdate,
        clause,
      ]),
    },
  ]
}

function record({ name, value }: Assignment): DutyRecord {
  try {
    return { clock: name, on: dateFlag(value) }
  } catch {
    throw new UsageError(`--since ${name} must be a date of the calendar, YYYY-MM-DD, got ${value}.`)
  }
}
