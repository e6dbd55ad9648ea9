import { Command, Option } from 'commander'
import { computeModelSchema, type ComputeModel } from '@safety-portfolio/scaling-laws'
import type { Finding } from '@safety-portfolio/stats'
import { computeTrendAnswer, findComputeTrend } from '../answers/compute-trend.js'
import { doubtedAnswer } from '../answers/doubted-answer.js'
import { dateFlag, positiveFlag, repeatable, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { Refusal } from '../refusal.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { modelTableNames } from './model-table-names.js'
import { readNamedRows } from './named-rows.js'
import { filterText, namedColumnsHelp, tableFormats, withTableOptions, type TableOptions } from './table-options.js'

const help = `
Columns are found by the names of Epoch AI's tables, or named with --map FIELD=COLUMN:
    name     name of the model (Model, System)
    date     day of publication, YYYY-MM-DD (Publication date); blank: not known
    compute  training FLOP (Training compute (FLOP)); blank: not known
${namedColumnsHelp}
Models without date or compute are counted and left out. A frontier is judged on all rows that --where keeps.

Examples:
  safety-portfolio scaling trend notable_ai_models.csv --from 2010-01-01 --to 2024-05-31 --snapshot 2026-05-02
  safety-portfolio scaling trend notable_ai_models.csv.gz --frontier 10 --bootstrap 1000 --threshold 1e27
  safety-portfolio scaling trend models.csv --map name=model --map date=date --map compute=flop --json`

interface TrendOptions extends CommonOptions, TableOptions {
  readonly from?: string
  readonly to?: string
  readonly frontier?: number
  readonly bootstrap?: number
  readonly snapshot?: string
  readonly threshold?: readonly number[]
}

/** `safety-portfolio scaling trend`: a table of models in, the growth of training compute with intervals and rivals out. */
export function scalingTrendCommand(io: Io, exit: Exit): Command {
  const command = withTableOptions(
    new Command('trend').description('How fast training compute grows: rate, doubling time, rival shapes, crossings.'),
  )
    .argument('[models]', tableFormats)
    .addOption(new Option('--from <date>', 'first day of publication, inclusive').argParser(dateFlag))
    .addOption(new Option('--to <date>', 'last day of publication, inclusive').argParser(dateFlag))
    .addOption(
      new Option('--frontier <k>', 'only models among the k largest when they came out').argParser(wholeFlag(1)),
    )
    .addOption(new Option('--bootstrap <b>', 'intervals from b resamples of the models').argParser(wholeFlag(2)))
    .addOption(new Option('--snapshot <date>', 'day the table was downloaded').argParser(dateFlag))
    .addOption(new Option('--threshold <flop>', 'date its crossing; repeatable').argParser(repeatable(positiveFlag)))
    .addHelpText('after', help)
  return answering<TrendOptions>(command, io, exit, async (file, options, work) => {
    const { from, to, frontier, snapshot, bootstrap, seed, threshold = [] } = options
    if (from !== undefined && to !== undefined && from > to) {
      throw new UsageError(`--from ${from} lies after --to ${to}. Exchange them.`)
    }
    const wanted = { of: 'a table of models', schema: computeModelSchema, names: modelTableNames }
    const { rows, source, warnings } = await readNamedRows(wanted, file, options, work)
    work.progress.step(`Fitting a trend to ${counted(rows.length, 'model')}`)
    const selection = {
      filter: filterText(options),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(frontier === undefined ? {} : { frontier }),
      ...(snapshot === undefined ? {} : { snapshot }),
    }
    const { trend, comparison, crossings } = findComputeTrend(rows, {
      selection,
      bootstrap,
      seed,
      thresholds: threshold,
    })
    if (trend.refusal !== undefined) throw new Refusal(`${source.name}: ${trend.refusal.message}${leftOut(trend)}`)
    const doubts = [...warnings, ...afterSnapshot(rows, snapshot)]
    return doubtedAnswer(computeTrendAnswer(trend, comparison, crossings), doubts)
  })
}

/** A table cannot hold models of days after it was downloaded. */
function afterSnapshot(rows: readonly ComputeModel[], snapshot: string | undefined): readonly Finding[] {
  const late = rows.filter(({ date }) => snapshot !== undefined && date !== undefined && date > snapshot)
  if (late.length === 0) return []
  const message = `${counted(late.length, 'model')} came out after the snapshot of ${snapshot!}, such as ${late[0]!.name} on ${late[0]!.date!}.`
  return [{ code: 'after-snapshot', message }]
}

function leftOut({ excluded }: ReturnType<typeof findComputeTrend>['trend']): string {
  const { withoutDate, withoutCompute, outsideWindow, belowFrontier } = excluded
  return ` Left out: ${withoutDate} without a date, ${withoutCompute} without compute, ${outsideWindow} outside the window, ${belowFrontier} below the frontier.`
}
