import { addUsage } from '../../import/imported-log.js'
import type { ModelUsage } from '../../log/eval-log.js'
import { textSeed } from '../../models/text-seed.js'
import { LimitError } from '../../task/limit-error.js'
import type { Message } from '../../task/message.js'
import type { GenerateConfig, ModelOutput } from '../../task/model.js'
import type { GenerateOptions, SolveContext } from '../../task/solver.js'
import type { Sandbox } from '../../task/sandbox.js'
import { callTool } from './call-tool.js'
import { isoNow } from './iso-now.js'
import { BudgetError } from './budget.js'
import type { NumberedSample, SampleEnvironment } from './run-sample.js'

/** What happens in an attempt, as its log will show it, and what it used. */
export interface Transcript {
  readonly context: SolveContext
  readonly events: unknown[]
  readonly usage: Map<string, ModelUsage>
  readonly roleUsage: Map<string, ModelUsage>
  waited(): number
  turns(): number
  event(kind: string, fields: object): void
  readonly counts: Counts
  /** Gives solvers and scorers the attempt's sandbox. */
  use(sandbox: Sandbox): void
}

/** What limits count. */
interface Counts {
  waited: number
  turns: number
  tokens: number
  cost: number
}

/**
 * Starts the record of an attempt, or goes on with one for scorers, which no limit of the attempt holds back.
 */
export function createTranscript(
  sample: NumberedSample,
  epoch: number,
  env: SampleEnvironment,
  signal: AbortSignal,
  began: number,
  before?: Transcript,
): Transcript {
  const { task, redact } = env
  const limits = before === undefined ? (task.limits ?? {}) : {}
  const events = before?.events ?? []
  const usage = before?.usage ?? new Map<string, ModelUsage>()
  const roleUsage = before?.roleUsage ?? new Map<string, ModelUsage>()
  const counts = before?.counts ?? { waited: 0, turns: 0, tokens: 0, cost: 0 }
  const seed = textSeed(`${typeof sample.id} ${sample.id} ${epoch}`)
  const context = {
    id: sample.id,
    epoch,
    target: sample.target ?? '',
    choices: sample.choices ?? null,
    metadata: sample.metadata ?? {},
  }
  const working = (): number => (performance.now() - began - counts.waited) / 1000
  const event = (kind: string, fields: object): void => {
    events.push({ timestamp: isoNow(), working_start: roundMicro(working()), event: kind, ...fields })
  }
  const check = (messages: readonly Message[]): void => {
    if (signal.aborted) throw signal.reason as Error
    if (limits.turns !== undefined && counts.turns >= limits.turns) throw new LimitError('turn', limits.turns)
    if (limits.messages !== undefined && messages.length >= limits.messages)
      throw new LimitError('message', limits.messages)
    if (limits.tokens !== undefined && counts.tokens >= limits.tokens) throw new LimitError('token', limits.tokens)
    if (limits.cost !== undefined && counts.cost >= limits.cost) throw new LimitError('cost', limits.cost)
    if (limits.working !== undefined && working() >= limits.working) throw new LimitError('working', limits.working)
  }
  const record = (name: string, role: string | undefined, output: ModelOutput, cached: boolean): void => {
    if (output.usage === undefined || cached) return
    usage.set(name, addUsage(usage.get(name), output.usage))
    if (role !== undefined) roleUsage.set(role, addUsage(roleUsage.get(role), output.usage))
    counts.tokens += output.usage.total_tokens
    counts.cost += output.usage.total_cost ?? 0
  }
  const ask = async (messages: readonly Message[], options: GenerateOptions = {}): Promise<ModelOutput> => {
    check(messages)
    const { tools = [], toolChoice = tools.length === 0 ? 'none' : 'auto', role, ...own } = options
    const runtime = role === undefined ? env.model : (env.roles.get(role) ?? env.model)
    const config: GenerateConfig = role === undefined ? { ...task.config, ...own } : own
    const infos = tools.map(({ name, description, parameters, options: source }) => ({
      name,
      description,
      // Inspect's logs want all three, also of a tool without arguments.
      parameters: { type: 'object', properties: {}, required: [], ...parameters },
      ...(source === undefined ? {} : { options: source }),
    }))
    const start = performance.now()
    const started = Date.now()
    const timestamp = isoNow()
    const input = [...messages]
    counts.turns += 1
    const over = (answer: ModelOutput | null, error: string | null, cached: boolean): void => {
      env.hooks.fire('onModelCall', () => ({
        id: sample.id,
        epoch,
        model: runtime.model.name,
        role: role ?? null,
        input,
        config,
        output: answer,
        error,
        cached,
        started,
        ended: Date.now(),
      }))
    }
    const shown = {
      timestamp,
      model: runtime.model.name,
      ...(role === undefined ? {} : { role }),
      input,
      tools: infos,
      tool_choice: typeof toolChoice === 'string' ? toolChoice : { name: toolChoice.name },
      config,
    }
    try {
      const call = await runtime.call(
        { messages: input, tools: infos, toolChoice, config, sample: context },
        signal,
        seed,
      )
      counts.waited += call.waited
      const output = { ...call.output, time: roundMicro((performance.now() - start) / 1000) }
      record(runtime.model.name, role, output, call.cached)
      event('model', {
        ...shown,
        output,
        ...(call.retries > 0 ? { retries: call.retries } : {}),
        ...(call.cached ? { cache: 'read' } : {}),
        completed: isoNow(),
        working_time: roundMicro((performance.now() - start - call.waited) / 1000),
      })
      over(output, null, call.cached)
      return output
    } catch (error) {
      if (!signal.aborted && !(error instanceof BudgetError)) {
        const message = redact((error as Error).message)
        event('model', {
          ...shown,
          output: { model: runtime.model.name, choices: [], completion: '' },
          error: message,
          completed: isoNow(),
        })
        over(null, message, false)
      }
      throw error
    }
  }
  const calling = { sample: sample.id, epoch, signal, policy: env.approval, hooks: env.hooks, event }
  const solving: SolveContext & { sandbox?: Sandbox } = {
    generate: ask,
    callTool: (tools, call, messages = []) => callTool(calling, solving, tools, call, messages),
    signal,
    seed,
    ...(before?.context.sandbox === undefined ? {} : { sandbox: before.context.sandbox }),
  }
  return {
    context: solving,
    use(sandbox) {
      solving.sandbox = sandbox
    },
    events,
    usage,
    roleUsage,
    counts,
    waited: () => counts.waited,
    turns: () => counts.turns,
    event,
  }
}

/** Seconds to the microsecond. */
export function roundMicro(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6
}
