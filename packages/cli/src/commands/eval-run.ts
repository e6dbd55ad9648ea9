import { appendFile } from 'node:fs/promises'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { Threshold } from '@safety-portfolio/evals'
import { evalRunAnswer } from '../answers/eval-run.js'
import { explainedRun } from '../evals/explained-run.js'
import { createRunBar } from '../evals/run-progress.js'
import { writeFileWhole } from '../evals/write-file-whole.js'
import { assignmentFlag, levelFlag, positiveFlag, repeatable, wholeFlag, type Assignment } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import { resolvePath, type CommonOptions } from './common-options.js'

const help = `
TASK is a .js, .mjs or .ts file, a .yaml file, or one of: warehouse-sums, unit-traps, planted-secrets (bundled), and with --data FILE
gsm8k, truthfulqa, bbq, humaneval, model-written. Models: openai/NAME, anthropic/NAME, compatible/NAME and completions/NAME with
--model-base-url, simulated/0.8, or a module's path. Keys come from OPENAI_API_KEY, ANTHROPIC_API_KEY or MODEL_API_KEY.

A finished attempt is in the log within milliseconds. --resume goes on with the newest unfinished log of the task and model.
Exit codes: 0 passed, 1 an attempt or a threshold failed, 2 the run could not begin.

Examples:
  safety-portfolio eval run warehouse-sums --model simulated/0.8
  safety-portfolio eval run task.yaml --model compatible/llama --model-base-url http://127.0.0.1:8000/v1 --threshold "lower(numeric) >= 0.7"`

/** Options of `eval run`. */
export interface EvalRunOptions extends CommonOptions {
  readonly model: string
  readonly modelBaseUrl?: string
  readonly role?: readonly Assignment[]
  readonly data?: string
  readonly arg?: readonly Assignment[]
  readonly limit?: number
  readonly epochs?: number
  readonly maxConnections: number
  readonly maxSamples?: number
  readonly retries: number
  readonly logDir: string
  readonly resume?: true | string
  readonly retryErrors?: true
  readonly stopAfterErrors?: number
  readonly cache?: string
  readonly budgetTokens?: number
  readonly budgetCost?: number
  readonly budgetSeconds?: number
  readonly price?: readonly Assignment[]
  readonly stream?: true
  readonly threshold?: readonly string[]
  readonly level: number
  readonly html?: string
  readonly junit?: string
  readonly githubSummary?: true
  readonly preregistration?: string
}

/** `safety-portfolio eval run`. */
export function evalRunCommand(io: Io, exit: Exit): Command {
  const texts = repeatable((text) => text)
  const pairs = repeatable(assignmentFlag)
  const command = new Command('run')
    .description('Run a task against a model: scores with intervals, every attempt in a log that survives any crash.')
    .argument('<task>', 'a file, or the name of a built-in task')
    .option('--model <name>', 'the model under test', 'simulated/0.8')
    .option('--model-base-url <url>', "address of the model's server")
    .addOption(new Option('--role <role=model>', 'model of another role, such as grader; repeatable').argParser(pairs))
    .option('--data <file>', 'data of a built-in task')
    .addOption(new Option('--arg <name=value>', 'argument of a task that is a function; repeatable').argParser(pairs))
    .addOption(new Option('--limit <n>', 'only the first so many questions').argParser(wholeFlag(1)))
    .addOption(new Option('--epochs <k>', 'attempts at each question').argParser(wholeFlag(1)))
    .addOption(new Option('--max-connections <n>', 'most calls at a time').argParser(wholeFlag(1)).default(20))
    .addOption(new Option('--max-samples <n>', 'attempts under way at a time').argParser(wholeFlag(1)))
    .addOption(new Option('--retries <n>', 'tries of a call after the first').argParser(wholeFlag(0)).default(5))
    .option('--log-dir <dir>', 'folder of the log', 'logs')
    .option('--resume [log]', 'go on with an unfinished log: the newest of this task and model, or the one named')
    .option('--retry-errors', 'when resuming, begin attempts that failed again')
    .addOption(new Option('--stop-after-errors <n>', 'stop once so many attempts failed').argParser(wholeFlag(1)))
    .option('--cache <dir>', 'keep answers, and take them from there')
    .addOption(new Option('--budget-tokens <n>', 'end the run at so many tokens').argParser(wholeFlag(1)))
    .addOption(
      new Option('--budget-cost <usd>', 'end the run at so many dollars; needs --price').argParser(positiveFlag),
    )
    .addOption(new Option('--budget-seconds <s>', 'end the run after so many seconds').argParser(positiveFlag))
    .addOption(new Option('--price <model=in,out>', 'dollars per million tokens; repeatable').argParser(pairs))
    .option('--stream', 'ask for answers as streams')
    .addOption(
      new Option('--threshold <rule>', '"numeric >= 0.8" or "lower(numeric) >= 0.8"; repeatable').argParser(texts),
    )
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .option('--html <file>', 'write a report of the log, one file')
    .option('--junit <file>', 'write the outcome as JUnit XML')
    .option('--github-summary', 'append the outcome to the file that GITHUB_STEP_SUMMARY names')
    .option('--preregistration <file>', 'hold the run against what was registered before')
    .addHelpText('after', help)
  return answering<EvalRunOptions>(command, io, exit, async (given, options, { progress }) => {
    const prepared = await prepare(given!, options, io)
    const bar = createRunBar(io, options.quiet === true)
    const stop = new AbortController()
    const interrupt = (): void => {
      stop.abort(new Error('interrupted'))
    }
    process.once('SIGINT', interrupt)
    process.once('SIGTERM', interrupt)
    try {
      progress.end()
      const { runEval } = await import('@safety-portfolio/evals/node')
      const run = await explainedRun(() =>
        runEval(prepared.task, {
          ...prepared.options,
          signal: stop.signal,
          onProgress: (state) => {
            bar.show(state)
          },
        }),
      )
      bar.end()
      const checked = await checkPreregistration(options, io, run)
      await writeReports(run, options, io)
      const answer = evalRunAnswer(run)
      return checked === null
        ? answer
        : {
            ...answer,
            tables: [...answer.tables, checked.table],
            result: { ...run, preregistration: checked.result },
            fine: answer.fine && checked.result.ok,
          }
    } finally {
      bar.end()
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
    }
  })
}

