import type { Assignment } from '../flags.js'
import type { FitRequest, Law } from '../laws/law.js'
import { UsageError } from '../usage-error.js'
import type { CommonOptions } from './common-options.js'

/** The flags of `scaling fit` as they were parsed. */
export interface ScalingFitOptions extends CommonOptions {
  readonly law: string
  readonly loss?: string
  readonly delta?: number
  readonly dropHighest: number
  readonly bootstrap?: number
  readonly level: number
  readonly map?: readonly Assignment[]
  readonly where?: readonly Assignment[]
  readonly budget?: readonly number[]
}

/** The flags as a request to a law, or an error that names the flag. */
export function fitRequest(law: Law, options: ScalingFitOptions): FitRequest {
  const { delta, dropHighest, bootstrap, seed, level, budget } = options
  const name = options.loss ?? law.losses[0]!
  const loss = law.losses.find((known) => known === name)
  if (loss === undefined) {
    throw new UsageError(`The ${law.name} law has no loss '${name}'. Known losses: ${law.losses.join(', ')}.`)
  }
  if (delta !== undefined && loss !== 'huber') {
    throw new UsageError(`--delta belongs to --loss huber, and the loss is ${loss}. Leave one of them out.`)
  }
  if (budget !== undefined && !law.allocates) {
    throw new UsageError(
      `--budget needs a law of parameters and tokens, and the law is ${law.name}. Leave one of them out.`,
    )
  }
  return {
    loss,
    dropHighest,
    seed,
    level,
    ...(delta === undefined ? {} : { delta }),
    ...(bootstrap === undefined ? {} : { bootstrap }),
    ...(budget === undefined ? {} : { budgets: budget }),
  }
}

/** Field -> column, or an error that lists the fields. */
export function mappedColumns(law: Law, map: readonly Assignment[]): Readonly<Record<string, string>> {
  const columns: Record<string, string> = {}
  for (const { name, value } of map) {
    if (!law.fields.some((field) => field.name === name)) {
      const fields = law.fields.map((field) => field.name).join(', ')
      throw new UsageError(`--map ${name}=${value}: the ${law.name} law has no field '${name}'. Its fields: ${fields}.`)
    }
    if (Object.hasOwn(columns, name)) throw new UsageError(`--map names a column for '${name}' twice. Name one.`)
    columns[name] = value
  }
  return columns
}

/** The command that gives the same result again. */
export function sameCommand(file: string | undefined, options: ScalingFitOptions): string {
  const flags: (readonly [string, string | number | undefined])[] = [
    ['--law', options.law],
    ['--loss', options.loss],
    ['--delta', options.delta],
    ['--drop-highest', options.dropHighest === 0 ? undefined : options.dropHighest],
    ['--bootstrap', options.bootstrap],
    ['--level', options.level === 0.95 ? undefined : options.level],
    ['--seed', options.seed],
    ...(options.budget ?? []).map((budget) => ['--budget', budget] as const),
    ...(options.map ?? []).map(({ name, value }) => ['--map', `${name}=${value}`] as const),
    ...(options.where ?? []).map(({ name, value }) => ['--where', `${name}=${value}`] as const),
    ['--out', options.out],
  ]
  const given = flags.flatMap(([flag, value]) => (value === undefined ? [] : [flag, shellWord(String(value))]))
  return ['safety-portfolio scaling fit', shellWord(file ?? '-'), ...given].join(' ')
}

/** A word as a POSIX shell has to read it. */
function shellWord(word: string): string {
  return /^[\w./:=+,@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
