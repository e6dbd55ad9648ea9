import { Command, Option } from 'commander'
import {
  fitLinear,
  kenwardRoger,
  marginalMeans,
  parseFormula,
  prepareModel,
  satterthwaite,
} from '@safety-portfolio/mixed-models'
import { marginalMeansAnswer } from '../answers/marginal-means.js'
import { assignmentFlag, levelFlag, numberFlag, repeatable, type Assignment } from '../flags.js'
import type { Io } from '../io/io.js'
import { readModelTable } from '../io/read-model-table.js'
import type { Exit } from '../program.js'
import { Refusal } from '../refusal.js'
import { counted } from '../text/counted.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { modelOptions, withModelOptions, type ModelFlags } from './model-options.js'
import { rowFilters, tableFormats, withWhereOption, type TableOptions } from './table-options.js'

const help = `
The mean response at each level of a factor, averaged over the levels of the others with equal weight, numbers at their means or
where --at puts them; and all differences between levels, with Holm's correction.

Example:
  safety-portfolio mixed means t.csv --formula "y ~ x + arm + (1 | g)" --of arm --at x=0`

interface MeansFlags extends CommonOptions, TableOptions, ModelFlags {
  readonly formula: string
  readonly of: string
  readonly at?: readonly Assignment[]
  readonly inference: 'satterthwaite' | 'kr'
  readonly level: number
}

/** `safety-portfolio mixed means`: a model and a factor in, its marginal means and their differences out. */
export function mixedMeansCommand(io: Io, exit: Exit): Command {
  const command = withModelOptions(
    withWhereOption(
      new Command('means').description('Mean response at each level of a factor, and all differences between levels.'),
    ),
  )
    .argument('[table]', tableFormats)
    .requiredOption('--formula <text>', 'the model, for example "y ~ x + arm + (1 | group)"')
    .requiredOption('--of <factor>', 'the factor')
    .addOption(
      new Option('--at <column=number>', 'where a number is held; repeatable').argParser(repeatable(assignmentFlag)),
    )
    .addOption(
      new Option('--inference <name>', 'degrees of freedom').choices(['satterthwaite', 'kr']).default('satterthwaite'),
    )
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addHelpText('after', help)
  return answering<MeansFlags>(command, io, exit, async (file, options, { progress, read }) => {
    const formula = parseFormula(options.formula)
    const columns = { ...options, where: rowFilters(options) }
    const { rows, source } = await readModelTable(file, [formula], columns, io, progress)
    read(source)
    progress.step(`Fitting ${formula.text} to ${counted(rows.length, 'row')}`)
    const model = prepareModel(options.formula, rows, modelOptions(options))
    const fit = fitLinear(model, { level: options.level })
    if (fit.refusal !== null) throw new Refusal(`${source.name}: ${fit.refusal.message}`)
    const inference = options.inference === 'kr' ? kenwardRoger(model, fit) : satterthwaite(model, fit)
    const at = Object.fromEntries((options.at ?? []).map(({ name, value }) => [name, numberFlag(value)]))
    return marginalMeansAnswer(fit, marginalMeans(model, inference, options.of, { at, level: options.level }))
  })
}
