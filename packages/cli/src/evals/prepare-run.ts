import { InvalidArgumentError } from 'commander'
import type { Model, Threshold } from '@safety-portfolio/evals'
import type { DiskCache, ExplainingCache, ResponseCache } from '@safety-portfolio/evals/node'
import { resolvePath } from '../commands/common-options.js'
import type { Assignment } from '../flags.js'
import type { Io } from '../io/io.js'
import { UsageError } from '../usage-error.js'
import type { EvalRunOptions } from './eval-run-options.js'
import { explainedRun } from './explained-run.js'
import { openReplay, type Replay } from './open-replay.js'
import { otlpHeaders } from './otlp-headers.js'
import { runSurroundings } from './run-surroundings.js'

type Prepared = Parameters<typeof import('@safety-portfolio/evals/node').runEval>

/** What `eval run` runs, and how. */
export interface PreparedRun {
  readonly task: Prepared[0]
  readonly options: Prepared[1]
  readonly cache: DiskCache | null
  /** Notes on misses of the cache, where they are wanted. */
  readonly misses: ExplainingCache | null
  readonly replay: Replay | null
}

/** Loads the task and its models, and turns flags into options. */
export async function prepareRun(given: string, options: EvalRunOptions, io: Io): Promise<PreparedRun> {
  const { loadTask, recordingModel, redactorOf, resolveModel, secretsIn } = await import('@safety-portfolio/evals/node')
  await smallHeap()
  const args = Object.fromEntries((options.arg ?? []).map(({ name, value }) => [name, value]))
  const environment = { env: io.env, baseURL: options.modelBaseUrl, stream: options.stream === true, folder: io.cwd() }
  const secrets = [...secretsIn(io.env), ...Object.values(otlpHeaders(io.env))]
  return explainedRun(async () => {
    const task = await loadTask(given, io.cwd(), { data: options.data, args })
    const redact = redactorOf(secrets)
    const replay = options.replay === undefined ? null : await openReplay(resolvePath(io, options.replay))
    const recording = options.record === undefined ? null : resolvePath(io, options.record)
    const modelOf = async (name: string): Promise<Model> => {
      const model = replay === null ? await resolveModel(name, environment) : replay.model(name)
      return recording === null ? model : recordingModel(model, recording, redact)
    }
    const name = options.model ?? replay?.subject ?? (replay === null ? 'simulated/0.8' : null)
    if (name === null) throw new UsageError('The recording holds answers of several models: say --model.')
    const model = await modelOf(name)
    const roles: Record<string, Model> = {}
    const asked = (options.role ?? []).map(({ name: role, value }) => [role, value] as const)
    for (const [role, value] of [...Object.entries(replay?.roles ?? {}), ...asked]) roles[role] = await modelOf(value)
    const { cache, kept, misses } = await cacheOf(options, io, redact, recording)
    const thresholds = await thresholdsOf(options)
    const { limit, epochs, maxSamples, stopAfterErrors, budgetTokens, budgetCost, budgetSeconds } = options
    return {
      task: thresholds.length === 0 ? task : { ...task, thresholds: [...(task.thresholds ?? []), ...thresholds] },
      options: {
        model,
        roles,
        logDir: resolvePath(io, options.logDir),
        maxConnections: options.maxConnections,
        retry: { retries: options.retries },
        level: options.level,
        secrets,
        prices: pricesOf(options.price ?? []),
        budget: {
          ...(budgetTokens === undefined ? {} : { tokens: budgetTokens }),
          ...(budgetCost === undefined ? {} : { cost: budgetCost }),
          ...(budgetSeconds === undefined ? {} : { seconds: budgetSeconds }),
        },
        ...(limit === undefined ? {} : { limit }),
        ...(epochs === undefined ? {} : { epochs }),
        ...(maxSamples === undefined ? {} : { maxSamples }),
        ...(stopAfterErrors === undefined ? {} : { stopAfterErrors }),
        ...(options.resume === undefined
          ? {}
          : { resume: options.resume === true ? true : resolvePath(io, options.resume) }),
        ...(options.retryErrors === true ? { retryErrors: true } : {}),
        ...(cache === null ? {} : { cache }),
        ...(await runSurroundings(options, io)),
      },
      cache: kept,
      misses,
      replay,
    }
  })
}

/** The cache of a run, with what watches it. */
async function cacheOf(
  options: EvalRunOptions,
  io: Io,
  redact: (text: string) => string,
  recording: string | null,
): Promise<{ cache: ResponseCache | null; kept: DiskCache | null; misses: ExplainingCache | null }> {
  if (options.cache === undefined) {
    if (options.explainMisses === true) throw new UsageError('--explain-misses needs --cache.')
    return { cache: null, kept: null, misses: null }
  }
  const { diskCache, explainMisses, recordingCache } = await import('@safety-portfolio/evals/node')
  const kept = diskCache(resolvePath(io, options.cache), redact)
  const misses = options.explainMisses === true ? explainMisses(kept) : null
  const cache = misses ?? kept
  return { cache: recording === null ? cache : recordingCache(cache, recording, redact), kept, misses }
}

/** A run allocates and forgets: a small heap that is often swept keeps its memory flat over a million samples. The process is the command's own. */
async function smallHeap(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--max-semi-space-size=4')
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=60')
}

async function thresholdsOf({ threshold = [] }: EvalRunOptions): Promise<readonly Threshold[]> {
  const { parseThreshold } = await import('@safety-portfolio/evals/node')
  return threshold.map((text) => {
    const found = parseThreshold(text)
    if (found === null)
      throw new UsageError(`--threshold '${text}' must be written like 'numeric >= 0.8' or 'lower(numeric) >= 0.8'.`)
    return found
  })
}

function pricesOf(
  given: readonly Assignment[],
): Readonly<Record<string, { readonly input: number; readonly output: number }>> {
  return Object.fromEntries(
    given.map(({ name, value }) => {
      const [input = Number.NaN, output = Number.NaN] = value.split(',').map(Number)
      if (!(input >= 0 && output >= 0))
        throw new InvalidArgumentError(`--price ${name}=${value}: write two numbers, input and output`)
      return [name, { input, output }]
    }),
  )
}
