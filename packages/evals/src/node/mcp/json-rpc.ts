import { isObject } from '../../log/migrate-log.js'

/** A connection to a server of the Model Context Protocol. */
export interface McpTransport {
  /** @throws Error where the server answers with one, or does not answer. */
  request(method: string, params: object, timeout: number): Promise<unknown>
  notify(method: string, params: object): Promise<void>
  close(): Promise<void>
}

/** What a server says of itself. */
export interface McpServerInfo {
  readonly name: string
  readonly version: string
  readonly protocol: string
}

/** The result in an answer of JSON-RPC 2.0. */
export function resultOf(answer: Readonly<Record<string, unknown>>, method: string): unknown {
  const { error } = answer
  if (!isObject(error)) return answer['result']
  throw new Error(`the server refused ${method}: ${String(error['message']).slice(0, 500)}`)
}

/** The answer to what a server asks: it is alive; nothing else is offered to it. */
export function answerTo(request: Readonly<Record<string, unknown>>): object {
  const { id, method } = request
  if (method === 'ping') return { jsonrpc: '2.0', id, result: {} }
  return { jsonrpc: '2.0', id, error: { code: -32601, message: 'this client offers nothing' } }
}
