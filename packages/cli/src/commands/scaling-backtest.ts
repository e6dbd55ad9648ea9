import { Command, Option } from 'commander'
import { backtestLaw, type LawName, type LossName } from '@safety-portfolio/scaling-laws'
import { doubtedAnswer } from '../answers/doubted-answer.js'
import { backtestAnswer } from '../answers/backtests.js'
import { levelFlag, positiveFlag, repeatable, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import { losses, withoutHighest } from '../laws/fit-options.js'
import { inferableLawNames, lawRows } from '../laws/law-kinds.js'
import type { Exit } from '../program.js'
import { refused } from '../refusal.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { noiseOption, type NoiseName } from './noise-option.js'
import { identifiabilityOption, insisting, type IdentifiabilityFlag } from './identifiability-option.js'
import { readLawRows, withLawTable } from './law-table.js'
import { columnsHelp, type TableOptions } from './table-options.js'

const help = `
${columnsHelp}
The law is fitted to the runs up to each cutoff of compute (or x) and predicts those above: errors, and how many fell into their interval.

Examples:
  safety-portfolio scaling backtest runs.csv --level 0.9
  safety-portfolio scaling backtest runs.csv --cutoff 1e20 --cutoff 1e21 --beyond law --json`

interface BacktestCommandOptions extends CommonOptions, TableOptions, IdentifiabilityFlag {
  readonly law: LawName
  readonly loss: LossName
  readonly noise?: NoiseName
  readonly delta?: number
  readonly cutoff?: readonly number[]
  readonly beyond: 'drift' | 'law'
  readonly dropHighest: number
  readonly level: number
}

/** `safety-portfolio scaling backtest`: runs in, how well the smaller ones would have predicted the larger out. */
export function scalingBacktestCommand(io: Io, exit: Exit): Command {
  const command = withLawTable(
    new Command('backtest').description('Would the law have predicted the larger runs from the smaller ones?'),
  )
    .addOption(new Option('--law <name>', 'the law').choices(inferableLawNames).default('chinchilla'))
    .addOption(new Option('--loss <name>', 'what is minimised').choices(losses).default('huber'))
    .addOption(noiseOption())
    .addOption(new Option('--delta <d>', 'threshold of the Huber loss').argParser(positiveFlag))
    .addOption(
      new Option('--cutoff <c>', 'compute in FLOP, or x, to fit up to; repeatable').argParser(repeatable(positiveFlag)),
    )
    .addOption(
      new Option(
        '--beyond <what>',
        'what holds beyond the data: the law with the drift seen within them, or the law alone',
      )
        .choices(['drift', 'law'])
        .default('drift'),
    )
    .addOption(
      new Option('--drop-highest <k>', 'leave out the k rows of highest loss').argParser(wholeFlag(0)).default(0),
    )
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.9))
    .addOption(identifiabilityOption())
    .addHelpText('after', help)
  return answering<BacktestCommandOptions>(command, io, exit, async (file, options, work) => {
    const { law, loss, noise, delta, cutoff, beyond, dropHighest, level } = options
    if (delta !== undefined && loss !== 'huber')
      throw new UsageError(`--delta belongs to --loss huber, not to ${loss}.`)
    const { rows, source, warnings } = await readLawRows(lawRows(law), file, options, work)
    work.progress.step(`Backtesting the ${law} law on ${counted(rows.length, 'row')}`)
    const found = backtestLaw(law, withoutHighest(rows, dropHighest), {
      loss,
      level,
      beyond,
      ...insisting(options),
      ...(noise === undefined ? {} : { noise }),
      ...(delta === undefined ? {} : { delta }),
      ...(cutoff === undefined ? {} : { cutoffs: cutoff.toSorted((left, right) => left - right) }),
    })
    if (found.refusal !== undefined) throw refused(source, found.refusal, warnings)
    return doubtedAnswer(backtestAnswer(found), warnings)
  })
}
