import { writeFile } from 'node:fs/promises'
import { dutyCalendar, dutyIcs, type DutyRecord } from '@safety-portfolio/asl-policy'
import { Command, Option } from 'commander'
import { assignmentFlag, dateFlag, repeatable, type Assignment } from '../flags.js'
import type { Io } from '../io/io.js'
import { chosenPolicy, withPolicyOptions, type PolicyOptions } from '../policies/find-policy.js'
import { timeNow, today } from '../policies/today.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import { resolvePath, type CommonOptions } from './common-options.js'

interface DueOptions extends CommonOptions, PolicyOptions {
  readonly since: readonly Assignment[]
  readonly ics?: string
}

const help = `
Exit code 1 when a duty with a hard limit is late.

Example:
  safety-portfolio policy due --policy rsp --since risk-report=2026-08-14 --since procedural-review=2026-03-01 --ics duties.ics`

/** `safety-portfolio policy due`: when the duties of a policy fall due, also as a calendar. */
export function policyDueCommand(io: Io, exit: Exit): Command {
  const command = withPolicyOptions(new Command('due').description('When the duties of a policy fall due.'))
    .addOption(
      new Option('--since <clock=date>', 'day a duty was last done, or its event began; repeatable')
        .argParser(repeatable(assignmentFlag))
        .makeOptionMandatory(),
    )
    .option('--ics <file>', 'write a calendar file')
    .addHelpText('after', help)
  return answering<DueOptions>(command, io, exit, async (_file, options, work) => {
    const day = options.asOf ?? today(io)
    const policy = await chosenPolicy(options, day, work)
    const duties = dutyCalendar(policy, options.since.map(record), day)
    if (options.ics !== undefined) await writeFile(resolvePath(io, options.ics), dutyIcs(duties, timeNow(io)))
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
          ? `Nothing is late on ${day}.`
          : `${counted(late.length, 'duty').replace('dutys', 'duties')} late on ${day}.`,
      tables: [
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
      ],
      basis,
      result: { policy: { id: policy.id, version: policy.version }, asOf: day, duties, ...basis },
      fine: late.length === 0,
    }
  })
}

function record({ name, value }: Assignment): DutyRecord {
  try {
    return { clock: name, on: dateFlag(value) }
  } catch {
    throw new UsageError(`--since ${name} must be a date of the calendar, YYYY-MM-DD, got ${value}.`)
  }
}
