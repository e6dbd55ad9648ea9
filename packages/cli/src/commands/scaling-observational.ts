import { Command, Option } from 'commander'
import type { RowSchema } from '@safety-portfolio/records'
import { fitObservational, modelScoresSchema, type ModelScores } from '@safety-portfolio/scaling-laws'
import { observationalAnswer } from '../answers/observational.js'
import { levelFlag, positiveFlag, repeatable, wholeFlag } from '../flags.js'
import { aliasedSchema } from '../io/aliased-schema.js'
import type { Io } from '../io/io.js'
import { readTable } from '../io/read-table.js'
import type { Exit } from '../program.js'
import { Refusal } from '../refusal.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { mappedColumns, rowFilters, tableFormats, withTableOptions, type TableOptions } from './table-options.js'

const fields = ['model', 'family', 'compute']
const unitColumn = 'FLOPs (1E21)'
const aliases = {
  model: ['model', 'Model'],
  family: ['family', 'Model Family'],
  compute: ['compute', unitColumn],
}

const help = `
One row per model: its name (model, Model), its family (family, Model Family), training FLOP (compute, or ${unitColumn}) where known, and
one column per benchmark, empty where a score is missing.

Examples:
  safety-portfolio scaling observational scores.csv --target GSM8K --benchmark MMLU --benchmark ARC-C --benchmark HellaSwag
  safety-portfolio scaling observational scores.csv --target GSM8K --benchmark MMLU --components 1 --train-up-to 8.4e22 --json`

interface ObservationalOptions extends CommonOptions, TableOptions {
  readonly target: string
  readonly benchmark: readonly string[]
  readonly components?: number
  readonly floor: number | 'fitted'
  readonly trainUpTo?: number
  readonly bootstrap: number
  readonly level: number
}

/** `safety-portfolio scaling observational`: scores of many models in, a law of one score in the others out. */
export function scalingObservationalCommand(io: Io, exit: Exit): Command {
  const command = withTableOptions(
    new Command('observational').description(
      'Predict a score from benchmark scores of public models (Ruan et al. 2024).',
    ),
  )
    .argument('[scores]', tableFormats)
    .addOption(new Option('--target <column>', 'the score to predict').makeOptionMandatory())
    .addOption(
      new Option('--benchmark <column>', 'a benchmark that measures capability; repeatable')
        .argParser(repeatable((text: string) => text))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--components <k>', 'principal components (default: 3, or as many as benchmarks)').argParser(
        wholeFlag(1),
      ),
    )
    .addOption(new Option('--floor <h>', 'score without capability, or fitted').argParser(floorFlag).default(0))
    .addOption(new Option('--train-up-to <flop>', 'fit to models of at most this compute').argParser(positiveFlag))
    .addOption(new Option('--bootstrap <b>', 'resamples of the models').argParser(wholeFlag(2)).default(200))
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addHelpText('after', help)
  return answering<ObservationalOptions>(command, io, exit, async (file, options, { progress, read }) => {
    const { target, benchmark, floor, trainUpTo, bootstrap, level, seed } = options
    if (benchmark.includes(target)) throw new UsageError(`--target ${target} is also a --benchmark. Leave one out.`)
    if (new Set(benchmark).size < benchmark.length)
      throw new UsageError('--benchmark names a column twice. Name it once.')
    const mapped = mappedColumns('a table of scores', fields, options.map)
    const { schema, foundColumns } = aliasedSchema(scoresSchema([...benchmark, target], mapped), aliases, mapped, [
      'family',
      'compute',
    ])
    const { rows, source } = await readTable({ file, schema, columns: {}, where: rowFilters(options) }, io, progress)
    read(foundColumns(source))
    progress.step(`Fitting ${counted(rows.length, 'model')}, and ${counted(bootstrap, 'resample')}`)
    const fit = fitObservational(rows, {
      benchmarks: benchmark,
      target,
      components: options.components ?? Math.min(3, benchmark.length),
      floor,
      level,
      bootstrap: { replicates: bootstrap, seed },
      ...(trainUpTo === undefined ? {} : { trainUpTo }),
    })
    if (fit.refusal !== undefined) throw new Refusal(`${source.name}: ${fit.refusal.message}`)
    return observationalAnswer(fit)
  })
}

/** Compute is in FLOP, or in 1e21 FLOP where the column says so. */
function scoresSchema(names: readonly string[], mapped: Readonly<Record<string, string>>): RowSchema<ModelScores> {
  const plain = modelScoresSchema(names)
  const unit = /\(1e(\d+)\)/i.exec(mapped['compute'] ?? unitColumn)
  const scaled = modelScoresSchema(names, unit === null ? 1 : Number(`1e${unit[1]!}`))
  return mapped['compute'] === undefined ? unitByColumn(plain, scaled) : scaled
}

function unitByColumn(plain: RowSchema<ModelScores>, scaled: RowSchema<ModelScores>): RowSchema<ModelScores> {
  // A column named `compute` holds FLOP; the other name carries its unit. No table has compute below 1e12 FLOP in the first.
  return {
    ...plain,
    '~standard': {
      ...plain['~standard'],
      validate(row) {
        const compute = Number((row as Readonly<Record<string, unknown>>)['compute'])
        return (compute < 1e12 ? scaled : plain)['~standard'].validate(row)
      },
    },
  }
}

function floorFlag(text: string): number | 'fitted' {
  if (text === 'fitted') return text
  const value = Number(text)
  if (!(value >= 0 && value < 1)) throw new UsageError(`--floor must be a share below 1, or fitted, got ${text}.`)
  return value
}
