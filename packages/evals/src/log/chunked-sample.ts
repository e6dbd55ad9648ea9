import type { EvalSample } from './eval-log.js'
import { isObject, migrateSample } from './migrate-log.js'

type Fields = Record<string, unknown>

/** Reads a part of a chunked sample, by its path within the sample's folder. */
type ReadPart = (part: string) => Promise<unknown>

/**
 * Puts a sample together that is spread over many members, as logs with long transcripts do: `sample.json`, `metadata.json`, and numbered chunks
 * of messages, events, calls and attachments. Ranges `[start, end)` in `message_refs` select the conversation from the pool of messages.
 */
export async function readChunkedSample(parts: readonly string[], read: ReadPart, name: string): Promise<EvalSample> {
  const optional = async (part: string): Promise<unknown> => (parts.includes(part) ? read(part) : undefined)
  const list = async (folder: string): Promise<unknown[]> => {
    const starts = parts
      .map((part) => new RegExp(`^${folder}/(\\d+)\\.json$`).exec(part)?.[1])
      .filter((start) => start !== undefined)
      .map(Number)
      .toSorted((a, b) => a - b)
    const items: unknown[] = []
    for (const start of starts) {
      const chunk = await read(`${folder}/${start}.json`)
      // A chunk is named after the index of its first item.
      if (Array.isArray(chunk)) for (const [index, item] of chunk.entries()) items[start + index] = item as unknown
    }
    return items
  }
  const base = await read('sample.json')
  const { message_refs: refs, ...sample }: Fields = isObject(base) ? base : {}
  const [messages, events, calls, texts] = [
    await list('messages'),
    await list('events'),
    await list('calls'),
    await list('attachments'),
  ]
  const metadata = await optional('metadata.json')
  const uuids = await optional('events/uuids.json')
  return migrateSample(
    {
      ...sample,
      metadata: metadata ?? sample['metadata'] ?? {},
      messages: resolveAttachments(selected(messages, refs), texts),
      events: events.map((event, index) => withUuid(event, Array.isArray(uuids) ? uuids[index] : undefined)),
      attachments: Object.fromEntries(texts.map((text, index) => [String(index), text])),
      ...(messages.length + calls.length === 0 ? {} : { events_data: { messages, calls } }),
    },
    name,
  )
}

function withUuid(event: unknown, uuid: unknown): unknown {
  return isObject(event) && typeof uuid === 'string' && event['uuid'] === undefined ? { ...event, uuid } : event
}

/** The items that ranges `[start, end)` select. */
function selected(pool: readonly unknown[], refs: unknown): readonly unknown[] {
  if (!Array.isArray(refs)) return []
  return refs.flatMap((range: unknown) => {
    if (!Array.isArray(range)) return []
    const [start, end] = range as [number, number]
    return pool.slice(start, end)
  })
}

/** Replaces `attachment://<index>` by the text it stands for, everywhere in a value. */
export function resolveAttachments(
  value: unknown,
  texts: readonly unknown[] | Readonly<Record<string, unknown>>,
): unknown {
  if (typeof value === 'string') {
    if (!value.startsWith('attachment://')) return value
    const key = value.slice('attachment://'.length)
    const found = Object.hasOwn(texts, key) ? (texts as Readonly<Record<string, unknown>>)[key] : undefined
    return typeof found === 'string' ? found : value
  }
  if (Array.isArray(value)) return value.map((item: unknown) => resolveAttachments(item, texts))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolveAttachments(member, texts)]))
}
