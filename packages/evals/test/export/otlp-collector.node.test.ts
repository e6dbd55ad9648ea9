import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { agent, bash, datasetOf, includes, otlpTraces, type OtlpTraces, type Task } from '../../src/index.js'
import { localSandbox, otlpHooks, runEval, sendOtlp } from '../../src/node/index.js'
import { scriptedModel } from '../scripted-model.js'
import { smallLog } from '../small-log.js'
import { temporaryFolder } from '../temporary-folder.js'

interface Received {
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly traces: OtlpTraces
}
/** What a collector does with a request: a status and a body, or nothing at all. */
type Behaviour = (n: number) => readonly [number, string] | 'cut' | 'hang'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A collector on the loopback address that keeps what it is sent. */
async function collector(behaviour: Behaviour = () => [200, '{}']) {
  const received: Received[] = []
  let count = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const answer = behaviour(count)
      count += 1
      if (answer === 'cut') response.destroy()
      else if (answer !== 'hang') {
        if (answer[0] === 200)
          received.push({
            path: request.url!,
            headers: request.headers,
            traces: JSON.parse(Buffer.concat(chunks).toString()) as OtlpTraces,
          })
        response.writeHead(answer[0], { 'content-type': 'application/json' }).end(answer[1])
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const spans = () => received.flatMap(({ traces }) => traces.resourceSpans[0]!.scopeSpans[0]!.spans)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, spans, asked: () => count }
}
const traces = otlpTraces(smallLog(), smallLog().samples!)

describe('sendOtlp', () => {
  it('posts JSON with the headers given, and again after what passes', async () => {
    const { url, received, asked } = await collector((n) => (n === 0 ? [503, ''] : n === 1 ? 'cut' : [200, '']))
    await sendOtlp({ url, headers: { 'x-key': 'k' } }, traces)
    expect(asked()).toBe(3)
    expect(received).toMatchObject([
      { path: '/v1/traces', headers: { 'x-key': 'k', 'content-type': 'application/json' }, traces },
    ])
  })

  it('says what was not taken, and does not say keys', async () => {
    const secret = { 'x-key': 'sk-abcdefghijklmnop' }
    const problems: [Behaviour, RegExp][] = [
      [() => [400, 'sk-abcdefghijklmnop'], /^http:\/\/127.0.0.1:\d+ did not take the spans: HTTP 400$/],
      [() => [200, '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"x"}}'], /2 spans were rejected/],
      [() => [302, ''], /did not take/],
    ]
    for (const [behaviour, message] of problems) {
      const { url } = await collector(behaviour)
      await expect(sendOtlp({ url, headers: secret }, traces)).rejects.toThrow(message)
    }
    await expect(sendOtlp({ url: 'file:///etc/passwd' }, traces)).rejects.toThrow(TypeError)
  })
})

describe('otlpHooks', () => {
  const task: Task = {
    name: 'shell',
    dataset: datasetOf(
      'q',
      Array.from({ length: 3 }, () => ({ input: 'q', target: 'yes' })),
    ),
    solvers: [agent({ tools: [bash()] })],
    scorers: [includes()],
    sandbox: localSandbox(),
  }
  const run = (url: string) =>
    runEval(task, {
      model: scriptedModel([[{ name: 'bash', arguments: { command: 'echo secret' } }], 'yes'], 'openai/scripted'),
      logDir: temporaryFolder(),
      hooks: [otlpHooks({ url })],
    })

  it('sends the run, its attempts and calls, as the log would give them', async () => {
    const { url, spans } = await collector()
    const result = await run(url)
    expect(result).toMatchObject({ status: 'success', samples: 3 })
    const names = spans().map(({ name }) => name)
    expect(names.toSorted()).toEqual([
      ...Array<string>(6).fill('chat scripted'),
      'eval shell',
      ...Array<string>(3).fill('execute_tool bash'),
      ...Array<string>(3).fill('sample'),
    ])
    const [root] = spans().filter(({ name }) => name === 'eval shell')
    for (const span of spans()) {
      expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true)
      if (span.name === 'sample') expect(span.parentSpanId).toBe(root!.spanId)
    }
    expect(root!.events!.map(({ attributes }) => attributes[0]!.value)).toContainEqual({ stringValue: 'includes mean' })
    expect(JSON.stringify(spans())).not.toContain('secret')
  })

  it('loses no sample when the collector fails, is not there or does not answer', async () => {
    const failing = await collector(() => [400, ''])
    const hanging = await collector(() => 'hang')
    for (const url of [failing.url, hanging.url, 'http://127.0.0.1:65001']) {
      const result = await run(url)
      expect(result).toMatchObject({ status: 'success', samples: 3, errors: 0 })
      expect(result.warnings.join()).toMatch(/hook otlp: onRunEnd: .* did not take the spans/)
    }
  }, 40_000)
})
