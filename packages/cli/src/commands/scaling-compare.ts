import { Command, Option } from 'commander'
import { compareLaws, type LawCandidate, type LawName, type LossName } from '@safety-portfolio/scaling-laws'
import { doubtedAnswer } from '../answers/doubted-answer.js'
import { comparisonAnswer } from '../answers/law-comparison.js'
import { repeatable, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import { withoutHighest } from '../laws/fit-options.js'
import { curveLawNames, inferableLawNames, lawKind, lawRows, runLawNames, stepLawNames } from '../laws/law-kinds.js'
import type { Exit } from '../program.js'
import { refused } from '../refusal.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { identifiabilityOption, insisting, type IdentifiabilityFlag } from './identifiability-option.js'
import { readLawRows, withLawTable } from './law-table.js'
import { columnsHelp, type TableOptions } from './table-options.js'

const help = `
${columnsHelp}
Laws of runs (params, tokens or compute, loss): ${runLawNames.join(', ')}.
Laws of one quantity (x, loss): ${curveLawNames.join(', ')}.
Laws of training steps (params, steps, loss): ${stepLawNames.join(', ')}.

Examples:
  safety-portfolio scaling compare runs.csv --law chinchilla --law kaplan --folds 10
  safety-portfolio scaling compare curve.csv --law power-offset --law m4 --json`

interface CompareOptions extends CommonOptions, TableOptions, IdentifiabilityFlag {
  readonly law?: readonly string[]
  readonly loss: LossName
  readonly folds?: number
  readonly dropHighest: number
}

/** `safety-portfolio scaling compare`: the same losses under several laws in, which law they prefer out. */
export function scalingCompareCommand(io: Io, exit: Exit): Command {
  const command = withLawTable(
    new Command('compare').description(
      'Compare forms of laws: AICc, BIC, errors of data left out and of extrapolation.',
    ),
  )
    .addOption(
      new Option('--law <name>', 'a law, at least two (default: those of runs)').argParser(repeatable((text) => text)),
    )
    .addOption(
      new Option('--loss <name>', 'what is minimised')
        .choices(['log-squared', 'squared', 'huber'])
        .default('log-squared'),
    )
    .addOption(new Option('--folds <k>', 'cross-validate in k parts').argParser(wholeFlag(2)))
    .addOption(
      new Option('--drop-highest <k>', 'leave out the k rows of highest loss').argParser(wholeFlag(0)).default(0),
    )
    .addOption(identifiabilityOption())
    .addHelpText('after', help)
  return answering<CompareOptions>(command, io, exit, async (file, options, work) => {
    const { loss, folds, dropHighest, seed } = options
    const laws = chosenLaws(options.law ?? runLawNames)
    const rowsOfKind = { ...lawRows(laws[0]!), of: 'a law of this kind' }
    const { rows, source, warnings } = await readLawRows(rowsOfKind, file, options, work)
    work.progress.step(`Comparing ${counted(laws.length, 'law')} on ${counted(rows.length, 'row')}`)
    const points = withoutHighest(rows, dropHighest)
    const candidates = laws.map((law) => ({ law, points }) as LawCandidate)
    const found = compareLaws(candidates, {
      loss,
      ...insisting(options),
      ...(folds === undefined ? {} : { crossValidation: { folds, seed } }),
    })
    if (found.refusal !== undefined) throw refused(source, found.refusal, warnings)
    return doubtedAnswer(comparisonAnswer(found), warnings)
  })
}

function chosenLaws(names: readonly string[]): readonly LawName[] {
  const laws = names.map((name) => {
    const law = inferableLawNames.find((one) => one === name)
    if (law === undefined)
      throw new UsageError(`No law '${name}' can be compared. Known laws: ${inferableLawNames.join(', ')}.`)
    return law
  })
  if (new Set(laws).size !== laws.length || laws.length < 2) {
    throw new UsageError('--law must name at least two laws, each once.')
  }
  if (new Set(laws.map(lawKind)).size > 1) {
    throw new UsageError('Laws of runs and laws of one quantity see different data. Compare those of one kind.')
  }
  return laws
}
