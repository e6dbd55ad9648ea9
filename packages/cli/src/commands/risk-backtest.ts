import { backtestForecasts } from '@safety-portfolio/risk'
import { Command, Option } from 'commander'
import { backtestAnswer } from '../answers/rare-backtest.js'
import { wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { observationHelp, readObservations, withTailOptions, type TailFlags } from './risk-observations.js'

const help = `${observationHelp}

In each trial a random few of the queries are fitted, and the forecast is held against the queries left over.

Example:
  safety-portfolio risk backtest queries.csv --fit 900 --target 90000`

interface BacktestFlags extends CommonOptions, TailFlags {
  readonly fit?: number
  readonly target?: number
  readonly repeats: number
}

/** `safety-portfolio risk backtest`: observations in, how each method would have forecast them out. */
export function riskBacktestCommand(io: Io, exit: Exit): Command {
  const command = withTailOptions(
    new Command('backtest').description('Which way of forecasting is best on your own data.'),
  )
    .addOption(new Option('--fit <m>', 'queries each trial fits to').argParser(wholeFlag(3)))
    .addOption(new Option('--target <n>', 'queries each trial forecasts').argParser(wholeFlag(1)))
    .addOption(new Option('--repeats <r>', 'number of trials').argParser(wholeFlag(1)).default(200))
    .addHelpText('after', help)
  return answering<BacktestFlags>(command, io, exit, async (file, flags, work) => {
    const observations = await readObservations(file, flags, work)
    const { fit, target, repeats, plotting, top, level, seed } = flags
    work.progress.step(`Backtesting on ${observations.scores.length} observations`)
    return backtestAnswer(
      backtestForecasts(observations, {
        ...{ repeats, plotting, top, level, seed },
        ...(fit === undefined ? {} : { fitSize: fit }),
        ...(target === undefined ? {} : { target }),
      }),
    )
  })
}
