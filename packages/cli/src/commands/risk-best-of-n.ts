import { attackedItemSchema, bestOfN, type AttackedItem, type StoppingRule } from '@safety-portfolio/risk'
import { booleanCell, numberCell, optionalCell, rowSchema, textCell, type RowSchema } from '@safety-portfolio/records'
import { Command, Option } from 'commander'
import { bestOfNAnswer } from '../answers/best-of-n.js'
import { levelFlag, wholeFlag } from '../flags.js'
import { aliasedSchema } from '../io/aliased-schema.js'
import type { Io } from '../io/io.js'
import { joinSchemas } from '../io/join-schemas.js'
import { readTable } from '../io/read-table.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { wholesFlag } from './number-list.js'
import { mappedColumns, rowFilters, tableFormats, withTableOptions, type TableOptions } from './table-options.js'

const help = `
A row is one item with its counts: attempts and successes, and firstSuccess (from 1) where it is known. Or a row is one attempt: item, success
(true or false), and attempt, its number from 0, without which rows count in their order.

Attempts often stop once an item is broken. Say so: --stopping batch --batch 60 when they were drawn in batches of 60 up to the first success, --batch
1 when they stopped at it. Otherwise the rates are biased upwards.

Examples:
  safety-portfolio risk best-of-n items.csv --stopping batch --batch 60 --fit-up-to 1000 --to 10000
  safety-portfolio risk best-of-n attempts.jsonl.gz --map item=behavior_id --map success=flagged --map attempt=n`

interface Attempt {
  readonly success?: boolean
  readonly attempt?: number
}

const attemptSchema: RowSchema<Attempt> = rowSchema({
  success: optionalCell(booleanCell()),
  attempt: optionalCell(numberCell({ integer: true, min: 0 })),
})
const countSchema = rowSchema({
  attempts: optionalCell(numberCell({ integer: true, min: 1 })),
  successes: optionalCell(numberCell({ integer: true, min: 0 })),
  firstSuccess: optionalCell(numberCell({ integer: true, min: 1 })),
  item: optionalCell(textCell()),
})
type Row = Attempt & { readonly [Field in keyof AttackedItem]?: AttackedItem[Field] }
const schemaOfRows = joinSchemas(countSchema, attemptSchema) as RowSchema<Row>

const aliases = {
  attempts: ['attempts', 'Num. Samples', 'Num. Samples Total'],
  successes: ['successes', 'Num. Samples Correct'],
  firstSuccess: ['firstSuccess', 'first_success'],
}

interface BestOfNFlags extends CommonOptions, TableOptions {
  readonly at?: readonly number[]
  readonly to?: readonly number[]
  readonly fitUpTo?: number
  readonly stopping: StoppingRule
  readonly batch: number
  readonly bootstrap: number
  readonly level: number
}

/** `safety-portfolio risk best-of-n`: repeated attacks in, how success grows with attempts out. */
export function riskBestOfNCommand(io: Io, exit: Exit): Command {
  const command = withTableOptions(
    new Command('best-of-n').description('How attack success grows with the number of attempts.'),
  )
    .argument('[items]', tableFormats)
    .addOption(new Option('--at <n,...>', 'numbers of attempts of the curve').argParser(wholesFlag))
    .addOption(new Option('--to <n,...>', 'numbers of attempts to forecast by the power law').argParser(wholesFlag))
    .addOption(new Option('--fit-up-to <n>', 'the power law is fitted up to here').argParser(wholeFlag(1)))
    .addOption(
      new Option('--stopping <rule>', 'when attempts at an item ended').choices(['fixed', 'batch']).default('fixed'),
    )
    .addOption(new Option('--batch <size>', 'attempts in a batch').argParser(wholeFlag(1)).default(1))
    .addOption(new Option('--bootstrap <b>', 'resamples of the items').argParser(wholeFlag(2)).default(1000))
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addHelpText('after', help)
  return answering<BestOfNFlags>(command, io, exit, async (file, flags, work) => {
    const mapped = mappedColumns('a table of attacks', schemaOfRows.fields, flags.map)
    const { schema } = aliasedSchema(schemaOfRows, aliases, mapped, schemaOfRows.fields)
    const request = { file, schema, columns: {}, where: rowFilters(flags) }
    const { rows, source } = await readTable(request, work.io, work.progress)
    const items = itemsOf(rows, source.name)
    work.read(source)
    const { stopping, batch, at, to, fitUpTo, bootstrap, level, seed } = flags
    if (stopping === 'fixed' && command.getOptionValueSource('batch') === 'cli') {
      throw new UsageError('--batch belongs to --stopping batch.')
    }
    checkCounts(items, source.name, stopping === 'batch' ? batch : null)
    work.progress.step(`${counted(items.length, 'item')}, ${counted(bootstrap, 'resample')}`)
    return bestOfNAnswer(
      bestOfN(items, {
        ...{ stopping, batch, level, replicates: bootstrap, seed },
        ...(at === undefined ? {} : { ns: at }),
        ...(to === undefined ? {} : { to }),
        ...(fitUpTo === undefined ? {} : { fitUpTo }),
      }),
    )
  })
}

function itemsOf(rows: readonly Row[], name: string): readonly AttackedItem[] {
  if (rows.some(({ success }) => success !== undefined)) return fromAttempts(rows, name)
  if (attackedItemSchema.required.some((field) => rows.every((row) => row[field as 'attempts'] === undefined))) {
    throw new UsageError(
      `${name}: no columns for attempts and successes, nor for item and success. Name them with --map FIELD=COLUMN.`,
    )
  }
  return rows.map(({ attempts, successes, firstSuccess, item }, index) => {
    if (attempts === undefined || successes === undefined) {
      throw new UsageError(`${name}: row ${index + 1} has no ${attempts === undefined ? 'attempts' : 'successes'}.`)
    }
    return { attempts, successes, firstSuccess, item }
  })
}

function fromAttempts(rows: readonly Row[], name: string): readonly AttackedItem[] {
  const perItem = new Map<string, { readonly success: boolean; readonly attempt: number }[]>()
  for (const [index, { item, success, attempt }] of rows.entries()) {
    if (item === undefined || success === undefined) {
      throw new UsageError(`${name}: row ${index + 1} has no ${item === undefined ? 'item' : 'success'}.`)
    }
    const own = perItem.get(item) ?? []
    if (own.length === 0) perItem.set(item, own)
    own.push({ success, attempt: attempt ?? own.length })
  }
  return [...perItem].map(([item, attempts]) => {
    const ordered = attempts.toSorted((x, y) => x.attempt - y.attempt)
    const first = ordered.findIndex(({ success }) => success)
    const successes = ordered.filter(({ success }) => success).length
    return { item, attempts: ordered.length, successes, firstSuccess: first < 0 ? undefined : first + 1 }
  })
}

function checkCounts(items: readonly AttackedItem[], name: string, batch: number | null): void {
  for (const [index, { attempts, successes }] of items.entries()) {
    if (successes > attempts) {
      throw new UsageError(`${name}: row ${index + 1} has ${successes} successes in ${attempts} attempts.`)
    }
    if (batch !== null && successes > batch) {
      throw new UsageError(
        `${name}: row ${index + 1} has ${successes} successes, more than a batch of ${batch} that ends at the first.`,
      )
    }
  }
}
