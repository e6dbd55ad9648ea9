import { Command, Option } from 'commander'
import { dateCell, numberCell, optionalCell, rowSchema, textCell, type RowSchema } from '@safety-portfolio/records'
import { hoAlgorithmicProgress, type PlannedModel } from '@safety-portfolio/scaling-laws'
import type { Estimate } from '@safety-portfolio/stats'
import { triggerAnswer } from '../answers/assessment-triggers.js'
import { doubtedAnswer } from '../answers/doubted-answer.js'
import { dateFlag, positiveFlag, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { modelTableNames } from './model-table-names.js'
import { readNamedRows } from './named-rows.js'
import { tableFormats, withTableOptions, type TableOptions } from './table-options.js'

const plannedSchema: RowSchema<PlannedModel> = rowSchema({
  name: textCell(),
  date: dateCell(),
  compute: optionalCell(numberCell({ positive: true })),
})

const ho = hoAlgorithmicProgress.doublingMonths

const help = `
The doubling time of algorithmic progress is ${ho.estimate} months (${ho.interval!.lower} to ${ho.interval!.upper}) unless you give another:
${hoAlgorithmicProgress.source}.
A table of planned models has the columns name, date and compute (FLOP, or blank where it is not known).

Examples:
  safety-portfolio scaling trigger --since 2025-05-22 --growth 4.1 --growth-interval 3.7 4.6 --months 6
  safety-portfolio scaling trigger planned.csv --since 2025-05-22 --compute 1e26 --json`

interface TriggerOptions extends CommonOptions, TableOptions {
  readonly since: string
  readonly compute?: number
  readonly factor: number
  readonly months?: number
  readonly growth?: number
  readonly growthInterval?: readonly string[]
  readonly doublingMonths?: number
  readonly doublingInterval?: readonly string[]
}

/** `safety-portfolio scaling trigger`: the last assessment in, when the next falls due out. */
export function scalingTriggerCommand(io: Io, exit: Exit): Command {
  const command = withTableOptions(
    new Command('trigger').description('When 4 times the effective compute, or N months, ask for a new assessment.'),
  )
    .argument('[planned]', tableFormats.replace(/;.*/, ''))
    .addOption(
      new Option('--since <date>', 'day by which the last assessed model is judged')
        .argParser(dateFlag)
        .makeOptionMandatory(),
    )
    .addOption(new Option('--compute <flop>', 'its training compute, for planned models').argParser(positiveFlag))
    .addOption(new Option('--factor <x>', 'growth that is due').argParser(positiveFlag).default(4))
    .addOption(new Option('--months <n>', 'months that are due').argParser(wholeFlag(1)))
    .addOption(new Option('--growth <x>', 'factor per year of training compute').argParser(positiveFlag))
    .option('--growth-interval <ends...>', 'its two ends, at 95 %')
    .addOption(new Option('--doubling-months <m>', 'of algorithmic progress').argParser(positiveFlag))
    .option('--doubling-interval <ends...>', 'its two ends, at 95 %')
    .addHelpText('after', help)
  return answering<TriggerOptions>(command, io, exit, async (file, options, work) => {
    const { since, compute, factor, months } = options
    if (factor <= 1) throw new UsageError(`--factor must be greater than 1, got ${factor}.`)
    const physicalPerYear = estimateOf('growth', options.growth, options.growthInterval)
    const given = estimateOf('doubling', options.doublingMonths, options.doublingInterval)
    if (file !== undefined && compute === undefined) {
      throw new UsageError('Planned models are held against the compute of the last assessed one: give --compute FLOP.')
    }
    if (file === undefined && (options.map ?? options.where) !== undefined) {
      throw new UsageError('--map and --where belong to a table of planned models. Give one, or leave them out.')
    }
    const wanted = { of: 'a table of planned models', schema: plannedSchema, names: modelTableNames }
    const { rows: planned, warnings } =
      file === undefined ? { rows: [], warnings: [] } : await readNamedRows(wanted, file, options, work)
    const answer = triggerAnswer({
      baseline: { date: since, ...(compute === undefined ? {} : { compute }) },
      factor,
      months,
      physicalPerYear,
      algorithmicDoublingMonths: given ?? ho,
      planned,
    })
    return doubtedAnswer(answer, warnings)
  })
}

function estimateOf(
  flag: 'growth' | 'doubling',
  estimate: number | undefined,
  ends: readonly string[] | undefined,
): Estimate | undefined {
  if (estimate === undefined) {
    if (ends === undefined) return undefined
    throw new UsageError(
      `--${flag}-interval needs its estimate: --${flag === 'growth' ? 'growth' : 'doubling-months'}.`,
    )
  }
  if (ends === undefined) return { estimate, standardError: null, interval: null, reason: 'given without an interval' }
  const [lower = Number.NaN, upper = Number.NaN] = ends.map(Number)
  if (ends.length !== 2 || !(lower > 0 && lower <= estimate && estimate <= upper && upper < Infinity)) {
    throw new UsageError(`--${flag}-interval must be two numbers around ${estimate}, the lower first.`)
  }
  return { estimate, standardError: null, interval: { lower, upper, level: 0.95, method: 'as given' } }
}
