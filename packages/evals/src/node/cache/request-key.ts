import type { Model, ModelRequest } from '../../task/model.js'
import { nodeCodecs } from '../node-codecs.js'
import { canonicalJson } from './canonical-json.js'

/** What an answer depends on, part by part. */
export interface RequestParts {
  readonly model: string
  /** Address, settings and planted values of the model. */
  readonly identity: unknown
  readonly messages: unknown
  readonly tools: unknown
  readonly tool_choice: unknown
  readonly config: unknown
  /** Attempts at the same question are different answers. */
  readonly epoch: number
  /** Only for models that are told of the question, as simulated ones are. */
  readonly sample: unknown
}

/** A request's parts, and the SHA-256 of their canonical JSON. */
export function requestKey(
  model: Model,
  request: ModelRequest,
): { readonly key: string; readonly parts: RequestParts } {
  const isTold = model.name.startsWith('simulated')
  const parts: RequestParts = {
    model: model.name,
    identity: model.identity ?? null,
    messages: request.messages,
    tools: request.tools,
    tool_choice: request.toolChoice,
    config: request.config,
    epoch: request.sample?.epoch ?? 1,
    sample: isTold ? (request.sample ?? null) : null,
  }
  return { key: nodeCodecs.sha256(Buffer.from(canonicalJson(parts))), parts }
}