type Prepared = Parameters<typeof import('@safety-portfolio/evals/node').runEval>

async function prepare(
  given: string,
  options: EvalRunOptions,
  io: Io,
): Promise<{ readonly task: Prepared[0]; readonly options: Prepared[1] }> {
  const { diskCache, loadTask, redactorOf, resolveModel, secretsIn } = await import('@safety-portfolio/evals/node')
  await smallHeap()
  const args = Object.fromEntries((options.arg ?? []).map(({ name, value }) => [name, value]))
  const environment = { env: io.env, baseURL: options.modelBaseUrl, stream: options.stream === true, folder: io.cwd() }
  const secrets = secretsIn(io.env)
  return explainedRun(async () => {
    const task = await loadTask(given, io.cwd(), { data: options.data, args })
    const model = await resolveModel(options.model, environment)
    const roles: Record<string, Awaited<ReturnType<typeof resolveModel>>> = {}
    for (const { name, value } of options.role ?? []) roles[name] = await resolveModel(value, environment)
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
        ...(options.cache === undefined
          ? {}
          : { cache: diskCache(resolvePath(io, options.cache), redactorOf(secrets)) }),
      },
    }
  })
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

type Run = Awaited<ReturnType<typeof import('@safety-portfolio/evals/node').runEval>>

async function writeReports(run: Run, options: EvalRunOptions, io: Io): Promise<void> {
  const { githubSummary, junitReport } = await import('@safety-portfolio/evals')
  if (options.junit !== undefined) await writeFileWhole(resolvePath(io, options.junit), junitReport(run))
  if (options.githubSummary === true) {
    const file = io.env['GITHUB_STEP_SUMMARY']
    if (file === undefined) throw new UsageError('--github-summary needs the environment variable GITHUB_STEP_SUMMARY.')
    await appendFile(file, githubSummary(run))
  }
  if (options.html !== undefined) {
    const { htmlReport } = await import('@safety-portfolio/evals/node')
    await htmlReport(run.log, resolvePath(io, options.html))
  }
}

async function checkPreregistration(options: EvalRunOptions, io: Io, run: Run): Promise<Registered | null> {
  if (options.preregistration === undefined) return null
  const { registeredTable } = await import('../answers/eval-preregistration.js')
  const { readPreregistration } = await import('../evals/read-preregistration.js')
  const { checkPreregistration: check } = await import('@safety-portfolio/evals')
  const { fileSource, nodeCodecs } = await import('@safety-portfolio/evals/node')
  const { openLog } = await import('@safety-portfolio/evals')
  const plan = await readPreregistration(resolvePath(io, options.preregistration))
  const source = await fileSource(run.log)
  try {
    const { header } = await openLog(source, { codecs: nodeCodecs })
    const result = check(plan, header, run.scores)
    return { result, table: registeredTable(result) }
  } finally {
    await source.close()
  }
}

interface Registered {
  readonly result: ReturnType<typeof import('@safety-portfolio/evals').checkPreregistration>
  readonly table: import('../report/summary-table.js').SummaryTable
}
