import { inferableName, isResampling } from '../laws/profiled.js'
import type { FitRequest, IntervalKind, Law } from '../laws/law.js'
import { presetNamed } from '../laws/presets.js'
import { shellWord } from '../text/shell-word.js'
import { UsageError } from '../usage-error.js'
import type { CommonOptions } from './common-options.js'
import type { TableOptions } from './table-options.js'

/** The flags of `scaling fit` as they were parsed. */
export interface ScalingFitOptions extends CommonOptions, TableOptions {
  readonly law: string
  readonly loss?: string
  readonly delta?: number
  readonly dropHighest: number
  readonly bootstrap?: number
  readonly level: number
  readonly budget?: readonly number[]
  readonly intervals?: IntervalKind
  readonly breaks?: number
  readonly base?: string
  /** The column of clusters. */
  readonly cluster?: string
  readonly identifiability?: 'refuse' | 'warn'
}

/** The flags as a request to a law, or an error that names the flag. */
export function fitRequest(law: Law, options: ScalingFitOptions): FitRequest {
  const { delta, dropHighest, bootstrap, seed, level, budget, cluster } = options
  if (cluster !== undefined && (options.intervals ?? 'sandwich') !== 'sandwich') {
    throw new UsageError(
      `--cluster and --intervals ${options.intervals!} are two ways to make intervals. Leave one of them out.`,
    )
  }
  const intervals = cluster === undefined ? (options.intervals ?? 'sandwich') : 'hierarchical'
  const name = options.loss ?? law.losses[0]!
  const loss = law.losses.find((known) => known === name)
  if (loss === undefined) {
    throw new UsageError(`The ${law.name} law has no loss '${name}'. Known losses: ${law.losses.join(', ')}.`)
  }
  if (delta !== undefined && loss !== 'huber') {
    throw new UsageError(`--delta belongs to --loss huber, and the loss is ${loss}. Leave one of them out.`)
  }
  const resamples = intervals === 'sandwich' || isResampling(intervals)
  if (!resamples && bootstrap !== undefined) {
    throw new UsageError(
      `--intervals ${intervals} and --bootstrap are two ways to make intervals. Leave one of them out.`,
    )
  }
  if (intervals === 'profile' && loss === 'lad') {
    throw new UsageError(
      '--intervals profile needs a loss without corners, and the loss is lad. Use --loss huber or --bootstrap.',
    )
  }
  if (budget !== undefined && !law.allocates) {
    throw new UsageError(
      `--budget needs a law of parameters and tokens, and the law is ${law.name}. Leave one of them out.`,
    )
  }
  for (const flag of ['breaks', 'base'] as const) {
    if (options[flag] !== undefined && law.flags?.includes(flag) !== true) {
      throw new UsageError(`--${flag} does not belong to the ${law.name} law. Leave it out.`)
    }
  }
  const request: FitRequest = {
    loss,
    dropHighest,
    seed,
    level,
    intervals,
    ...(delta === undefined ? {} : { delta }),
    ...(bootstrap === undefined ? {} : { bootstrap }),
    ...(budget === undefined ? {} : { budgets: budget }),
    ...(options.identifiability === 'warn' ? { identifiability: 'warn' as const } : {}),
    ...(options.breaks === undefined ? {} : { breaks: options.breaks }),
    ...(options.base === undefined ? {} : { base: presetNamed(options.base).parameters }),
  }
  inferableName(law.name, request)
  return request
}

/** The command that gives the same result again. */
export function sameCommand(file: string | undefined, options: ScalingFitOptions): string {
  const flags: (readonly [string, string | number | undefined])[] = [
    ['--law', options.law],
    ['--loss', options.loss],
    ['--delta', options.delta],
    ['--drop-highest', options.dropHighest === 0 ? undefined : options.dropHighest],
    ['--bootstrap', options.bootstrap],
    ['--intervals', options.intervals === 'sandwich' ? undefined : options.intervals],
    ['--cluster', options.cluster],
    ['--level', options.level === 0.95 ? undefined : options.level],
    ['--seed', options.seed],
    ['--breaks', options.breaks],
    ['--base', options.base],
    ['--identifiability', options.identifiability === 'warn' ? 'warn' : undefined],
    ...(options.budget ?? []).map((budget) => ['--budget', budget] as const),
    ...(options.map ?? []).map(({ name, value }) => ['--map', `${name}=${value}`] as const),
    ...(options.where ?? []).map(({ name, value }) => ['--where', `${name}=${value}`] as const),
    ['--out', options.out],
  ]
  const given = flags.flatMap(([flag, value]) => (value === undefined ? [] : [flag, shellWord(String(value))]))
  const skipping = options.skipIncomplete === true ? ['--skip-incomplete'] : []
  return ['safety-portfolio scaling fit', shellWord(file ?? '-'), ...skipping, ...given].join(' ')
}
