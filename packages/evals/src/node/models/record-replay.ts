import { appendFileSync, readFileSync } from 'node:fs'
import { ModelError, type Model, type ModelOutput, type ModelRequest } from '../../task/model.js'
import { requestKey } from '../cache/request-key.js'

interface Recorded {
  readonly key: string
  readonly model: string
  readonly output: ModelOutput
}

/** A model that writes down every answer it passes on, a line of JSON each: what {@link replayModel} plays. */
export function recordingModel(model: Model, file: string): Model {
  return {
    ...model,
    async generate(request) {
      const output = await model.generate(request)
      const line: Recorded = { key: requestKey(model, request).key, model: model.name, output }
      appendFileSync(file, `${JSON.stringify(line)}\n`)
      return output
    },
  }
}

/**
 * A model that gives the answers that were recorded, the same to the same request; the second answer to a request that was made twice, and so on, and
 * the last one from there.
 *
 * @throws ModelError on a request that was never made.
 */
export function replayModel(model: Model, file: string): Model {
  const answers = new Map<string, ModelOutput[]>()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue
    const { key, output } = JSON.parse(line) as Recorded
    answers.set(key, [...(answers.get(key) ?? []), output])
  }
  const given = new Map<string, number>()
  return {
    ...model,
    generate(request: ModelRequest) {
      const { key } = requestKey(model, request)
      const known = answers.get(key)
      if (known === undefined) return Promise.reject(new ModelError('the recording has no answer to this request'))
      const index = given.get(key) ?? 0
      given.set(key, index + 1)
      return Promise.resolve(known[Math.min(index, known.length - 1)]!)
    },
  }
}
