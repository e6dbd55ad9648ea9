import type { Model, ModelRequest } from '../../task/model.js'
import type { ResponseCache } from '../run/model-runtime.js'
import { canonicalJson } from './canonical-json.js'
import type { DiskCache } from './disk-cache.js'
import { requestKey, type RequestParts } from './request-key.js'

/** Why there was no answer in a cache. */
export interface MissExplanation {
  readonly hit: boolean
  /** The parts in which the nearest answer differs; empty when the cache knows nothing like the request. */
  readonly differs: readonly string[]
  readonly detail: string
}

/** A request whose answer is in a cache. */
export interface CachedRequest {
  readonly parts: RequestParts
  /** The attempt that made it: not part of the key, but what a changed prompt is recognised by. */
  readonly attempt: { readonly id: string | number; readonly epoch: number } | null
}

/** A miss of a run, explained. */
export interface ExplainedMiss extends MissExplanation {
  readonly model: string
  readonly id: string | number | null
  readonly epoch: number | null
}

/** A cache that notes why it missed, as long as there is room for notes. */
export interface ExplainingCache extends ResponseCache {
  readonly misses: readonly ExplainedMiss[]
}

/**
 * Notes of the misses of a cache, each against what the cache held when the run began.
 *
 * @param cache - The cache.
 * @param most - So many misses are explained; the rest are counted by the cache alone. Default 100.
 */
export function explainMisses(cache: DiskCache, most = 100): ExplainingCache {
  const before = [...cache.requests()]
  const misses: ExplainedMiss[] = []
  return {
    misses,
    set: (model, request, output) => cache.set(model, request, output),
    async get(model: Model, request: ModelRequest) {
      const output = await cache.get(model, request)
      if (output !== null || misses.length >= most) return output
      const { sample } = request
      const { parts } = requestKey(model, request)
      const attempt = sample === undefined ? null : { id: sample.id, epoch: sample.epoch }
      const why = explainMiss({ parts, attempt }, before)
      misses.push({ ...why, model: model.name, id: sample?.id ?? null, epoch: sample?.epoch ?? null })
      return null
    },
  }
}

/** Holds a request against those that a cache knows: the one of the same attempt, or else the one that differs in the fewest parts. */
export function explainMiss(asked: CachedRequest, known: Iterable<CachedRequest>): MissExplanation {
  let nearest: { readonly differs: readonly string[]; readonly parts: RequestParts } | null = null
  let isEmpty = true
  const { attempt } = asked
  for (const one of known) {
    isEmpty = false
    const differs = differences(asked.parts, one.parts)
    const isSame = attempt !== null && one.attempt?.id === attempt.id && one.attempt.epoch === attempt.epoch
    const other = !isSame && differs.includes('messages') && attempt !== null && one.attempt !== null
    // Another question with other messages is no nearer than any other.
    if (other) continue
    if (nearest === null || differs.length < nearest.differs.length) nearest = { differs, parts: one.parts }
  }
  if (isEmpty) return { hit: false, differs: [], detail: 'the cache is empty' }
  if (nearest === null || nearest.differs.length >= Object.keys(asked.parts).length)
    return { hit: false, differs: [], detail: 'the cache has nothing like it: a new question' }
  const { differs, parts } = nearest
  const changed = differs.includes('messages') ? `; ${changedMessage(asked.parts.messages, parts.messages)}` : ''
  return { hit: false, differs, detail: `the nearest answer differs in ${differs.join(', ')}${changed}` }
}

/** Names of the parts that differ, the settings one by one. */
function differences(a: RequestParts, b: RequestParts): readonly string[] {
  return (Object.keys(a) as (keyof RequestParts)[]).flatMap((part) => {
    if (canonicalJson(a[part]) === canonicalJson(b[part])) return []
    if (part !== 'config') return [part]
    const [one, other] = [a.config, b.config] as [Record<string, unknown>, Record<string, unknown>]
    const names = new Set([...Object.keys(one), ...Object.keys(other)])
    return [...names]
      .filter((name) => canonicalJson(one[name]) !== canonicalJson(other[name]))
      .map((name) => `config.${name}`)
  })
}

/** The first place where two conversations part. */
function changedMessage(now: unknown, then: unknown): string {
  const [one, other] = [now, then] as readonly (readonly unknown[])[]
  const index = one!.findIndex((message, place) => canonicalJson(message) !== canonicalJson(other![place]))
  if (index < 0) return `it had ${other!.length} messages and not ${one!.length}`
  if (index >= other!.length) return `it had only ${other!.length} messages`
  const [text, before] = [textOf(one![index]), textOf(other![index])]
  let at = 0
  while (at < text.length && text[at] === before[at]) at += 1
  const part = (whole: string): string => JSON.stringify(whole.slice(Math.max(0, at - 10), at + 20))
  return `message ${index + 1} from character ${at + 1} on: ${part(text)}, was ${part(before)}`
}

function textOf(message: unknown): string {
  const { content } = message as { readonly content?: unknown }
  return typeof content === 'string' ? content : canonicalJson(message)
}
