import { Command, Option } from 'commander'
import { numberCell, optionalCell, rowSchema, type RowSchema } from '@safety-portfolio/records'
import { fitFrontierPowerLaw, type OptimalSize } from '@safety-portfolio/scaling-laws'
import { doubtedAnswer } from '../answers/doubted-answer.js'
import { optimalSizesAnswer } from '../answers/optimal-sizes.js'
import { levelFlag, positiveFlag, repeatable } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { Refusal } from '../refusal.js'
import { counted } from '../text/counted.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { readNamedRows } from './named-rows.js'
import { namedColumnsHelp, tableFormats, withTableOptions, type TableOptions } from './table-options.js'

interface SizeRow {
  readonly compute: number
  readonly params?: number
  readonly logParamsError?: number
}

const sizes: RowSchema<SizeRow> = rowSchema({
  compute: numberCell({ positive: true }),
  params: optionalCell(numberCell({ positive: true })),
  logParamsError: optionalCell(numberCell({ positive: true })),
})

const aliases = {
  compute: ['compute', 'flops', 'FLOPs', 'flop', 'C'],
  params: ['params', 'parameters', 'n', 'n_star', 'N'],
  logParamsError: ['logParamsError', 'n_star_std', 'std'],
}

const help = `
One row per budget with the model size that was found to be best for it; columns are found by these names, or named with --map FIELD=COLUMN:
    compute         the budget in FLOP (flops, C)
    params          the optimal number of parameters (n, N); blank: none was found
    logParamsError  standard error of its natural logarithm (n_star_std), for --weighting inverse-variance
${namedColumnsHelp}

Examples:
  safety-portfolio scaling frontier optima.csv --budget 1e24
  safety-portfolio scaling frontier optimal_pairs.csv --where experiment=0 --weighting inverse-variance --json`

const weightings = ['equal', 'inverse-variance'] as const

interface FrontierOptions extends CommonOptions, TableOptions {
  readonly budget?: readonly number[]
  readonly weighting: (typeof weightings)[number]
  readonly level: number
}

/** `safety-portfolio scaling frontier`: optimal sizes of budgets in, the power law through them out. */
export function scalingFrontierCommand(io: Io, exit: Exit): Command {
  const command = withTableOptions(
    new Command('frontier').description('The power law through optimal model sizes that are known already.'),
  )
    .argument('[optima]', tableFormats)
    .addOption(new Option('--budget <flop>', 'allocate this compute; repeatable').argParser(repeatable(positiveFlag)))
    .addOption(
      new Option('--weighting <name>', 'how budgets count in the line').choices(weightings).default(weightings[0]),
    )
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addHelpText('after', help)
  return answering<FrontierOptions>(command, io, exit, async (file, options, work) => {
    const { budget, weighting, level } = options
    const wanted = { of: 'a table of optimal sizes', schema: sizes, names: aliases, optional: ['logParamsError'] }
    const { rows, source, warnings } = await readNamedRows(wanted, file, options, work)
    const optima = rows.flatMap(({ params, ...row }): OptimalSize[] =>
      params === undefined ? [] : [{ ...row, params }],
    )
    if (weighting === 'inverse-variance' && optima.some(({ logParamsError }) => logParamsError === undefined))
      throw new Refusal(
        `${source.name}: --weighting inverse-variance needs the standard error of log N of every budget (logParamsError, or --map logParamsError=COLUMN).`,
      )
    work.progress.step(`Drawing a line through ${counted(optima.length, 'optimal size')}`)
    const line = fitFrontierPowerLaw(optima, { weighting, level, ...(budget === undefined ? {} : { budgets: budget }) })
    if (line.refusal !== undefined) throw new Refusal(`${source.name}: ${line.refusal.message}`)
    return doubtedAnswer(optimalSizesAnswer(line, rows.length - optima.length), warnings)
  })
}
