import { isObject } from '../../log/migrate-log.js'
import { resultOf, type McpTransport } from './json-rpc.js'

/** A server that is reached by HTTP, the protocol's streamable transport. */
export interface McpAddress {
  readonly url: string
  /** Such as keys; they are in no message and no log. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Characters of the longest answer. */
const mostAnswer = 16 << 20

/** Connects to a server by HTTP. */
export function httpTransport({ url, headers = {} }: McpAddress): McpTransport {
  const address = new URL(url)
  if (!/^https?:$/.test(address.protocol)) throw new TypeError(`mcpTools: url must be http or https, got '${url}'`)
  let session: string | null = null
  let protocol: string | null = null
  let last = 0
  const post = async (message: object, timeout: number): Promise<Response> => {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(session === null ? {} : { 'mcp-session-id': session }),
        ...(protocol === null ? {} : { 'mcp-protocol-version': protocol }),
      },
      body: JSON.stringify(message),
      redirect: 'error',
      signal: AbortSignal.timeout(timeout * 1000),
    }).catch((error: unknown) => {
      throw new Error(`the server ${address.origin} cannot be reached: ${(error as Error).message}`, { cause: error })
    })
    session = response.headers.get('mcp-session-id') ?? session
    if (!response.ok) throw new Error(`the server ${address.origin} answered HTTP ${response.status}`)
    return response
  }
  return {
    async request(method, params, timeout) {
      last += 1
      const id = last
      const response = await post({ jsonrpc: '2.0', id, method, params }, timeout)
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
      for await (const message of isStream ? eventsOf(response) : [JSON.parse(await textOf(response)) as unknown]) {
        if (!isObject(message) || message['id'] !== id || typeof message['method'] === 'string') continue
        const result = resultOf(message, method)
        if (method === 'initialize' && isObject(result)) protocol = String(result['protocolVersion'])
        return result
      }
      throw new Error(`the server ${address.origin} did not answer ${method}`)
    },
    async notify(method, params) {
      const response = await post({ jsonrpc: '2.0', method, params }, 30)
      await response.body?.cancel()
    },
    async close() {
      if (session === null) return
      const own = { ...headers, 'mcp-session-id': session }
      const signal = AbortSignal.timeout(5000)
      await fetch(address, { method: 'DELETE', headers: own, signal }).catch(() => undefined)
    },
  }
}

async function textOf(response: Response): Promise<string> {
  const parts: string[] = []
  for await (const part of chunksOf(response)) parts.push(part)
  return parts.join('')
}

/** Messages of a stream of server-sent events. */
async function* eventsOf(response: Response): AsyncGenerator<unknown, void, void> {
  let rest = ''
  for await (const chunk of chunksOf(response)) {
    const blocks = (rest + chunk).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop()!
    for (const block of blocks) {
      const data = block.split('\n').filter((line) => line.startsWith('data:'))
      if (data.length > 0) yield JSON.parse(data.map((line) => line.slice(5)).join('\n')) as unknown
    }
  }
}

async function* chunksOf(response: Response): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder()
  let size = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > mostAnswer) throw new Error('the answer of the server is too long')
    yield decoder.decode(chunk, { stream: true })
  }
}
