import { Option, type Command } from 'commander'
import {
  decisionTable,
  type DecisionOptions,
  type DecisionTable,
  type ResponseField,
} from '@safety-portfolio/discrimination'
import { DataError } from '@safety-portfolio/records'
import { assignmentFlag, numberFlag, repeatable, type Assignment } from '../flags.js'
import type { AnyRow } from '../io/any-row.js'
import { UsageError } from '../usage-error.js'
import { withTableOptions, type TableOptions } from './table-options.js'

/** What every command that reads decisions accepts. */
export interface DecisionFlags extends TableOptions {
  readonly question?: string
  readonly demographic?: readonly string[]
  readonly factor?: readonly string[]
  readonly baseline?: readonly (readonly Assignment[])[]
  readonly massGate: number
  readonly dropBelowGate?: true
}

/** Adds the options of {@link DecisionFlags}. */
export function withDecisionOptions(command: Command): Command {
  return withTableOptions(command)
    .option('--question <column>', 'column of the question (default: found by name)')
    .addOption(
      new Option(
        '--demographic <column>',
        'a demographic column; repeatable (default: those with known names)',
      ).argParser(repeatable((text) => text)),
    )
    .addOption(
      new Option('--factor <column>', 'a column of numbers whose values get a score each; repeatable').argParser(
        repeatable((text) => text),
      ),
    )
    .addOption(
      new Option('--baseline <levels>', 'what scores are relative to: age=60,gender=male,race=white').argParser(
        repeatable(levelsFlag),
      ),
    )
    .addOption(
      new Option('--mass-gate <p>', 'least probability of yes and no together').argParser(shareFlag).default(0.99),
    )
    .option('--drop-below-gate', 'leave rows below the mass gate out, instead of counting them')
}

/** Reads `column=level,column=level`; a comma belongs to a level unless `name=` follows. */
function levelsFlag(text: string): readonly Assignment[] {
  return text.split(/,(?=[^,=]+=)/).map((part) => assignmentFlag(part.trim()))
}

function shareFlag(text: string): number {
  const value = numberFlag(text)
  if (!(value > 0 && value <= 1)) throw new UsageError(`--mass-gate ${text} must be above 0 and at most 1.`)
  return value
}

/** The options of the package from the flags. */
function decisionOptions(flags: DecisionFlags): DecisionOptions {
  const map: Partial<Record<ResponseField, string>> = {}
  for (const { name, value } of flags.map ?? []) {
    if (Object.hasOwn(map, name)) throw new UsageError(`--map names a column for '${name}' twice. Name one.`)
    map[name as ResponseField] = value
  }
  const baseline: Record<string, string> = {}
  for (const { name, value } of (flags.baseline ?? []).flat()) {
    if (Object.hasOwn(baseline, name)) throw new UsageError(`--baseline names a level of '${name}' twice. Name one.`)
    baseline[name] = value
  }
  return {
    map,
    massGate: flags.massGate,
    ...(flags.question === undefined ? {} : { question: flags.question }),
    ...(flags.demographic === undefined ? {} : { demographics: flags.demographic }),
    ...(flags.factor === undefined ? {} : { factors: flags.factor }),
    ...(Object.keys(baseline).length === 0 ? {} : { baseline }),
    ...(flags.dropBelowGate === true ? { belowGate: 'drop' } : {}),
  }
}

/** Reads rows as decisions; errors name the file. */
export function readDecisions(rows: readonly AnyRow[], flags: DecisionFlags, name: string): DecisionTable {
  try {
    return decisionTable(rows, decisionOptions(flags))
  } catch (error) {
    if (error instanceof DataError) throw new DataError(error.issues, { name, total: error.total })
    if (error instanceof RangeError && error.message.startsWith('decisionTable: ')) {
      throw new UsageError(`${name}: ${error.message.slice('decisionTable: '.length)}.`)
    }
    throw error
  }
}
