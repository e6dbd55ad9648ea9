import { Command, Option } from 'commander'
import { numberCell, rowSchema, type RowSchema } from '@safety-portfolio/records'
import { auditEmergence, type ScalePoint } from '@safety-portfolio/scaling-laws'
import { doubtedAnswer } from '../answers/doubted-answer.js'
import { emergenceAnswer } from '../answers/emergence.js'
import { levelFlag, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { Refusal } from '../refusal.js'
import { counted } from '../text/counted.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { readNamedRows } from './named-rows.js'
import { namedColumnsHelp, tableFormats, withTableOptions, type TableOptions } from './table-options.js'

const pointSchema: RowSchema<ScalePoint> = rowSchema({
  scale: numberCell({ positive: true }),
  successes: numberCell({ integer: true, min: 0 }),
  trials: numberCell({ integer: true, min: 1 }),
})

const aliases = {
  scale: [
    ...['scale', 'params', 'parameters', 'n_params', 'num_params', 'Model size', 'compute', 'flop', 'flops'],
    ...['Training compute (FLOP)', 'Training compute', 'training_flop', 'training_flops'],
  ],
  successes: ['successes', 'correct', 'num_correct', 'n_correct', 'passed', 'hits'],
  trials: ['trials', 'items', 'n', 'total', 'num_items', 'n_items', 'questions', 'num_questions', 'samples'],
}

const help = `
One row per model; columns are found by these names, or named with --map FIELD=COLUMN:
    scale      parameters, FLOP or another measure of scale (params, compute, flop)
    successes  items answered correctly (correct)
    trials     items asked (items, n)
${namedColumnsHelp}

Examples:
  safety-portfolio scaling emergence addition.csv --answer-tokens 5
  safety-portfolio scaling emergence results.jsonl --map scale=training_flop --smooth quadratic --json`

interface EmergenceOptions extends CommonOptions, TableOptions {
  readonly answerTokens: number
  readonly bootstrap: number
  readonly smooth: 'power-law' | 'quadratic'
  readonly significance: number
  readonly level: number
}

/** `safety-portfolio scaling emergence`: accuracies over scale in, what may explain their jump out. */
export function scalingEmergenceCommand(io: Io, exit: Exit): Command {
  const command = withTableOptions(
    new Command('emergence').description('Audit a claim that an ability emerges: metric, resolution, break or smooth.'),
  )
    .argument('[results]', tableFormats)
    .addOption(
      new Option('--answer-tokens <l>', 'tokens of an answer that all must be right')
        .argParser(wholeFlag(1))
        .default(1),
    )
    .addOption(new Option('--bootstrap <b>', 'simulated smooth worlds').argParser(wholeFlag(19)).default(499))
    .addOption(
      new Option('--smooth <form>', 'what counts as smooth').choices(['power-law', 'quadratic']).default('power-law'),
    )
    .addOption(
      new Option('--significance <p>', 'chance of calling a smooth curve broken').argParser(levelFlag).default(0.05),
    )
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addHelpText('after', help)
  return answering<EmergenceOptions>(command, io, exit, async (file, options, work) => {
    const { answerTokens, bootstrap, smooth, significance, level, seed } = options
    const wanted = { of: 'a table of results', schema: pointSchema, names: aliases }
    const { rows, source, warnings } = await readNamedRows(wanted, file, options, work)
    const wrong = rows.findIndex(({ successes, trials }) => successes > trials)
    if (wrong >= 0)
      throw new Refusal(
        `${source.name}: model ${wrong + 1} has more successes than trials: ${rows[wrong]!.successes} of ${rows[wrong]!.trials}.`,
      )
    work.progress.step(`Auditing ${counted(rows.length, 'model')}, and ${counted(bootstrap, 'smooth world')}`)
    const settings = { answerTokens, smooth, significance, level, bootstrap: { replicates: bootstrap, seed } }
    return doubtedAnswer(emergenceAnswer(auditEmergence(rows, settings)), warnings)
  })
}
