import type { EvalLog, EvalSample, Score } from '../../log/eval-log.js'
import { summarizeSample } from '../../log/summarize-sample.js'
import { isObject } from '../../log/migrate-log.js'
import { resolveAttachments } from '../../log/chunked-sample.js'
import { textSeed } from '../../models/text-seed.js'
import { clusterFields } from '../../statistics/logged-questions.js'
import { logResults } from '../../statistics/log-results.js'
import type { Message } from '../../task/message.js'
import type { Model, ModelOutput } from '../../task/model.js'
import type { SandboxProvider } from '../../task/sandbox.js'
import type { Scorer } from '../../task/scorer.js'
import type { SolveContext, TaskState } from '../../task/solver.js'
import { unscored } from '../../task/scorer.js'
import { preparedSandbox } from '../sandbox/attempt-sandbox.js'

/** Options of {@link rescoreLog}. */
export interface RescoreOptions {
  /** Models that scorers may ask, by role. Without them a scorer that asks leaves its samples unscored. */
  readonly roles?: Readonly<Record<string, Model>>
  /** Keep the log's own scores beside the new ones. Default false. */
  readonly keep?: boolean
  /** Where scorers run answers: a fresh sandbox for each attempt, without what the attempt left in its own. */
  readonly sandbox?: SandboxProvider
  readonly signal?: AbortSignal
}

/**
 * Scores the answers of a log again, without asking the model under test: what it said is in the log. Attempts that failed stay as they are, but for
 * those that failed while they were scored: a judge that was down costs no answer. A scorer that throws leaves
 * its sample unscored, with the reason.
 *
 * @param log - The log, whole.
 * @param scorers - The scorers.
 * @param options - See {@link RescoreOptions}.
 */
export async function rescoreLog(
  log: EvalLog,
  scorers: readonly Scorer[],
  options: RescoreOptions = {},
): Promise<EvalLog> {
  const sandbox = await preparedSandbox(options.sandbox ?? null)
  const samples: EvalSample[] = []
  for (const sample of log.samples ?? []) {
    options.signal?.throwIfAborted()
    samples.push(
      sample.error === undefined || sample.error === null || failedAtScoring(sample)
        ? await rescored(sample, scorers, options, sandbox)
        : sample,
    )
  }
  const [cluster] = clusterFields(log)
  const next: EvalLog = {
    ...log,
    reductions: null,
    eval: {
      ...log.eval,
      scorers: scorers.map(({ name, params }) => ({
        name,
        options: params,
        metrics: [{ name: 'accuracy' }, { name: 'stderr', options: cluster === undefined ? {} : { cluster } }],
        metadata: {},
      })),
    },
    samples,
  }
  return {
    ...next,
    results: logResults(
      next,
      samples.map((sample) => summarizeSample(sample)),
    ),
  }
}

async function rescored(
  sample: EvalSample,
  scorers: readonly Scorer[],
  options: RescoreOptions,
  provider: SandboxProvider | null,
): Promise<EvalSample> {
  const state = stateOf(sample)
  const asking = contextOf(sample, options)
  const sandbox = provider === null ? null : await provider.open(asking.signal)
  const context = sandbox === null ? asking : { ...asking, sandbox }
  const scores: Record<string, Score> = options.keep === true ? { ...sample.scores } : {}
  for (const scorer of scorers) {
    try {
      scores[scorer.name] = { history: [], ...(await scorer.score(state, context)) }
    } catch (error) {
      scores[scorer.name] = { history: [], ...unscored((error as Error).message) }
    }
  }
  await sandbox?.close()
  // Removed, and not set to nothing: an attempt that was scored has no error.
  const kept = Object.entries(sample).filter(([field]) => field !== 'error' || !failedAtScoring(sample))
  return { ...(Object.fromEntries(kept) as EvalSample), scores }
}

/** Whether an attempt had its answer and failed while it was scored. */
function failedAtScoring({ error, events }: EvalSample): boolean {
  if (error === undefined || error === null) return false
  return events.some(
    (event) =>
      isObject(event) &&
      event['event'] === 'error' &&
      isObject(event['metadata']) &&
      event['metadata']['phase'] === 'scoring',
  )
}

function stateOf(sample: EvalSample): TaskState {
  const expand = (value: unknown): unknown => resolveAttachments(value, sample.attachments)
  return {
    id: sample.id,
    epoch: sample.epoch,
    input: expand(sample.input) as TaskState['input'],
    target: sample.target,
    choices: sample.choices ?? null,
    metadata: sample.metadata,
    messages: expand(sample.messages) as Message[],
    output: expand(sample.output) as ModelOutput,
    store: { ...sample.store },
    completed: true,
  }
}

function contextOf(sample: EvalSample, { roles = {}, signal }: RescoreOptions): SolveContext {
  return {
    signal: signal ?? new AbortController().signal,
    seed: textSeed(`${typeof sample.id} ${sample.id} ${sample.epoch}`),
    callTool: () => Promise.reject(new Error('rescoring calls no tools')),
    generate(messages, given = {}) {
      const { role } = given
      const config = Object.fromEntries(
        Object.entries(given).filter(([name]) => !['role', 'tools', 'toolChoice'].includes(name)),
      )
      const model = role === undefined ? undefined : roles[role]
      if (model === undefined)
        return Promise.reject(new Error(`rescoring has no model of the role '${role ?? 'model'}'`))
      return model.generate({
        messages,
        tools: [],
        toolChoice: 'none',
        config,
        signal,
        sample: {
          id: sample.id,
          epoch: sample.epoch,
          target: sample.target,
          choices: sample.choices ?? null,
          metadata: sample.metadata,
        },
      })
    },
  }
}
