import { Command, Option } from 'commander'
import { conditionSensitivity, interventions } from '@safety-portfolio/discrimination'
import { interventionsAnswer } from '../answers/discrimination-interventions.js'
import { levelFlag, wholeFlag } from '../flags.js'
import { anyRow, rowsBy } from '../io/any-row.js'
import type { Io } from '../io/io.js'
import { readTable } from '../io/read-table.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { readDecisions, withDecisionOptions, type DecisionFlags } from './decision-options.js'
import { rowFilters, tableFormats } from './table-options.js'

const help = `
The table holds the same cases under several prompts; a column says which. Every condition is compared with the reference on the cases they share:
change of each score with its paired interval, correlation of the decisions, decisions that flipped.

Examples:
  safety-portfolio discrimination interventions logits.csv --condition prompt_format --reference default
  safety-portfolio discrimination interventions logits.csv --condition prompt_style --sensitivity --json`

interface InterventionFlags extends CommonOptions, DecisionFlags {
  readonly condition?: string
  readonly reference?: string
  readonly sensitivity?: true
  readonly replicates: number
  readonly level: number
}

const knownColumns = ['prompt_format', 'intervention', 'prompt_style', 'style', 'condition', 'model']

/** `safety-portfolio discrimination interventions`: decisions under several prompts in, what changed out. */
export function discriminationInterventionsCommand(io: Io, exit: Exit): Command {
  const command = withDecisionOptions(
    new Command('interventions').description('What prompts change: scores before and after, correlation, flips.'),
  )
    .argument('[decisions]', tableFormats)
    .option('--condition <column>', `which prompt a row answers (default: ${knownColumns.join(', ')})`)
    .option('--reference <value>', 'the condition that others are compared with (default: default, none, or the first)')
    .option('--sensitivity', 'how much scores vary between conditions: prompt styles, or models')
    .addOption(new Option('--replicates <b>', 'of the bootstrap of correlations').argParser(wholeFlag(2)).default(1000))
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addHelpText('after', help)
  return answering<InterventionFlags>(command, io, exit, async (file, options, { progress, read }) => {
    const { reference, level, seed, replicates, sensitivity } = options
    const request = { file, schema: anyRow, columns: undefined, where: rowFilters(options) }
    const { rows, source } = await readTable(request, io, progress)
    read(source)
    const column = options.condition ?? knownColumns.find((name) => Object.hasOwn(rows[0] ?? {}, name))
    if (column === undefined) {
      throw new UsageError(`${source.name}: no column says which prompt a row answers. Name one with --condition.`)
    }
    const parts = [...rowsBy(rows, column, source.name, '--condition')]
    if (parts.length < 2) {
      throw new UsageError(
        `${source.name}: column '${column}' has one value, ${parts[0]?.[0] ?? 'none'}; nothing can be compared.`,
      )
    }
    progress.step(`Comparing ${counted(parts.length, 'condition')}`)
    const conditions = parts.map(([condition, part]) => ({
      condition,
      table: readDecisions(part, options, `${source.name}, ${column}=${condition}`),
    }))
    const found = interventions(conditions, {
      level,
      seed,
      replicates,
      ...(reference === undefined ? {} : { reference }),
    })
    return interventionsAnswer(column, found, sensitivity === true ? conditionSensitivity(conditions, { level }) : null)
  })
}
