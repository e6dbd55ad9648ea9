import { Command, Option } from 'commander'
import { fitMixed, parseFormula, powerAnalysis, repeatGroups } from '@safety-portfolio/mixed-models'
import { powerAnswer } from '../answers/mixed-power.js'
import {
  assignmentFlag,
  levelFlag,
  numberFlag,
  positiveFlag,
  repeatable,
  wholeFlag,
  type Assignment,
} from '../flags.js'
import type { Io } from '../io/io.js'
import { readModelTable } from '../io/read-model-table.js'
import type { Exit } from '../program.js'
import { Refusal } from '../refusal.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { modelOptions, withModelOptions, type ModelFlags } from './model-options.js'
import { rowFilters, tableFormats, withWhereOption, type TableOptions } from './table-options.js'

const help = `
The table is a pilot study: its fit gives the variances, its groups are the pattern of the plan. Each --groups plans for so many
groups, made of the pilot's in turn; without it the plan is the pilot itself.

Examples:
  safety-portfolio mixed power pilot.csv --formula "logit ~ race + (1 + race | question)" --groups 70 --groups 300
  safety-portfolio mixed power pilot.csv --formula "y ~ x + (1 | g)" --effect x=0.2 --margin 0.1 --json`

interface PowerFlags extends CommonOptions, TableOptions, ModelFlags {
  readonly formula: string
  readonly groups?: readonly number[]
  readonly by?: string
  readonly effect?: readonly Assignment[]
  readonly alpha: number
  readonly power: number
  readonly margin?: number
}

/** `safety-portfolio mixed power`: a pilot study in, what designs with more groups can find out. */
export function mixedPowerCommand(io: Io, exit: Exit): Command {
  const command = withModelOptions(
    withWhereOption(
      new Command('power').description('Smallest effects that designs with more or fewer groups can find or exclude.'),
    ),
  )
    .argument('[pilot]', tableFormats)
    .requiredOption('--formula <text>', 'the model, for example "y ~ x + (1 + x | group)"')
    .addOption(new Option('--groups <n>', 'number of groups of a plan; repeatable').argParser(repeatable(wholeFlag(2))))
    .option('--by <column>', 'the grouping column of --groups (default: the first of the formula)')
    .addOption(
      new Option('--effect <term=size>', 'a true effect, to compute its power; repeatable').argParser(
        repeatable(assignmentFlag),
      ),
    )
    .addOption(new Option('--alpha <p>', 'two-sided level of the test').argParser(levelFlag).default(0.05))
    .addOption(new Option('--power <p>', 'that the smallest effects are found with').argParser(levelFlag).default(0.8))
    .addOption(new Option('--margin <size>', 'of an equivalence test').argParser(positiveFlag))
    .addHelpText('after', help)
  return answering<PowerFlags>(command, io, exit, async (file, options, { progress, read }) => {
    const formula = parseFormula(options.formula)
    const columns = { ...options, where: rowFilters(options) }
    const { rows, source } = await readModelTable(file, [formula], columns, io, progress)
    read(source)
    const by = options.by ?? formula.random.find(({ group }) => group.length === 1)?.group[0]
    if (by === undefined || !formula.random.some(({ group }) => group.includes(by))) {
      throw new UsageError(`--by must name a grouping column of the formula, got '${by ?? ''}'.`)
    }
    progress.step(`Fitting the pilot, ${counted(rows.length, 'row')}`)
    const settings = modelOptions(options)
    const pilot = fitMixed(options.formula, rows, { ...settings, inference: 'satterthwaite' })
    if (pilot.refusal !== null) throw new Refusal(`${source.name}: ${pilot.refusal.message}`)
    const { alpha, power, margin } = options
    const effects = Object.fromEntries((options.effect ?? []).map(({ name, value }) => [name, numberFlag(value)]))
    const plan = (count: number | null): ReturnType<typeof powerAnalysis> => {
      progress.step(`Planning ${count === null ? 'the design of the pilot' : counted(count, 'group')}`)
      const planned = count === null ? rows : repeatGroups(rows, by, count)
      return powerAnalysis(options.formula, planned, pilot, {
        ...settings,
        effects,
        alpha,
        power,
        ...(margin === undefined ? {} : { margin }),
      })
    }
    return powerAnswer(pilot, (options.groups ?? [null]).map(plan), by)
  })
}
