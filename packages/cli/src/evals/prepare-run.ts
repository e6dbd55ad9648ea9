import { InvalidArgumentError } from 'commander'
import type { Model, Threshold } from '@safety-portfolio/evals'
import type {
  Budget,
  BudgetLimits,
  DiskCache,
  ExplainingCache,
  PromptfooRun,
  ResponseCache,
} from '@safety-portfolio/evals/node'
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

/** The runs that a task stands for: one, or one for each prompt and provider of a promptfoo configuration. */
export async function prepareRuns(given: string, options: EvalRunOptions, io: Io): Promise<readonly PreparedRun[]> {
  const { promptfooRuns, sharedBudget } = await import('@safety-portfolio/evals/node')
  const args = Object.fromEntries((options.arg ?? []).map(({ name, value }) => [name, value]))
  const found = await explainedRun(() => promptfooRuns(given, io.cwd(), args))
  if (found === null) return [await prepareRun(given, options, io, null)]
  const tasks = new Map(found.map((run) => [run.task.name, run]))
  const runs = options.model === undefined ? found : [...tasks.values()]
  const problems = runs.flatMap(({ provider }) => provider?.problem ?? [])
  if (options.model === undefined && problems.length > 0)
    throw new UsageError(`${[...new Set(problems)].join('; ')}. Say --model.`)
  const forOne = ['html', 'junit', 'resume', 'replay', 'record', 'preregistration'] as const
  const wrong = runs.length === 1 ? undefined : forOne.find((flag) => options[flag] !== undefined)
  if (wrong !== undefined)
    throw new UsageError(
      `--${wrong} is for one run, and these are ${runs.length}: choose one with --model and --arg prompt=1.`,
    )
  const prepared: PreparedRun[] = []
  // What the runs may use is for all of them together.
  const budget = sharedBudget(budgetIn(options))
  for (const run of runs) prepared.push(await prepareRun(given, options, io, run, budget))
  return prepared
}

/** Loads the task and its models, and turns flags into options. */
async function prepareRun(
  given: string,
  options: EvalRunOptions,
  io: Io,
  foreign: PromptfooRun | null,
  budget?: Budget,
): Promise<PreparedRun> {
  const { loadTask, recordingModel, redactorOf, resolveModel, secretsIn } = await import('@safety-portfolio/evals/node')
  await smallHeap()
  const args = Object.fromEntries((options.arg ?? []).map(({ name, value }) => [name, value]))
  const baseURL = options.modelBaseUrl ?? foreign?.provider?.baseURL ?? undefined
  const environment = { env: io.env, baseURL, stream: options.stream === true, folder: io.cwd() }
  const secrets = [...secretsIn(io.env), ...Object.values(otlpHeaders(io.env))]
  return explainedRun(async () => {
    const task = foreign?.task ?? (await loadTask(given, io.cwd(), { data: options.data, args }))
    const redact = redactorOf(secrets)
    const replay = options.replay === undefined ? null : await openReplay(resolvePath(io, options.replay))
    const recording = options.record === undefined ? null : resolvePath(io, options.record)
    const modelOf = async (name: string): Promise<Model> => {
      const model = replay === null ? await resolveModel(name, environment) : replay.model(name)
      return recording === null ? model : recordingModel(model, recording, redact)
    }
    const name =
      options.model ?? replay?.subject ?? foreign?.provider?.model ?? (replay === null ? 'simulated/0.8' : null)
    if (name === null) throw new UsageError('The recording holds answers of several models: say --model.')
    const model = await modelOf(name)
    const roles: Record<string, Model> = {}
    const judge = foreign?.grader ?? null
    const isAsked = (options.role ?? []).some(({ name: role }) => role === 'grader')
    if (judge !== null && !isAsked && replay === null) {
      if (judge.model === null) throw new UsageError(`${judge.problem!}. Say --role grader=MODEL.`)
      const at = judge.baseURL === null ? environment : { ...environment, baseURL: judge.baseURL }
      roles['grader'] = await resolveModel(judge.model, at)
    }
    const asked = (options.role ?? []).map(({ name: role, value }) => [role, value] as const)
    for (const [role, value] of [...Object.entries(replay?.roles ?? {}), ...asked]) roles[role] = await modelOf(value)
    const { cache, kept, misses } = await cacheOf(options, io, redact, recording)
    const thresholds = await thresholdsOf(options)
    const { limit, epochs, maxSamples, stopAfterErrors } = options
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
        budget: budget ?? budgetIn(options),
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

function budgetIn({ budgetTokens, budgetCost, budgetSeconds }: EvalRunOptions): BudgetLimits {
  return {
    ...(budgetTokens === undefined ? {} : { tokens: budgetTokens }),
    ...(budgetCost === undefined ? {} : { cost: budgetCost }),
    ...(budgetSeconds === undefined ? {} : { seconds: budgetSeconds }),
  }
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
