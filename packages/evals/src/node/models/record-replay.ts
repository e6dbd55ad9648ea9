import { appendFileSync, readFileSync } from 'node:fs'
import { ModelError, type Model, type ModelOutput, type ModelRequest } from '../../task/model.js'
import type { ResponseCache } from '../run/model-runtime.js'
import type { Redact } from '../run/redact.js'
import { RunError } from '../run/run-error.js'
import { callKey, callOf } from './call-key.js'

interface Recorded {
  readonly key: string
  readonly model: string
  readonly output: ModelOutput
}

/**
 * A model that writes down every answer it passes on, a line of JSON each: what {@link replayModel} plays.
 *
 * @param model - The model that answers.
 * @param file - Lines are added to its end.
 * @param redact - Hides keys in what is written.
 */
export function recordingModel(model: Model, file: string, redact: Redact = (text) => text): Model {
  return {
    ...model,
    async generate(request) {
      const output = await model.generate(request)
      record(model, request, output, file, redact)
      return output
    },
  }
}

/** A cache whose answers are written down like those of a {@link recordingModel}. */
export function recordingCache(cache: ResponseCache, file: string, redact: Redact = (text) => text): ResponseCache {
  return {
    ...cache,
    async get(model, request) {
      const output = await cache.get(model, request)
      if (output !== null) record(model, request, output, file, redact)
      return output
    },
  }
}

function record(model: Model, request: ModelRequest, output: ModelOutput, file: string, redact: Redact): void {
  const line: Recorded = { key: callKey(callOf(model.name, request), attemptOf(request)), model: model.name, output }
  appendFileSync(file, `${redact(JSON.stringify(line))}\n`)
}

/**
 * A model that gives the answers that were recorded, the same to the same request of the same attempt; the second answer to a request that was made twice,
 * and so on, and the last one from there. Nothing is asked of the model itself: only its name counts.
 *
 * @throws RunError where the recording cannot be read; its model throws ModelError on a request that was never made.
 */
export function replayModel(model: Pick<Model, 'name' | 'identity'>, file: string): Model {
  const answers = new Map<string, ModelOutput[]>()
  for (const { key, output } of readRecording(file)) answers.set(key, [...(answers.get(key) ?? []), output])
  const given = new Map<string, number>()
  return {
    ...model,
    generate(request: ModelRequest) {
      const key = callKey(callOf(model.name, request), attemptOf(request))
      const known = answers.get(key)
      if (known === undefined) return Promise.reject(new ModelError('the recording has no answer to this request'))
      const index = given.get(key) ?? 0
      given.set(key, index + 1)
      return Promise.resolve(known[Math.min(index, known.length - 1)]!)
    },
  }
}

/** Names of the models whose answers a recording holds. */
export function recordedModels(file: string): readonly string[] {
  return [...new Set(readRecording(file).map(({ model }) => model))]
}

function readRecording(file: string): readonly Recorded[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new RunError(`the recording ${file} cannot be read: ${(error as Error).message}`)
  }
  return text.split('\n').flatMap((line, index): readonly Recorded[] => {
    if (line === '') return []
    try {
      const value = JSON.parse(line) as Recorded
      if (typeof value.key === 'string' && typeof value.model === 'string') return [value]
    } catch {
      // Said below.
    }
    throw new RunError(`the recording ${file} is damaged: line ${index + 1} is no recorded answer`)
  })
}

function attemptOf({ sample }: ModelRequest): { readonly id: string | number; readonly epoch: number } | undefined {
  return sample === undefined ? undefined : { id: sample.id, epoch: sample.epoch }
}
