import { Command, Option } from 'commander'
import { fitObservational, modelScoresSchema } from '@safety-portfolio/scaling-laws'
import { doubtedAnswer } from '../answers/doubted-answer.js'
import { observationalAnswer } from '../answers/observational.js'
import { levelFlag, positiveFlag, repeatable, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { Refusal } from '../refusal.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { readNamedRows } from './named-rows.js'
import { namedColumnsHelp, tableFormats, withTableOptions, type TableOptions } from './table-options.js'

const aliases = {
  model: ['model', 'Model'],
  family: ['family', 'Model Family'],
  compute: ['compute', 'FLOPs'],
}

const help = `
One row per model: its name (model, Model), its family (family, Model Family), training FLOP (compute, FLOPs) where known, and
one column per benchmark, empty where a score is missing.
${namedColumnsHelp}

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
  return answering<ObservationalOptions>(command, io, exit, async (file, options, work) => {
    const { target, benchmark, floor, trainUpTo, bootstrap, level, seed } = options
    if (benchmark.includes(target)) throw new UsageError(`--target ${target} is also a --benchmark. Leave one out.`)
    if (new Set(benchmark).size < benchmark.length)
      throw new UsageError('--benchmark names a column twice. Name it once.')
    const schema = modelScoresSchema([...benchmark, target])
    const wanted = { of: 'a table of scores', schema, names: aliases, optional: ['family', 'compute'] }
    const { rows, source, warnings } = await readNamedRows(wanted, file, options, work)
    const beyond = rows.map(({ scores }) => scores[target] ?? 0).find((score) => score > 1)
    if (beyond !== undefined)
      throw new Refusal(
        `${source.name}: ${target} holds ${beyond}, and the law is one of shares of 1. Divide per cent by 100.`,
      )
    work.progress.step(`Fitting ${counted(rows.length, 'model')}, and ${counted(bootstrap, 'resample')}`)
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
    return doubtedAnswer(observationalAnswer(fit), warnings)
  })
}

function floorFlag(text: string): number | 'fitted' {
  if (text === 'fitted') return text
  const value = Number(text)
  if (!(value >= 0 && value < 1)) throw new UsageError(`--floor must be a share below 1, or fitted, got ${text}.`)
  return value
}
