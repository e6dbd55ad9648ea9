import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { datasetOf, includes, type Model, type ModelRequest } from '../../src/index.js'
import {
  anthropicModel,
  answerLogprob,
  completionsModel,
  diskCache,
  openAiCompatibleModel,
  recordingModel,
  replayModel,
  resolveModel,
  runEval,
} from '../../src/node/index.js'
import { adaptiveLimiter } from '../../src/node/run/adaptive-limiter.js'
import { callWithRetries } from '../../src/node/run/call-with-retries.js'
import { retryAfterOf } from '../../src/node/models/model-failure.js'
import { temporaryFolder } from '../temporary-folder.js'
import { completion, protocolServer, sendJson, type Behaviour } from '../../../../testing/protocol-server.js'

const servers: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})
async function serve(behaviour: Behaviour) {
  const server = await protocolServer(behaviour)
  servers.push(server)
  return server
}
const request = (rest: Partial<ModelRequest> = {}): ModelRequest => ({
  messages: [{ role: 'user', content: 'Hello?' }],
  tools: [],
  toolChoice: 'none',
  config: {},
  ...rest,
})
const key = 'sk-test-0123456789abcdef'

/** Calls through the harness's own retries, fast. */
async function call(model: Model, retries = 3, attemptTimeout = 2000) {
  const limiter = adaptiveLimiter({ most: 8 })
  const outcome = await callWithRetries(
    (signal) => model.generate(request({ signal })),
    limiter,
    { retries, wait: 5, attemptTimeout },
    new AbortController().signal,
    1,
  )
  return { ...outcome, limit: limiter.limit }
}

