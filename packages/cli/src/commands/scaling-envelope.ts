import { Command, Option } from 'commander'
import { fitLossEnvelope, lossCurvePointSchema } from '@safety-portfolio/scaling-laws'
import { doubtedAnswer } from '../answers/doubted-answer.js'
import { envelopeAnswer } from '../answers/isoflop.js'
import { levelFlag, positiveFlag, repeatable, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { refused } from '../refusal.js'
import { counted } from '../text/counted.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { readLawRows, withLawTable } from './law-table.js'
import { columnsHelp, type TableOptions } from './table-options.js'

const help = `
${columnsHelp}
One row per point of a training curve: run, params, tokens (or compute) and loss. Intervals are from a bootstrap over runs.

Example:
  safety-portfolio scaling envelope curves.jsonl --bootstrap 500 --budget 1e24 --json`

const { fields } = lossCurvePointSchema

const curveRows = {
  of: 'a table of training curves',
  fields,
  schema: (mapped: ReadonlySet<string>): typeof lossCurvePointSchema => {
    const left = mapped.has('compute') && !mapped.has('tokens') ? 'tokens' : undefined
    return { ...lossCurvePointSchema, fields: fields.filter((field) => field !== left) }
  },
}

interface EnvelopeOptions extends CommonOptions, TableOptions {
  readonly budget?: readonly number[]
  readonly grid: number
  readonly bootstrap: number
  readonly level: number
}

/** `safety-portfolio scaling envelope`: training curves in, the frontier along their lower envelope out. */
export function scalingEnvelopeCommand(io: Io, exit: Exit): Command {
  const command = withLawTable(
    new Command('envelope').description(
      'Approach 1: the run of lowest loss at each compute, and the line through their sizes.',
    ),
    '[curves]',
  )
    .addOption(new Option('--budget <flop>', 'allocate this compute; repeatable').argParser(repeatable(positiveFlag)))
    .addOption(new Option('--grid <n>', 'compute values looked at').argParser(wholeFlag(2)).default(1500))
    .addOption(new Option('--bootstrap <b>', 'resamples of whole runs').argParser(wholeFlag(2)).default(200))
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addHelpText('after', help)
  return answering<EnvelopeOptions>(command, io, exit, async (file, options, work) => {
    const { budget, bootstrap, grid, level, seed } = options
    const { rows, source, warnings } = await readLawRows(curveRows, file, options, work)
    work.progress.step(`Looking along ${counted(rows.length, 'point')}, and ${counted(bootstrap, 'resample')}`)
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
