import { Command, Option } from 'commander'
import {
  fitMixed,
  parseFormula,
  type Formula,
  type InferenceName,
  type MixedOptions,
} from '@safety-portfolio/mixed-models'
import { mixedModelAnswer } from '../answers/mixed-model.js'
import { levelFlag, wholeFlag } from '../flags.js'
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

const inferences: readonly InferenceName[] = [
  'wald',
  'satterthwaite',
  'kr',
  'profile',
  'bootstrap',
  'cluster-bootstrap',
]

const help = `
Formulas are written as for lme4: y ~ x + (1 + x | group), crossed and nested groups, ||, interactions, offset(), I(), log(), poly(),
factor() with levels =, relevel(), comparisons in I(), cbind(yes, no) for binomial counts, and censored(lower, upper) for values known
up to an interval. Only the columns of the formula are read. Rows with a blank or NA cell are left out and counted.

Examples:
  safety-portfolio mixed fit sleep.csv --formula "Reaction ~ Days + (Days | Subject)" --inference kr
  safety-portfolio mixed fit counts.csv --formula "cbind(yes, no) ~ age + (1 | template)" --family binomial --json`

interface MixedFitOptions extends CommonOptions, TableOptions, ModelFlags {
  readonly formula: string
  readonly ml?: true
  readonly family: 'gaussian' | 'binomial'
  readonly inference?: InferenceName
  readonly replicates: number
  readonly level: number
  readonly quadrature?: number
}

/** `safety-portfolio mixed fit`: a table and a formula in, a certified mixed model out. */
export function mixedFitCommand(io: Io, exit: Exit): Command {
  const first = withWhereOption(
    new Command('fit').description('Fit a linear or binomial mixed model, and prove that it is the optimum.'),
  )
    .argument('[table]', tableFormats)
    .requiredOption('--formula <text>', 'the model, for example "y ~ x + (1 | group)"')
    .option('--ml', 'maximum likelihood instead of REML')
    .addOption(new Option('--family <name>', 'of the response').choices(['gaussian', 'binomial']).default('gaussian'))
    .addOption(
      new Option(
        '--inference <name>',
        'of the fixed effects (default: satterthwaite, or wald; kr and satterthwaite are for linear models)',
      ).choices(inferences),
    )
    .addOption(new Option('--replicates <b>', 'of a bootstrap').argParser(wholeFlag(2)).default(1000))
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
  const command = withModelOptions(first)
    .addOption(
      new Option(
        '--quadrature <points>',
        'adaptive quadrature for binomial models and censored responses; 1 is Laplace',
      ).argParser(wholeFlag(1)),
    )
    .addHelpText('after', help)
  return answering<MixedFitOptions>(command, io, exit, async (file, options, { progress, read }) => {
    const formula = parseFormula(options.formula)
    const settings = fitOptions(options, formula)
    const columns = { ...options, where: rowFilters(options) }
    const { rows, source } = await readModelTable(file, [formula], columns, io, progress)
    read(source)
    progress.step(`Fitting ${formula.text} to ${counted(rows.length, 'row')}`)
    const fit = fitMixed(options.formula, rows, settings)
    if (fit.refusal !== null)
      throw new Refusal(`${source.name}, ${counted(rows.length, 'row')}: ${fit.refusal.message}`)
    return mixedModelAnswer(fit)
  })
}

function fitOptions(options: MixedFitOptions, { response }: Formula): MixedOptions {
  const { ml, family, inference, replicates, seed, level, quadrature } = options
  if (ml === true && family === 'binomial') {
    throw new UsageError(
      '--ml chooses between REML and ML of gaussian models; a binomial model has only ML. Leave it out.',
    )
  }
  const censored = response.kind === 'call' && response.name === 'censored'
  if (ml === true && censored) {
    throw new UsageError('--ml is what a censored response has in any case. Leave it out.')
  }
  if (quadrature !== undefined && family !== 'binomial' && !censored) {
    throw new UsageError('--quadrature belongs to --family binomial and to censored responses. Leave it out.')
  }
  return {
    family,
    method: ml === true ? 'ML' : 'REML',
    replicates,
    seed,
    level,
    ...modelOptions(options),
    ...(inference === undefined ? {} : { inference }),
    ...(quadrature === undefined ? {} : { quadraturePoints: quadrature }),
  }
}
