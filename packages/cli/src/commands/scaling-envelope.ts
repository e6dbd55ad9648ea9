import { Command, Option } from 'commander'
import { fitLossEnvelope, lossCurvePointSchema } from '@safety-portfolio/scaling-laws'
import { doubtedAnswer } from '../answers/doubted-answer.js'
import { envelopeAnswer } from '../answers/isoflop.js'
import { levelFlag, positiveFlag, repeatable, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import { readLawTable } from '../laws/read-law-table.js'
import type { Exit } from '../program.js'
import { refused } from '../refusal.js'
import { counted } from '../text/counted.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import {
  columnsHelp,
  mappedColumns,
  rowFilters,
  skipIncompleteOption,
  tableFormats,
  withTableOptions,
  type TableOptions,
} from './table-options.js'

const help = `
${columnsHelp}
One row per point of a training curve: run, params, tokens (or compute) and loss. Intervals are from a bootstrap over runs.

Example:
  safety-portfolio scaling envelope curves.jsonl --bootstrap 500 --budget 1e24 --json`

interface EnvelopeOptions extends CommonOptions, TableOptions {
  readonly budget?: readonly number[]
  readonly grid: number
  readonly bootstrap: number
  readonly level: number
}

/** `safety-portfolio scaling envelope`: training curves in, the frontier along their lower envelope out. */
export function scalingEnvelopeCommand(io: Io, exit: Exit): Command {
  const command = withTableOptions(
    new Command('envelope').description(
      'Approach 1: the run of lowest loss at each compute, and the line through their sizes.',
    ),
  )
    .argument('[curves]', tableFormats)
    .addOption(skipIncompleteOption())
    .addOption(new Option('--budget <flop>', 'allocate this compute; repeatable').argParser(repeatable(positiveFlag)))
    .addOption(new Option('--grid <n>', 'compute values looked at').argParser(wholeFlag(2)).default(1500))
    .addOption(new Option('--bootstrap <b>', 'resamples of whole runs').argParser(wholeFlag(2)).default(200))
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addHelpText('after', help)
  return answering<EnvelopeOptions>(command, io, exit, async (file, options, { progress, read }) => {
    const { budget, bootstrap, grid, level, seed } = options
    const columns = mappedColumns('a table of training curves', lossCurvePointSchema.fields, options.map)
    const mapped = new Set(Object.keys(columns))
    const left = mapped.has('compute') && !mapped.has('tokens') ? 'tokens' : undefined
    const schema = { ...lossCurvePointSchema, fields: lossCurvePointSchema.fields.filter((field) => field !== left) }
    const where = rowFilters(options)
    const { rows, source, warnings } = await readLawTable(
      { file, schema, columns, where, skipIncomplete: options.skipIncomplete === true },
      io,
      progress,
    )
    read(source)
    progress.step(`Looking along ${counted(rows.length, 'point')}, and ${counted(bootstrap, 'resample')}`)
    const fit = fitLossEnvelope(rows, {
      gridSize: grid,
      level,
      bootstrap: { replicates: bootstrap, seed },
      ...(budget === undefined ? {} : { budgets: budget }),
    })
    if (fit.refusal !== undefined) throw refused(source, fit.refusal, warnings)
    return doubtedAnswer(envelopeAnswer(fit), warnings)
  })
}
