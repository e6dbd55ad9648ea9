import { observationSchema, observationsFromRows, type Observations } from '@safety-portfolio/risk'
import { Option, type Command } from 'commander'
import { wholeFlag, levelFlag } from '../flags.js'
import { aliasedSchema } from '../io/aliased-schema.js'
import { readTable } from '../io/read-table.js'
import { UsageError } from '../usage-error.js'
import type { Work } from './answer-command.js'
import { mappedColumns, rowFilters, tableFormats, withTableOptions, type TableOptions } from './table-options.js'

/** What commands about tails of observations accept. */
export interface TailFlags extends TableOptions {
  readonly top: number
  readonly plotting: 'i/m' | 'median'
  readonly level: number
}

/** What is said about the columns of observations. */
export const observationHelp = `
A row is one query. Its columns: logp, the natural logarithm of the probability that the model shows the behaviour; or p; or hits and samples; or
score, a continuous score whose large values are bad. logp is the most precise: p = 1e-400 is an ordinary value.`

const forms = ['logp', 'p', 'hits', 'score'] as const

/** Adds the file, `--map`, `--where`, `--top`, `--plotting` and `--level`. */
export function withTailOptions(command: Command): Command {
  return withTableOptions(command)
    .argument('[observations]', tableFormats)
    .addOption(
      new Option('--top <k>', 'largest observations that the tail is fitted to').argParser(wholeFlag(3)).default(10),
    )
    .addOption(
      new Option('--plotting <name>', 'plotting positions of ols; median is (i - 1/2)/m')
        .choices(['i/m', 'median'])
        .default('i/m'),
    )
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
}

/** Reads observations of whichever form the table holds. */
export async function readObservations(file: string | undefined, flags: TailFlags, work: Work): Promise<Observations> {
  const mapped = mappedColumns('a table of observations', observationSchema.fields, flags.map)
  const aliases = { logp: ['logp', 'logP', 'log_p'], p: ['p', 'probability'], hits: ['hits'], samples: ['samples'] }
  const { schema } = aliasedSchema(observationSchema, aliases, mapped, observationSchema.fields)
  const request = { file, schema, columns: {}, where: rowFilters(flags) }
  const { rows, source } = await readTable(request, work.io, work.progress)
  // A table of results may hold the same thing in several columns: --map then says which one counts.
  const named = forms.filter((form) => Object.hasOwn(mapped, form))
  const kept = named.length === 1 ? new Set<string>(named[0] === 'hits' ? ['hits', 'samples'] : named) : null
  const wanted =
    kept === null
      ? rows
      : rows.map((row) => Object.fromEntries(Object.entries(row).filter(([field]) => kept.has(field))))
  if (wanted.every((row) => Object.values(row).every((value) => value === undefined))) {
    throw new UsageError(
      `${source.name}: no column of logp, p, hits and samples, or score holds a value. Name columns with --map FIELD=COLUMN.`,
    )
  }
  const observations = observationsFromRows(wanted, { name: source.name })
  work.read(source)
  return observations
}
