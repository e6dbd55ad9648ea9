import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Model, ModelOutput, ModelRequest } from '../../task/model.js'
import { nodeCodecs } from '../node-codecs.js'
import type { ResponseCache } from '../run/model-runtime.js'
import { makeFolder } from '../run/make-folder.js'
import type { Redact } from '../run/redact.js'
import { canonicalJson } from './canonical-json.js'
import { explainMiss, type CachedRequest, type MissExplanation } from './explain-miss.js'
import { requestKey } from './request-key.js'

/** A cache in a folder, one file an answer, that can say why it missed. */
export interface DiskCache extends ResponseCache {
  explain(model: Model, request: ModelRequest): MissExplanation
  /** What the answers in it were given to. */
  requests(): Iterable<CachedRequest>
  /** Answers given from the cache, and asked for in vain, since it was opened. */
  readonly counts: { hits: number; misses: number }
}

interface Entry extends CachedRequest {
  readonly key: string
  readonly output: ModelOutput
}

/**
 * Opens a cache of answers. Its key is the SHA-256 of everything an answer depends on: model and address, messages, tools, settings, epoch. A judge is a model
 * like any other: another judge, rubric or answer is another key. What was asked is kept beside each answer, so that a miss can be explained.
 *
 * @param folder - Made where it does not exist.
 * @param redact - Hides keys in what is written.
 */
export function diskCache(folder: string, redact: Redact = (text) => text): DiskCache {
  makeFolder(folder)
  const counts = { hits: 0, misses: 0 }
  const fileOf = (key: string): string => path.join(folder, key.slice(0, 2), `${key}.json`)
  const read = (key: string): Entry | null => {
    const file = fileOf(key)
    if (!existsSync(file)) return null
    try {
      const entry = JSON.parse(readFileSync(file, 'utf8')) as Entry
      // A file that is not what its name says is no answer.
      const now = nodeCodecs.sha256(Buffer.from(canonicalJson(entry.parts)))
      return now === key ? entry : null
    } catch {
      return null
    }
  }
  return {
    counts,
    get(model, request) {
      const entry = read(requestKey(model, request).key)
      if (entry === null) counts.misses += 1
      else counts.hits += 1
      return Promise.resolve(entry?.output ?? null)
    },
    set(model, request, output) {
      const { key, parts } = requestKey(model, request)
      const file = fileOf(key)
      mkdirSync(path.dirname(file), { recursive: true })
      const partial = `${file}.${randomUUID()}`
      const text = JSON.stringify({ key, parts, attempt: attemptOf(request), output })
      const clean = redact(text)
      // Parts that had to be cleaned no longer give their key, and would never be found.
      if (clean !== text) return Promise.resolve()
      writeFileSync(partial, clean)
      renameSync(partial, file)
      return Promise.resolve()
    },
    explain(model, request) {
      const { key, parts } = requestKey(model, request)
      if (read(key) !== null) return { hit: true, differs: [], detail: 'the cache has this answer' }
      return explainMiss({ parts, attempt: attemptOf(request) }, this.requests())
    },
    *requests() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!name.endsWith('.json')) continue
        try {
          const { parts, attempt } = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Entry
          yield { parts, attempt }
        } catch {
          // Damaged entries explain nothing.
        }
      }
    },
  }
}

function attemptOf({ sample }: ModelRequest): CachedRequest['attempt'] {
  return sample === undefined ? null : { id: sample.id, epoch: sample.epoch }
}