describe('OpenAI protocol', () => {
  it('names the limit of the answer as a server wants it that refuses max_tokens, and asks no other request twice', async () => {
    const { url, requests } = await serve(({ body }, response) => {
      if (body['max_tokens'] !== undefined) {
        const message = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
        sendJson(response, { error: { message } }, 400)
      } else sendJson(response, completion('yes'))
    })
    const model = openAiCompatibleModel('m', { baseURL: url, apiKey: key })
    const limited = request({ config: { max_tokens: 16 } })
    expect((await model.generate(limited)).completion).toBe('yes')
    expect((await model.generate(limited)).completion).toBe('yes')
    expect((await model.generate(request())).completion).toBe('yes')
    expect(requests.map(({ body }) => [body['max_tokens'], body['max_completion_tokens']])).toEqual([
      [16, undefined],
      [undefined, 16],
      [undefined, 16],
      [undefined, undefined],
    ])
  })

  it('asks for and reads log-probabilities, tools and settings', async () => {
    const { url, requests } = await serve((_, response) => {
      const top = [
        { token: 'A', logprob: -0.1, bytes: [65] },
        { token: 'B', logprob: -2.4, bytes: [66] },
      ]
      sendJson(response, completion('A', {}, { logprobs: { content: [{ ...top[0], top_logprobs: top }] } }))
    })
    const model = openAiCompatibleModel('m', { baseURL: url, apiKey: key })
    const output = await model.generate(
      request({
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Which?' },
          {
            role: 'assistant',
            content: '',
            tool_calls: [{ id: 't1', function: 'look', arguments: { at: 1 }, type: 'function' }],
          },
          { role: 'tool', content: 'nothing', tool_call_id: 't1', function: 'look' },
        ],
        tools: [{ name: 'look', description: 'looks', parameters: { type: 'object', properties: {} } }],
        toolChoice: 'auto',
        config: {
          temperature: 0.5,
          max_tokens: 5,
          seed: 3,
          stop_seqs: ['x'],
          logprobs: true,
          top_logprobs: 2,
          top_p: 0.9,
        },
      }),
    )
    expect(output.choices[0]!.logprobs!.content[0]).toMatchObject({
      token: 'A',
      logprob: -0.1,
      top_logprobs: [{ token: 'A' }, { token: 'B', logprob: -2.4 }],
    })
    expect(output).toMatchObject({ completion: 'A', usage: { input_tokens: 7, output_tokens: 3, total_tokens: 10 } })
    expect(requests[0]!.headers.authorization).toBe(`Bearer ${key}`)
    expect(requests[0]!.body).toMatchObject({
      model: 'm',
      temperature: 0.5,
      max_tokens: 5,
      seed: 3,
      stop: ['x'],
      logprobs: true,
      top_logprobs: 2,
      top_p: 0.9,
    })
    expect((requests[0]!.body['messages'] as unknown[]).length).toBe(4)
  })

  it('reads tool calls, bad arguments, refusals, filters and lengths', async () => {
    const answers = [
      completion(
        '',
        {},
        {
          finish_reason: 'tool_calls',
          message: {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } }],
          },
        },
      ),
      completion(
        '',
        {},
        {
          finish_reason: 'tool_calls',
          message: {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":' } }],
          },
        },
      ),
      completion('', {}, { message: { role: 'assistant', content: null, refusal: 'I will not.' } }),
      completion('par', {}, { finish_reason: 'content_filter' }),
      completion('long', {}, { finish_reason: 'length' }),
    ]
    const { url } = await serve((_, response, n) => {
      sendJson(response, answers[n])
    })
    const model = openAiCompatibleModel('m', { baseURL: url })
    const tools = [{ name: 'f', description: '', parameters: { type: 'object' } }]
    const outputs = []
    while (outputs.length < answers.length) outputs.push(await model.generate(request({ tools, toolChoice: 'any' })))
    expect(outputs[0]!.choices[0]!.message.tool_calls).toEqual([
      { id: 'a', function: 'f', arguments: { x: 1 }, type: 'function' },
    ])
    expect(outputs[1]!.choices[0]!.message.tool_calls![0]!.parse_error).toContain('no JSON')
    expect(outputs[2]!.choices[0]).toMatchObject({
      stop_reason: 'content_filter',
      stop_details: { type: 'refusal', explanation: 'I will not.' },
    })
    expect(outputs.slice(3).map(({ choices }) => choices[0]!.stop_reason)).toEqual(['content_filter', 'max_tokens'])
  })

  it('puts a stream together, and takes one that was cut for no answer', async () => {
    const chunk = (delta: object, rest: object = {}) =>
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, ...rest }] })}\n\n`
    const { url, requests } = await serve((_, response, n) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(
        chunk({ role: 'assistant', content: 'Hel' }, { logprobs: { content: [{ token: 'Hel', logprob: -0.5 }] } }),
      )
      if (n === 0) {
        response.destroy()
        return
      }
      response.write(chunk({ content: 'lo' }, { logprobs: { content: [{ token: 'lo', logprob: -0.25 }] } }))
      if (n === 1) {
        response.end()
        return
      }
      response.write(chunk({}, { finish_reason: 'stop' }))
      response.end(
        `data: ${JSON.stringify({ id: 'c', choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } })}\n\ndata: [DONE]\n\n`,
      )
    })
    const { output, retries } = await call(openAiCompatibleModel('m', { baseURL: url, stream: true }))
    expect(retries).toBe(2)
    expect(output).toMatchObject({ completion: 'Hello', usage: { total_tokens: 3 } })
    expect(output.choices[0]!.logprobs!.content.map(({ logprob }) => logprob)).toEqual([-0.5, -0.25])
    expect(requests[2]!.body).toMatchObject({ stream: true })
  })

  it('comes back after 429, 500, cut connections, malformed JSON and slowness', async () => {
    const { url, requests } = await serve((_, response, n) => {
      if (n === 0) sendJson(response, { error: { message: 'slow down' } }, 429, { 'retry-after': '0' })
      else if (n === 1) sendJson(response, { error: { message: 'oops' } }, 500)
      else if (n === 2) response.destroy()
      else if (n === 3) response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices": [')
      else if (n === 4)
        setTimeout(() => {
          sendJson(response, completion('late'))
        }, 1500)
      else sendJson(response, completion('at last'))
    })
    const { output, retries, limit } = await call(openAiCompatibleModel('m', { baseURL: url }), 6, 300)
    expect([output.completion, retries, requests.length]).toEqual(['at last', 5, 6])
    expect(limit).toBe(4)
  })

  it('waits as long as the server asks', async () => {
    let first = 0
    const { url } = await serve((_, response, n) => {
      if (n === 0) {
        first = performance.now()
        sendJson(response, {}, 429, { 'retry-after-ms': '250' })
      } else sendJson(response, completion(String(performance.now() - first)))
    })
    const { output } = await call(openAiCompatibleModel('m', { baseURL: url }))
    expect(Number(output.completion)).toBeGreaterThan(245)
  })

  it.each([
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after-ms': '30' }, 30],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:05 GMT' }, 4000],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
  ])('reads %j', (headers, expected) => {
    expect(retryAfterOf(headers as Record<string, string>, () => 1000)).toBe(expected)
  })

  it('gives up at once where asking again cannot help, and never shows the key', async () => {
    const { url, requests } = await serve((_, response) => {
      sendJson(response, { error: { message: `bad key ${key}` } }, 401)
    })
    const logDir = temporaryFolder()
    const result = await runEval(
      { name: 't', dataset: datasetOf('d', [{ input: 'q', target: 'a' }]), scorers: [includes()] },
      {
        model: openAiCompatibleModel('m', { baseURL: url, apiKey: key }),
        logDir,
        secrets: [key],
        cache: diskCache(path.join(logDir, 'cache')),
      },
    )
    expect(requests).toHaveLength(1)
    expect(result).toMatchObject({ status: 'error', errors: 1 })
    for (const file of readdirSync(logDir, { recursive: true, encoding: 'utf8' })) {
      if (!file.includes('.')) continue
      expect(readFileSync(path.join(logDir, file)).includes(key)).toBe(false)
    }
  })
})

describe('Anthropic protocol', () => {
  it('sends its headers, and reads texts, tools, refusals and usage', async () => {
    const message = (content: object[], rest: object = {}) => ({
      id: 'm',
      type: 'message',
      role: 'assistant',
      model: 'c',
      content,
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 5, output_tokens: 2, cache_read_input_tokens: 3, cache_creation_input_tokens: 0 },
      ...rest,
    })
    const { url, requests } = await serve((_, response, n) => {
      if (n === 0)
        sendJson(response, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 529)
      else if (n === 1) sendJson(response, message([{ type: 'text', text: 'Hi' }]))
      else if (n === 2)
        sendJson(
          response,
          message([{ type: 'tool_use', id: 'u', name: 'f', input: { x: 1 } }], { stop_reason: 'tool_use' }),
        )
      else sendJson(response, message([{ type: 'text', text: '' }], { stop_reason: 'refusal' }))
    })
    const model = anthropicModel('c', { baseURL: url, apiKey: key })
    const { output, retries, limit } = await call(model)
    expect([output.completion, retries, limit]).toEqual(['Hi', 1, 4])
    expect(output.usage).toMatchObject({ input_tokens: 8, output_tokens: 2, input_tokens_cache_read: 3 })
    expect(requests[0]!.path).toBe('/v1/messages')
    expect(requests[0]!.headers).toMatchObject({ 'x-api-key': key, 'anthropic-version': '2023-06-01' })
    expect(requests[0]!.body['max_tokens']).toBeGreaterThan(0)
    const tools = [{ name: 'f', description: '', parameters: { type: 'object', properties: {} } }]
    expect((await model.generate(request({ tools, toolChoice: 'auto' }))).choices[0]).toMatchObject({
      stop_reason: 'tool_calls',
      message: { tool_calls: [{ function: 'f', arguments: { x: 1 } }] },
    })
    expect((await model.generate(request())).choices[0]).toMatchObject({
      stop_reason: 'content_filter',
      stop_details: { type: 'refusal' },
    })
  })

  it('puts a stream together', async () => {
    const event = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(
        event('message_start', {
          message: {
            id: 'm',
            type: 'message',
            role: 'assistant',
            model: 'c',
            content: [],
            stop_reason: null,
            usage: { input_tokens: 4, output_tokens: 1 },
          },
        }),
      )
      response.write(event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }))
      for (const text of ['Hel', 'lo'])
        response.write(event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }))
      response.write(event('content_block_stop', { index: 0 }))
      response.write(
        event('message_delta', {
          delta: { stop_reason: 'end_turn', stop_sequence: null },
          usage: { output_tokens: 2 },
        }),
      )
      response.end(event('message_stop', {}))
    })
    const { output } = await call(anthropicModel('c', { baseURL: url, apiKey: key, stream: true }))
    expect(output).toMatchObject({ completion: 'Hello', usage: { input_tokens: 4, output_tokens: 2 } })
  })
})

describe('legacy completions', () => {
  const echo: Behaviour = ({ body }, response) => {
    const prompt = body['prompt'] as string
    const tokens = prompt.match(/\s?\S+/g)!
    let at = 0
    const offsets = tokens.map((token) => {
      at += token.length
      return at - token.length
    })
    sendJson(response, {
      choices: [
        {
          text: body['echo'] === true ? prompt : ' four',
          finish_reason: 'length',
          logprobs: {
            tokens: body['echo'] === true ? tokens : [' four'],
            token_logprobs: body['echo'] === true ? tokens.map((_, i) => (i === 0 ? null : -i / 10)) : [-0.3],
            top_logprobs: [{ ' four': -0.3, ' five': -1.5 }],
            text_offset: body['echo'] === true ? offsets : [prompt.length],
          },
        },
      ],
      usage: { prompt_tokens: tokens.length, completion_tokens: 1, total_tokens: tokens.length + 1 },
    })
  }
  it('gives log-probabilities of the answer, and of the prompt by teacher forcing', async () => {
    const { url, requests } = await serve(echo)
    const model = completionsModel('base', { baseURL: url, apiKey: key })
    const output = await model.generate(request({ config: { logprobs: true, top_logprobs: 2 } }))
    expect(output.choices[0]).toMatchObject({
      stop_reason: 'max_tokens',
      logprobs: {
        content: [
          { token: ' four', logprob: -0.3, top_logprobs: [{ token: ' four' }, { token: ' five', logprob: -1.5 }] },
        ],
      },
    })
    expect(await answerLogprob(model, 'two and two is', ' surely four')).toBeCloseTo(-0.9, 12)
    expect(requests[1]!.body).toMatchObject({ echo: true, max_tokens: 0, logprobs: 1 })
    await expect(answerLogprob(model, 'two and tw', 'o is four')).rejects.toThrow('spans the border')
  })

  it('says what is wrong', async () => {
    const { url } = await serve((_, response, n) => {
      if (n === 0) response.writeHead(200).end('<html>')
      else if (n === 1) sendJson(response, { choices: [] })
      else sendJson(response, { error: 'no' }, 400)
    })
    const model = completionsModel('base', { baseURL: url })
    await expect(model.generate(request())).rejects.toMatchObject({
      retryable: true,
      message: 'the response is no JSON object',
    })
    await expect(model.generate(request())).rejects.toMatchObject({ retryable: true })
    await expect(model.generate(request())).rejects.toMatchObject({ status: 400, retryable: false })
  })
})

describe('cache, recording and names', () => {
  it('finds an answer by everything it depends on, and explains a miss', async () => {
    const { url, requests } = await serve((_, response) => {
      sendJson(response, completion('x'))
    })
    const model = openAiCompatibleModel('m', { baseURL: url })
    const cache = diskCache(temporaryFolder())
    const output = await model.generate(request())
    await cache.set(model, request(), output)
    expect(await cache.get(model, request())).toEqual(output)
    const variants: readonly [Model, ModelRequest, string][] = [
      [model, request({ config: { temperature: 1 } }), 'config.temperature'],
      [model, request({ messages: [{ role: 'user', content: 'Bye?' }] }), 'messages'],
      [model, request({ tools: [{ name: 't', description: '', parameters: {} }] }), 'tools'],
      [model, request({ sample: { id: 1, epoch: 2, target: '', choices: null, metadata: {} } }), 'epoch'],
      [{ ...model, name: 'judge' }, request(), 'model'],
      [openAiCompatibleModel('m', { baseURL: `${url}/other` }), request(), 'identity'],
    ]
    for (const [other, asked, part] of variants) {
      expect(await cache.get(other, asked)).toBeNull()
      expect(cache.explain(other, asked)).toMatchObject({ hit: false, differs: [part] })
    }
    expect(cache.explain(model, request()).hit).toBe(true)
    expect(cache.counts).toEqual({ hits: 1, misses: 6 })
    expect(requests).toHaveLength(1)
  })

  it('plays what was recorded, and nothing else', async () => {
    const { url } = await serve((_, response, n) => {
      sendJson(response, completion(`answer ${n}`))
    })
    const file = path.join(temporaryFolder(), 'tape.jsonl')
    const live = recordingModel(openAiCompatibleModel('m', { baseURL: url }), file)
    const said = [await live.generate(request()), await live.generate(request())]
    const tape = replayModel(openAiCompatibleModel('m', { baseURL: url }), file)
    expect([await tape.generate(request()), await tape.generate(request()), await tape.generate(request())]).toEqual([
      ...said,
      said[1],
    ])
    await expect(tape.generate(request({ config: { seed: 1 } }))).rejects.toThrow('no answer to this request')
  })

  it('knows models by name, and says what is missing', async () => {
    const environment = { env: { OPENAI_API_KEY: key, ANTHROPIC_API_KEY: key }, folder: temporaryFolder() }
    for (const name of ['openai/gpt', 'anthropic/claude', 'simulated/0.5?seed=3'])
      expect((await resolveModel(name, environment)).name).toBe(name)
    expect((await resolveModel('compatible/x', { ...environment, baseURL: 'http://127.0.0.1:1/v1' })).name).toBe(
      'compatible/x',
    )
    await expect(resolveModel('openai/gpt', { ...environment, env: {} })).rejects.toThrow('OPENAI_API_KEY')
    await expect(resolveModel('completions/x', environment)).rejects.toThrow('--model-base-url')
    await expect(resolveModel('simulated/lots', environment)).rejects.toThrow('ability')
    await expect(resolveModel('who', environment)).rejects.toThrow("there is no model 'who'")
    await expect(resolveModel('missing.mjs', environment)).rejects.toThrow('cannot be loaded')
  })
})
