import { resolveAttachments } from '../../log/chunked-sample.js'
import type { EvalHeader, EvalLog, EvalSample } from '../../log/eval-log.js'
import { isObject } from '../../log/migrate-log.js'
import { ModelError, type Model, type ModelOutput, type ModelRequest } from '../../task/model.js'
import { canonicalJson } from '../cache/canonical-json.js'
import { callOf, conversationKey, saidIn, type RecordedCall } from './call-key.js'

/** The answers of a log, to be given again. */
export interface LogReplay {
  readonly header: EvalHeader
  /** Role -> model, as the log's calls have them. */
  readonly roles: Readonly<Record<string, string>>
  /** How many answers there are. */
  readonly calls: number
  /** A model of the log: what it is asked must have been asked in the log, in the same attempt. */
  model(name: string): Model
}

interface Answer extends RecordedCall {
  readonly output: ModelOutput
  /** Why there was no answer. */
  readonly error: string | null
}

/**
 * Prepares the calls of models in a log to be played again: a task that is run with them gives the same answers without asking anybody. A request
 * that differs from what the log holds is refused, and the error says in what. Settings and tools are compared in logs of this package only: other
 * harnesses write them otherwise.
 *
 * @param log - The log, whole.
 */
export function logReplay(log: EvalLog): LogReplay {
  const isOurs = isObject(log.eval['metadata']) && log.eval['metadata']['safety_portfolio'] !== undefined
  const byConversation = new Map<string, Answer[]>()
  const byAttempt = new Map<string, Answer[]>()
  const roles: Record<string, string> = {}
  let calls = 0
  for (const sample of log.samples ?? []) {
    for (const { answer, role } of answersOf(sample)) {
      calls += 1
      if (role !== null) roles[role] = answer.model
      push(byConversation, conversationKey(answer, { id: sample.id, epoch: sample.epoch }), answer)
      push(byAttempt, `${sample.id}@${sample.epoch}`, answer)
    }
  }
  const given = new Map<string, number>()
  const answer = (name: string, request: ModelRequest): ModelOutput => {
    const { sample } = request
    if (sample === undefined) throw new ModelError('only requests of a run can be answered from a log')
    const call = callOf(name, request)
    const key = conversationKey(call, { id: sample.id, epoch: sample.epoch })
    const known = byConversation.get(key)
    const told = byAttempt.get(`${sample.id}@${sample.epoch}`) ?? []
    if (known === undefined) throw new ModelError(`the log has no answer to this request: ${nearest(call, told)}`)
    const fitting = isOurs ? known.filter((one) => settingsThatDiffer(call, one).length === 0) : known
    if (fitting.length === 0)
      throw new ModelError(`the log has this asked otherwise: ${settingsThatDiffer(call, known[0]!).join(', ')}`)
    const index = given.get(key) ?? 0
    given.set(key, index + 1)
    const { output, error } = fitting[Math.min(index, fitting.length - 1)]!
    if (error !== null) throw new ModelError(error)
    return output
  }
  return {
    header: log,
    roles,
    calls,
    model: (name) => ({
      name,
      generate: (request) =>
        new Promise((resolve) => {
          resolve(answer(name, request))
        }),
    }),
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

/** The calls of a sample that were answered, or failed for good. */
function answersOf(sample: EvalSample): readonly { readonly answer: Answer; readonly role: string | null }[] {
  const pool = isObject(sample['events_data']) ? sample['events_data']['messages'] : undefined
  return sample.events.flatMap((event) => {
    if (!isObject(event) || event['event'] !== 'model' || !isObject(event['output'])) return []
    const { error, model, role, input, input_refs: refs, tools, tool_choice: toolChoice, config, output } = event
    const hasAnswer = Array.isArray(output['choices']) && output['choices'].length > 0
    if (!hasAnswer && typeof error !== 'string') return []
    const asked = Array.isArray(refs) && Array.isArray(pool) ? selected(pool, refs) : Array.isArray(input) ? input : []
    const expand = (value: unknown): unknown => resolveAttachments(value, sample.attachments)
    const answer = {
      model: String(model),
      messages: expand(asked) as readonly unknown[],
      tools,
      toolChoice,
      config,
      output: expand(output) as ModelOutput,
      error: typeof error === 'string' ? error : null,
    }
    return [{ answer, role: typeof role === 'string' ? role : null }]
  })
}

/** Messages that ranges `[start, end)`, or single places, select from a pool. */
function selected(pool: readonly unknown[], refs: readonly unknown[]): readonly unknown[] {
  return refs.flatMap((ref) => {
    if (typeof ref === 'number') return [pool[ref]]
    const [start, end] = ref as readonly [number, number]
    return pool.slice(start, end)
  })
}

function settingsThatDiffer(call: RecordedCall, recorded: RecordedCall): readonly string[] {
  return (['tools', 'toolChoice', 'config'] as const).flatMap((part) => {
    const [one, other] = [call[part], recorded[part]]
    if (canonicalJson(one) === canonicalJson(other)) return []
    if (!isObject(one) || !isObject(other)) return [part]
    return Object.keys({ ...one, ...other })
      .filter((name) => canonicalJson(one[name]) !== canonicalJson(other[name]))
      .map((name) => `${part}.${name}`)
  })
}

/** In what a request differs from those of its attempt, in words. */
function nearest({ model, messages }: RecordedCall, told: readonly Answer[]): string {
  if (told.length === 0) return 'it has no such attempt'
  const ofModel = told.filter((one) => one.model === model)
  if (ofModel.length === 0) return `the attempt asked ${[...new Set(told.map((one) => one.model))].join(' and ')}`
  const common = Math.max(
    ...ofModel.map((one) => {
      const place = messages.findIndex(
        (message, index) => canonicalJson(saidIn(message)) !== canonicalJson(saidIn(one.messages[index])),
      )
      return place < 0 ? messages.length : place
    }),
  )
  return common >= messages.length ? 'its conversation is longer there' : `message ${common + 1} differs`
}
