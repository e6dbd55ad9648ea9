import { replayHistory } from '@safety-portfolio/asl-policy'
import { Command } from 'commander'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

/** `safety-portfolio policy replay`: every decision on record under every version of its policy. */
export function policyReplayCommand(io: Io, exit: Exit): Command {
  const command = new Command('replay')
    .description('Decide every historic decision again, under every version of its policy.')
    .addHelpText('after', '\nExample:\n  safety-portfolio policy replay --json')
  return answering<CommonOptions>(command, io, exit, () => {
    const replay = replayHistory()
    const { rows, agreeing, total, decisions, method, assumptions } = replay
    const warnings = rows
      .filter(({ status }) => status !== 'read')
      .map(({ model, status }) => ({ code: 'source-status', message: `The record of ${model} is ${status}.` }))
    return {
      title: 'History replayed',
      lead: `${agreeing} of ${total} decisions come out as on record under the version in force; the others are explained. ${decisions} decisions in all.`,
      tables: [
        {
          caption: 'Decisions on record, under the version in force',
          header: ['model', 'date', 'version', 'on record', 'agrees', 'why'],
          rows: rows.map(({ model, date, inForce, recorded, agrees, explanation }) => [
            model,
            date,
            inForce ?? 'not shipped',
            recorded,
            agrees ? 'yes' : 'no',
            explanation,
          ]),
        },
        {
          caption: 'Under every version: outcome (level needed); * in force',
          header: ['model', 'versions'],
          rows: rows.map(({ model, versions }) => [
            model,
            versions
              .map(
                ({ policy, inForce, outcome, level }) =>
                  `${policy}${inForce ? '*' : ''} ${outcome}${level === null ? '' : ` [${level}]`}`,
              )
              .join(', '),
          ]),
        },
      ],
      basis: { method, assumptions, warnings },
      result: { ...replay, warnings },
      fine: true,
    }
  })
}
