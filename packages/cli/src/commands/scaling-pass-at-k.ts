import { Command, Option } from 'commander'
import { numberCell, optionalCell, rowSchema, type RowSchema, type StandardSchemaV1 } from '@safety-portfolio/records'
import type { ProblemAttempts } from '@safety-portfolio/scaling-laws'
import { passAtKAnswer } from '../answers/pass-at-k.js'
import { levelFlag, repeatable, wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Source } from '../io/read-table.js'
import type { Exit } from '../program.js'
import { Refusal } from '../refusal.js'
import { counted } from '../text/counted.js'
import { shellWord } from '../text/shell-word.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { readNamedRows } from './named-rows.js'
import { tableFormats, withTableOptions, type TableOptions } from './table-options.js'

interface NamedProblem extends ProblemAttempts {
  readonly problem?: string
  readonly model?: string
  readonly modality?: string
  readonly temperature?: string
  readonly dataset?: string
}

/** What tells apart the rows of one problem, where a table holds several. */
const settings = ['model', 'modality', 'temperature', 'dataset'] as const

const counts: RowSchema<NamedProblem> = rowSchema({
  problem: optionalCell(nameCell()),
  model: optionalCell(nameCell()),
  modality: optionalCell(nameCell()),
  temperature: optionalCell(nameCell()),
  dataset: optionalCell(nameCell()),
  attempts: numberCell({ integer: true, min: 1 }),
  successes: numberCell({ integer: true, min: 0 }),
})

/** A name or a number that stands for one. */
function nameCell(): StandardSchemaV1<unknown, string> {
  return {
    '~standard': { version: 1, vendor: 'safety-portfolio', validate: (value) => ({ value: String(value) }) },
  }
}

const aliases = {
  problem: ['problem', 'problem_idx', 'Problem Idx', 'task_id'],
  attempts: ['attempts', 'n', 'samples', 'num_samples', 'Num. Samples', 'Num. Samples Total'],
  model: ['model', 'model_name'],
  modality: ['modality'],
  temperature: ['temperature'],
  dataset: ['dataset', 'benchmark'],
  successes: ['successes', 'c', 'correct', 'num_correct', 'Num. Samples Correct'],
}

const help = `
One row per problem; columns are found by these names, or named with --map FIELD=COLUMN:
    problem    name of the problem, optional: a problem listed again with the same counts (once per k, say) counts once
    attempts   attempts made (n, Num. Samples, Num. Samples Total)
    successes  attempts that succeeded (c, Num. Samples Correct)

Examples:
  safety-portfolio scaling pass-at-k counts.csv --k 1 --k 10 --k 100 --k 10000
  safety-portfolio scaling pass-at-k counts.csv --where "Model=Pythia 12B" --json`

interface PassAtKCommandOptions extends CommonOptions, TableOptions {
  readonly k?: readonly number[]
  readonly bootstrap: number
  readonly level: number
}

/** `safety-portfolio scaling pass-at-k`: counts per problem in, coverage by attempts and its forecast out. */
export function scalingPassAtKCommand(io: Io, exit: Exit): Command {
  const command = withTableOptions(
    new Command('pass-at-k').description('Share of problems solved in k attempts, its power law and forecast.'),
  )
    .argument('[counts]', tableFormats)
    .addOption(new Option('--k <k>', 'number of attempts; repeatable').argParser(repeatable(wholeFlag(1))))
    .addOption(new Option('--bootstrap <b>', 'resamples of the problems').argParser(wholeFlag(2)).default(1000))
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addHelpText('after', help)
  return answering<PassAtKCommandOptions>(command, io, exit, async (file, options, work) => {
    const { bootstrap, level, seed } = options
    const wanted = { of: 'a table of counts', schema: counts, names: aliases, optional: ['problem', ...settings] }
    const { rows: listed, source } = await readNamedRows(wanted, file, options, work)
    const rows = distinctProblems(listed, source)
    if (rows.length === 0) throw new Refusal(`${source.name}: there is no problem.`)
    const wrong = rows.findIndex(({ attempts, successes }) => successes > attempts)
    if (wrong >= 0) throw new Refusal(`${source.name}: problem ${wrong + 1} has more successes than attempts.`)
    work.progress.step(`Counting ${counted(rows.length, 'problem')}, and ${counted(bootstrap, 'resample')}`)
    const most = rows.reduce((least, { attempts }) => Math.min(least, attempts), Infinity)
    const ks = options.k ?? defaultKs(most)
    return passAtKAnswer(rows, {
      ks: [...new Set(ks)].sort((left, right) => left - right),
      level,
      replicates: bootstrap,
      seed,
    })
  })
}

/** Each problem once. */
function distinctProblems(
  rows: readonly NamedProblem[],
  { name: file, columns = {} }: Source,
): readonly ProblemAttempts[] {
  const known = new Map<string, NamedProblem>()
  const unnamed: ProblemAttempts[] = []
  for (const row of rows) {
    if (row.problem === undefined) unnamed.push(row)
    else {
      const before = known.get(row.problem) ?? row
      if (before.attempts !== row.attempts || before.successes !== row.successes) {
        throw new Refusal(
          `${file}: problem ${row.problem} has several counts, such as ${before.successes} of ${before.attempts} and ${row.successes} of ${row.attempts}.${severalSettings(rows, columns)}`,
        )
      }
      known.set(row.problem, row)
    }
  }
  return [...known.values(), ...unnamed]
}

/** Powers of ten up to a hundred times the attempts made. */
function defaultKs(most: number): readonly number[] {
  return Array.from({ length: Math.floor(Math.log10(most)) + 3 }, (_, power) => 10 ** power)
}

/** The models and settings that a table holds several of, and how to choose. */
function severalSettings(rows: readonly NamedProblem[], columns: Readonly<Record<string, string>>): string {
  const several = settings.flatMap((name) => {
    const values = [...new Set(rows.flatMap((row) => row[name] ?? []))]
    return values.length < 2 ? [] : [{ column: columns[name] ?? name, values }]
  })
  const said = several.map(({ column, values }) => {
    const shown = values.slice(0, 12).join(', ')
    return ` There are ${values.length} values of ${JSON.stringify(column)}: ${shown}${values.length > 12 ? ', ...' : ''}.`
  })
  const flags = several.map(({ column, values }) => ` --where ${shellWord(`${column}=${values[0]!}`)}`)
  const choice = flags.length === 0 ? ' --where COLUMN=VALUE' : flags.join('')
  return `${said.join('')} Choose one model and setting${flags.length === 0 ? '' : ', for example'} with${choice}.`
}
