import { forecastRare, type TailMethod } from '@safety-portfolio/risk'
import { Command, Option } from 'commander'
import { rareForecastAnswer } from '../answers/rare-forecast.js'
import { wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { countsFlag, numbersFlag } from './number-list.js'
import { observationHelp, readObservations, withTailOptions, type TailFlags } from './risk-observations.js'

const help = `${observationHelp}

Methods: ols, least squares of log(i/m) on the k largest scores; weissman, the maximum-likelihood exponential tail; gpd, a generalised Pareto tail; lognormal, the
baseline; auto, whichever forecasts your own data best in a backtest.
A forecast that the data do not allow is refused with the bound that holds all the same; the exit code is then 1.

Examples:
  safety-portfolio risk forecast queries.csv --to 1e6,1e9
  safety-portfolio risk forecast queries.csv --method ols --plotting i/m --top 10 --to 1e4,1e6 --json`

interface ForecastFlags extends CommonOptions, TailFlags {
  readonly to?: readonly number[]
  readonly method: TailMethod | 'auto'
  readonly threshold?: readonly number[]
  readonly replicates: number
}

/** `safety-portfolio risk forecast`: what was measured on some queries in, what happens at deployment scale out. */
export function riskForecastCommand(io: Io, exit: Exit): Command {
  const command = withTailOptions(
    new Command('forecast').description(
      'How bad the worst of many queries is, and how often, from a few measured ones.',
    ),
  )
    .addOption(
      new Option(
        '--to <n,...>',
        'numbers of queries at deployment (default: 10, 100, 1000 times the sample)',
      ).argParser(countsFlag),
    )
    .addOption(
      new Option('--method <name>', 'how the tail is fitted')
        .choices(['ols', 'weissman', 'gpd', 'lognormal', 'auto'])
        .default('auto'),
    )
    .addOption(
      new Option('--threshold <tau,...>', 'how frequent queries above are (default: 0.1,0.5,0.9)').argParser(
        numbersFlag,
      ),
    )
    .addOption(
      new Option('--replicates <b>', 'simulated fits behind the intervals').argParser(wholeFlag(2)).default(2000),
    )
    .addHelpText('after', help)
  return answering<ForecastFlags>(command, io, exit, async (file, flags, work) => {
    const observations = await readObservations(file, flags, work)
    const { to, threshold, method, plotting, top, level, replicates, seed } = flags
    if (observations.kind !== 'score' && threshold?.some((tau) => !(tau > 0 && tau < 1)) === true) {
      throw new UsageError('--threshold must be probabilities between 0 and 1.')
    }
    work.progress.step(`Forecasting from ${counted(observations.scores.length, 'observation')}`)
    const options = { method, plotting, top, level, replicates, seed }
    return rareForecastAnswer(
      forecastRare(observations, {
        ...options,
        ...(to === undefined ? {} : { to }),
        ...(threshold === undefined ? {} : { thresholds: threshold }),
      }),
    )
  })
}
