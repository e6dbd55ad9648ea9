import { Command, Option } from 'commander'
import { fitChinchilla, fitIsoFlop } from '@safety-portfolio/scaling-laws'
import { doubtedAnswer } from '../answers/doubted-answer.js'
import { isoFlopAnswer } from '../answers/isoflop.js'
import { levelFlag, positiveFlag, repeatable, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import { mappedRunSchema, runFields } from '../laws/run-fields.js'
import type { Exit } from '../program.js'
import { refused } from '../refusal.js'
import { counted } from '../text/counted.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { readLawRows, withLawTable } from './law-table.js'
import { columnsHelp, type TableOptions } from './table-options.js'

const help = `
${columnsHelp}
Runs of one budget are those of one compute; a column "budget" holds it too, where there is none of compute.
Runs of at least three budgets with at least four model sizes each. The bias of the method on these runs is worked out under the
Chinchilla law that fits them, where one does.

Examples:
  safety-portfolio scaling isoflop runs.csv --budget 1e24
  safety-portfolio scaling isoflop runs.csv --where experiment=a --bootstrap 1000 --weighting inverse-variance --json`

/** What tables of such experiments call the compute that all runs of a curve share, which need not be 6 N D to the last digit. */
const furtherNames = { compute: ['budget', 'isoflop', 'isoflops'] }

interface IsoFlopCommandOptions extends CommonOptions, TableOptions {
  readonly budget?: readonly number[]
  readonly bootstrap?: number
  readonly tolerance?: number
  readonly weighting: 'equal' | 'inverse-variance'
  readonly level: number
}

/** `safety-portfolio scaling isoflop`: runs in, the best size of each budget and the frontier through them out. */
export function scalingIsoflopCommand(io: Io, exit: Exit): Command {
  const command = withLawTable(
    new Command('isoflop').description('Approach 2: a parabola per compute budget, and the line through their minima.'),
  )
    .addOption(new Option('--budget <flop>', 'allocate this compute; repeatable').argParser(repeatable(positiveFlag)))
    .addOption(new Option('--bootstrap <b>', 'intervals from b resamples within budgets').argParser(wholeFlag(2)))
    .addOption(
      new Option('--tolerance <t>', 'how far the compute of one budget may differ (default: 0.05)').argParser(
        positiveFlag,
      ),
    )
    .addOption(
      new Option('--weighting <name>', 'how budgets count in the line')
        .choices(['equal', 'inverse-variance'])
        .default('equal'),
    )
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addHelpText('after', help)
  return answering<IsoFlopCommandOptions>(command, io, exit, async (file, options, work) => {
    const { budget, bootstrap, tolerance, weighting, level, seed } = options
    const asked = {
      of: 'a table of runs',
      fields: runFields.map(({ name }) => name),
      schema: mappedRunSchema,
      furtherNames,
    }
    const { rows, source, warnings } = await readLawRows(asked, file, options, work)
    work.progress.step(`Fitting parabolas to ${counted(rows.length, 'run')}`)
    const law = fitChinchilla(rows, { loss: 'log-squared' })
    const fit = fitIsoFlop(rows, {
      weighting,
      level,
      ...(budget === undefined ? {} : { budgets: budget }),
      ...(tolerance === undefined ? {} : { budgetTolerance: tolerance }),
      ...(bootstrap === undefined ? {} : { bootstrap: { replicates: bootstrap, seed } }),
      ...(law.parameters === null ? {} : { law: law.parameters }),
    })
    if (fit.refusal !== undefined) throw refused(source, fit.refusal, warnings)
    return doubtedAnswer(isoFlopAnswer(fit), warnings)
  })
}
