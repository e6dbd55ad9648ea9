import { Command, Option } from 'commander'
import { bbqScores, groupFairness, pairedDecisions, parseBbqAnswers } from '@safety-portfolio/discrimination'
import { DataError } from '@safety-portfolio/records'
import { bbqAnswer, fairnessAnswer, flipsAnswer } from '../answers/discrimination-fairness.js'
import { levelFlag, repeatable, wholeFlag } from '../flags.js'
import { anyRow, cellText, type AnyRow } from '../io/any-row.js'
import type { Io } from '../io/io.js'
import { readTable } from '../io/read-table.js'
import type { Exit } from '../program.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import { bbqRow } from './bbq-row.js'
import type { CommonOptions } from './common-options.js'
import { rowsWithValues, decisionCells, fairnessCases } from './fairness-columns.js'
import { rowFilters, tableFormats, withWhereOption, type TableOptions } from './table-options.js'

const help = `
Decisions and outcomes are 1/0, yes/no or true/false; --favourable names other words. Rows with a missing cell are left out and counted. Rows of BBQ with
predictions are recognised by their columns; a prediction is the text of an option, its number or its letter.

Examples:
  safety-portfolio discrimination fairness cases.csv --group race --decision approved --outcome repaid --score p --reference white
  safety-portfolio discrimination fairness cases.csv --group gender --group race --decision approved
  safety-portfolio discrimination fairness pairs.csv --decision variant --counterfactual baseline
  safety-portfolio discrimination fairness preds_Age.jsonl.gz --prediction unifiedqa-t5-11b_pred_race`

/** Flags of the command. */
export interface FairnessFlags extends CommonOptions, TableOptions {
  readonly group?: readonly string[]
  readonly decision?: string
  readonly outcome?: string
  readonly score?: string
  readonly reference?: string
  readonly favourable?: readonly string[]
  readonly counterfactual?: string
  readonly cluster?: string
  readonly prediction?: string
  readonly minimum: number
  readonly replicates: number
  readonly level: number
}

/** `safety-portfolio discrimination fairness`: group metrics with tests, counterfactual flips, BBQ. */
export function discriminationFairnessCommand(io: Io, exit: Exit): Command {
  const command = withWhereOption(
    new Command('fairness').description('Group fairness with intervals and exact tests; counterfactual flips; BBQ.'),
  )
    .argument('[cases]', tableFormats)
    .addOption(
      new Option('--group <column>', 'the group; repeat for intersections').argParser(repeatable((text) => text)),
    )
    .option('--decision <column>', 'what was decided')
    .option('--outcome <column>', 'what was right, for error rates')
    .option('--score <column>', 'probability of the outcome, for calibration')
    .option('--reference <group>', 'group that the others are compared with (default: the largest)')
    .addOption(
      new Option('--favourable <value>', 'cell that means yes; repeatable').argParser(repeatable((text) => text)),
    )
    .option('--counterfactual <column>', 'decision about the same case before, for flips')
    .option('--cluster <column>', 'cases that belong together, such as a question, for flips')
    .option('--prediction <column>', 'predictions, for BBQ')
    .addOption(new Option('--minimum <n>', 'least cases in a denominator').argParser(wholeFlag(1)).default(1))
    .addOption(new Option('--replicates <b>', 'of the bootstrap').argParser(wholeFlag(2)).default(1000))
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addHelpText('after', help)
  return answering<FairnessFlags>(command, io, exit, async (file, options, { progress, read }) => {
    const request = { file, schema: anyRow, columns: undefined, where: rowFilters(options) }
    const { rows, source } = await readTable(request, io, progress)
    read(source)
    const { seed, replicates, level, minimum, reference } = options
    if (isBbq(rows)) {
      const { answers, warnings } = parseBbq(rows, options.prediction, source.name)
      return bbqAnswer(bbqScores(answers, { seed, replicates, level }), warnings)
    }
    if (options.decision === undefined) {
      throw new UsageError(`${source.name}: name the column of the decision with --decision.`)
    }
    if (options.counterfactual !== undefined) {
      const names = [options.counterfactual, options.decision]
      const columns = names.map((name) => [name, decisionCells(rows, name, options, source.name)] as const)
      const { indexes, warnings } = rowsWithValues(columns, source.name)
      const [before, after] = columns.map(([, cells]) => indexes.map((k) => cells[k]!)) as [boolean[], boolean[]]
      const { cluster } = options
      if (cluster !== undefined && !rows.some((row) => Object.hasOwn(row, cluster))) {
        throw new UsageError(`${source.name}: there is no column '${cluster}' for --cluster.`)
      }
      const clusters = cluster === undefined ? {} : { clusters: indexes.map((k) => cellText(rows[k]![cluster])) }
      return flipsAnswer(pairedDecisions(before, after, { level, ...clusters }), warnings)
    }
    const { cases, warnings } = fairnessCases(rows, options, source.name)
    progress.step('Resampling')
    const chosen = { seed, replicates, level, minimum, ...(reference === undefined ? {} : { reference }) }
    const found = groupFairness(cases, chosen)
    return fairnessAnswer({ ...found, warnings: [...warnings, ...found.warnings] })
  })
}

function isBbq([first]: readonly AnyRow[]): boolean {
  return first !== undefined && ['context_condition', 'question_polarity', 'answer_info'].every((name) => name in first)
}

function parseBbq(rows: readonly AnyRow[], prediction: string | undefined, name: string) {
  try {
    return parseBbqAnswers(rows.map(bbqRow), prediction)
  } catch (error) {
    if (error instanceof DataError) throw new DataError(error.issues, { name, total: error.total })
    if (error instanceof RangeError) {
      throw new UsageError(`${name}: ${error.message.replace('parseBbqAnswers: ', '')} (--prediction).`)
    }
    throw error
  }
}
