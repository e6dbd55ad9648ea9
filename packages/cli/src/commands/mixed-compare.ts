import { Command, Option } from 'commander'
import { fitMixed, parseFormula, type MixedFit } from '@safety-portfolio/mixed-models'
import { modelComparisonAnswer } from '../answers/model-comparison.js'
import { repeatable } from '../flags.js'
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
Models are fitted by maximum likelihood to the rows that are complete for all of them, and each is compared with the one before it in
the number of parameters. The likelihood-ratio test is for nested models: each formula should contain the smaller one.

Example:
  safety-portfolio mixed compare t.csv --formula "y ~ x + (1 | g)" --formula "y ~ x + (1 + x | g)"`

interface CompareFlags extends CommonOptions, TableOptions, ModelFlags {
  readonly formula: readonly string[]
  readonly family: 'gaussian' | 'binomial'
}

/** `safety-portfolio mixed compare`: several models of one table in, likelihood-ratio tests and information criteria out. */
export function mixedCompareCommand(io: Io, exit: Exit): Command {
  const command = withModelOptions(
    withWhereOption(
      new Command('compare').description('Compare models of one table: likelihood-ratio tests, AIC, BIC.'),
    ),
  )
    .argument('[table]', tableFormats)
    .addOption(
      new Option('--formula <text>', 'a model; repeat it for each')
        .argParser(repeatable((text) => text))
        .makeOptionMandatory(),
    )
    .addOption(new Option('--family <name>', 'of the response').choices(['gaussian', 'binomial']).default('gaussian'))
    .addHelpText('after', help)
  return answering<CompareFlags>(command, io, exit, async (file, options, { progress, read }) => {
    if (options.formula.length < 2) throw new UsageError('Name at least two models, each with --formula.')
    const formulas = options.formula.map((text) => parseFormula(text))
    const columns = { ...options, where: rowFilters(options) }
    const { rows, source } = await readModelTable(file, formulas, columns, io, progress)
    read(source)
    const complete = rows.filter((row) =>
      Object.values(row).every((cell) => cell !== '' && cell !== 'NA' && cell !== null && cell !== undefined),
    )
    progress.step(`Fitting ${counted(formulas.length, 'model')} to ${counted(complete.length, 'row')}`)
    const { family } = options
    const fits = options.formula.map((formula): MixedFit => {
      const fit = fitMixed(formula, complete, { ...modelOptions(options), family, method: 'ML', inference: 'wald' })
      if (fit.refusal !== null) throw new Refusal(`${source.name}, ${fit.formula}: ${fit.refusal.message}`)
      return fit
    })
    return modelComparisonAnswer(fits, rows.length - complete.length)
  })
}
