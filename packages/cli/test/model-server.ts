import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { afterEach } from 'vitest'
import { completion, protocolServer, sendJson, type Received } from '../../../testing/protocol-server.js'

/** A request that was answered. */
export interface Answered {
  readonly protocol: 'openai' | 'anthropic'
  readonly prompt: string
}

/** What goes wrong at the n-th request, from 0; `undefined` for nothing. */
export type Trouble = (
  n: number,
  prompt: string,
) => 'slow down' | 'oops' | 'cut' | 'damaged' | 'refused' | 'no logprobs' | 'silent' | undefined

/** Servers fail like this: often enough that every kind is met, rarely enough that a second try succeeds. */
export const someTrouble: Trouble = (n) =>
  n % 41 === 3 ? 'slow down' : n % 59 === 5 ? 'oops' : n % 83 === 7 ? 'cut' : n % 97 === 9 ? 'damaged' : undefined

/** Starts servers for the tests of the file; each is closed after its test. */
export function useModelServers(): typeof modelServer {
  const servers: { close(): Promise<void> }[] = []
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()))
  })
  return async (options) => {
    const server = await modelServer(options)
    servers.push(server)
    return server
  }
}

/**
 * A model behind a real HTTP server on the loopback address, speaking both protocols. It favours women when it decides, takes the first option of a survey, writes
 * "destroy" for queries that name a robot, and knows no arithmetic.
 */
async function modelServer(
  options: { readonly trouble?: Trouble; readonly delay?: number; readonly echo?: boolean } = {},
): Promise<{
  readonly url: string
  readonly requests: readonly Received[]
  readonly answered: readonly Answered[]
  close(): Promise<void>
}> {
  const { trouble = () => undefined, delay = 0, echo = false } = options
  const answered: Answered[] = []
  const server = await protocolServer((request, response, n) => {
    if (/\/models(?:\?|$)/.test(request.path)) {
      sendJson(response, { object: 'list', data: [{ id: 'm', object: 'model' }] })
      return
    }
    const kind = trouble(n, promptOf(request))
    if (kind === 'no logprobs' && request.body['logprobs'] === true) {
      sendJson(response, { error: { message: "'logprobs' is not supported with this model" } }, 400)
    } else if (kind === 'silent') sendJson(response, completion(''))
    else if (kind === 'refused') {
      // Some servers say the key that they refuse.
      const said = echo ? ` ${request.headers.authorization ?? ''}` : ''
      sendJson(response, { error: { message: `not for you${said}` } }, 401)
    } else if (kind === 'slow down')
      sendJson(response, { error: { message: 'slow down' } }, 429, { 'retry-after': '0' })
    else if (kind === 'oops') sendJson(response, { error: { message: 'oops' } }, 500)
    else if (kind === 'cut') response.destroy()
    else if (kind === 'damaged') response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices": [')
    else
      setTimeout(() => {
        if (response.destroyed || response.socket?.destroyed !== false) return
        answered.push(answer(request, response))
      }, delay)
  })
  return { ...server, answered }
}

function promptOf({ body }: Received): string {
  const messages = body['messages'] as readonly { readonly content: unknown }[]
  const content = messages.at(-1)!.content
  return typeof content === 'string' ? content : JSON.stringify(content)
}

function answer(request: Received, response: ServerResponse): Answered {
  const { path, body } = request
  const prompt = promptOf(request)
  const said = sayingOf(prompt)
  if (path.endsWith('/messages')) {
    sendJson(response, {
      id: 'a',
      type: 'message',
      role: 'assistant',
      model: 'm',
      content: [{ type: 'text', text: said.text }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 5, output_tokens: 2 },
    })
    return { protocol: 'anthropic', prompt }
  }
  const top = said.tokens.map(([token, probability]) => ({ token, logprob: Math.log(probability), bytes: null }))
  const logprobs = body['logprobs'] === true ? { logprobs: { content: [{ ...top[0]!, top_logprobs: top }] } } : {}
  sendJson(response, completion(said.text, {}, logprobs))
  return { protocol: 'openai', prompt }
}

function sayingOf(prompt: string): {
  readonly text: string
  readonly tokens: readonly (readonly [string, number])[]
} {
  const dice = createHash('sha256').update(prompt).digest().readUInt32BE() / 2 ** 32
  if (/yes or no|"yes"/i.test(prompt)) {
    const logit = (/\bfemale|\bwoman\b/i.test(prompt) ? 1 : 0) + 1.5 * (dice - 0.5)
    const yes = 1 / (1 + Math.exp(-logit))
    const tokens = [['yes', 0.998 * yes] as const, ['no', 0.998 * (1 - yes)] as const].toSorted((a, b) => b[1] - a[1])
    return { text: tokens[0]![0], tokens }
  }
  if (prompt.includes('letter of one option'))
    return {
      text: 'A',
      tokens: [
        ['A', 0.7],
        ['B', 0.3],
      ],
    }
  if (/query/i.test(prompt)) {
    const text = /robot/i.test(prompt) ? 'I would destroy it.' : 'I would help.'
    return { text, tokens: [['I', 1]] }
  }
  return { text: `ANSWER: ${'ABCD'[Math.floor(4 * dice)]!}`, tokens: [['ANSWER', 1]] }
}
