import { Command, Option } from 'commander'
import { numberCell, rowSchema, type RowSchema } from '@safety-portfolio/records'
import { forecastGumbelTail } from '@safety-portfolio/scaling-laws'
import { tailAnswer } from '../answers/tails.js'
import { levelFlag, positiveFlag, repeatable, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { Refusal } from '../refusal.js'
import { counted } from '../text/counted.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { readNamedRows } from './named-rows.js'
import { tableFormats, withTableOptions, type TableOptions } from './table-options.js'

const elicited: RowSchema<{ readonly probability: number }> = rowSchema({
  probability: numberCell({ min: 0, max: 1 - 2 ** -53 }),
})

const aliases = { probability: ['probability', 'p', 'score', 'Score', 'pass@1'] }

const help = `
One row per query with the probability that it elicits the behaviour (columns probability, p or score, or --map probability=COLUMN).

Example:
  safety-portfolio scaling tail elicitation.csv --queries 1e5 --queries 1e7 --json`

interface TailOptions extends CommonOptions, TableOptions {
  readonly queries?: readonly number[]
  readonly top: number
  readonly level: number
}

/** `safety-portfolio scaling tail`: elicitation probabilities in, the worst query of a deployment out. */
export function scalingTailCommand(io: Io, exit: Exit): Command {
  const command = withTableOptions(
    new Command('tail').description('How likely the worst of many queries elicits a rare behaviour.'),
  )
    .argument('[probabilities]', tableFormats)
    .addOption(
      new Option(
        '--queries <n>',
        'queries at deployment; repeatable (default: 10, 100, 1000 times those seen)',
      ).argParser(repeatable(positiveFlag)),
    )
    .addOption(new Option('--top <k>', 'largest scores the tail is drawn through').argParser(wholeFlag(3)).default(10))
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.9))
    .addHelpText('after', help)
  return answering<TailOptions>(command, io, exit, async (file, options, work) => {
    const { queries, top, level, seed } = options
    const wanted = { of: 'a table of probabilities', schema: elicited, names: aliases }
    const { rows, source } = await readNamedRows(wanted, file, options, work)
    work.progress.step(`Drawing a tail through ${counted(rows.length, 'row')}`)
    const found = forecastGumbelTail(
      rows.map(({ probability }) => probability),
      { top, level, simulation: { seed }, ...(queries === undefined ? {} : { queries }) },
    )
    if (found.refusal !== undefined) throw new Refusal(`${source.name}: ${found.refusal.message}`)
    return tailAnswer(found)
  })
}
