import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { agent, datasetOf, includes, openLog, wholeLog, type SolveContext, type Task } from '../../src/index.js'
import {
  diskCache,
  explainMisses,
  fileSource,
  loadTask,
  mcpTools,
  nodeCodecs,
  runEval,
  type McpTools,
} from '../../src/node/index.js'
import { scriptedModel } from '../scripted-model.js'
import { temporaryFolder } from '../temporary-folder.js'

const script = path.join(import.meta.dirname, 'tools-server.mjs')
const serverOf = (version = '1.0.0') => ({ command: process.execPath, args: [script, version] })
const open: McpTools[] = []
const connect: typeof mcpTools = async (...words) => {
  const tools = await mcpTools(...words)
  open.push(tools)
  return tools
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
const nothing = {} as SolveContext
const call = ({ tools }: McpTools, name: string, args = {}) =>
  tools.find((tool) => tool.name === name)!.run(args, nothing)

describe('mcpTools of a process', () => {
  it('gives the tools of every page, with the name and version of the server', async () => {
    const mcp = await connect(serverOf())
    expect(mcp.server).toEqual({ name: 'tools-server', version: '1.0.0', protocol: '2025-06-18' })
    expect(mcp.tools.map(({ name }) => name)).toEqual(['add', 'fail', 'wait', 'leave', 'environment'])
    expect(mcp.tools[0]).toMatchObject({
      description: 'Adds two numbers.',
      parameters: { required: ['a', 'b'] },
      options: { mcp: mcp.server },
    })
    expect(await Promise.all([call(mcp, 'add', { a: 1, b: 2 }), call(mcp, 'add', { a: 3, b: 4 })])).toEqual(['3', '7'])
    expect((await connect(serverOf(), { tools: 'a*, wait', prefix: 'x_' })).tools.map(({ name }) => name)).toEqual([
      'x_add',
      'x_wait',
    ])
  })

  it(
    'says what a tool says when it fails, what is late, and that a server has ended',
    { timeout: 30_000 },
    async () => {
      const mcp = await connect(serverOf(), { timeout: 20 })
      await expect(call(mcp, 'fail')).rejects.toThrow('it is broken')
      const quick = await connect(serverOf(), { timeout: 4 })
      await expect(call(quick, 'wait')).rejects.toThrow('did not answer tools/call within 4 seconds')
      expect(await call(quick, 'add', { a: 1, b: 1 })).toBe('2')
      await expect(call(quick, 'leave')).rejects.toThrow('has ended with 3')
      await expect(call(quick, 'add', { a: 1, b: 1 })).rejects.toThrow('has ended with 3')
      await expect(mcpTools({ command: 'no-such-server' })).rejects.toThrow('there is no such program')
      await expect(mcpTools({ command: 'cat' }, { timeout: 5 })).rejects.toThrow('the server refused initialize')
    },
  )

  it('passes no key on', async () => {
    process.env['PLANTED_API_KEY'] = 'sk-planted-0123456789'
    const mcp = await connect({ ...serverOf(), env: { GIVEN: 'yes' } })
    delete process.env['PLANTED_API_KEY']
    const environment = await call(mcp, 'environment')
    expect(environment).toContain('"GIVEN":"yes"')
    expect(environment).toContain('[image]')
    expect(environment).not.toContain('planted')
  })

  it('keeps no process waiting that forgets to close it', async () => {
    const entry = path.join(import.meta.dirname, '../../dist/node.js')
    const code = `const { mcpTools } = await import(${JSON.stringify(entry)}); const { tools } = await mcpTools(${JSON.stringify(serverOf())}); console.log(await tools[0].run({ a: 1, b: 1 }))`
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const ended = await new Promise((resolve) => child.once('exit', resolve))
    expect([ended, said.trim()]).toEqual([0, '2'])
  }, 20_000)
})

for (const kind of ['http', 'http-json']) {
  describe(`mcpTools of an address (${kind})`, () => {
    let child: ReturnType<typeof spawn>
    let url: string
    beforeAll(async () => {
      child = spawn(process.execPath, [script, '2.0.0', kind], { stdio: ['ignore', 'pipe', 'inherit'] })
      const port = await new Promise<string>((resolve) =>
        child.stdout!.once('data', (chunk: Buffer) => {
          resolve(chunk.toString().trim())
        }),
      )
      url = `http://127.0.0.1:${port}/mcp`
    })
    afterAll(() => child.kill())

    it('speaks to a server of the official SDK', async () => {
      const mcp = await connect({ url, headers: { 'x-key': 'planted-key' } }, { timeout: 2 })
      expect(mcp.server).toMatchObject({ name: 'tools-server', version: '2.0.0' })
      expect(mcp.tools).toHaveLength(5)
      expect(await call(mcp, 'add', { a: 2, b: 2 })).toBe('4')
      await expect(call(mcp, 'fail')).rejects.toThrow('it is broken')
      await expect(call(mcp, 'wait')).rejects.toThrow(/cannot be reached|aborted|timeout/i)
    })

    it('says what is wrong and not the key', async () => {
      const error = await mcpTools({ url, headers: { 'x-key': 'wrong-key' } }).catch(
        (problem: unknown) => problem as Error,
      )
      expect((error as Error).message).toMatch(/answered HTTP 401/)
      expect((error as Error).message).not.toContain('key')
      await expect(mcpTools({ url: 'file:///etc/passwd' })).rejects.toThrow(TypeError)
    })
  })
}

describe('hostile servers', () => {
  it('that list without end, answer nonsense, or name nothing are refused', async () => {
    let mode = 'endless'
    const http = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { id, method } = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { id?: number; method?: string }
        const hello = {
          protocolVersion: '2025-06-18',
          serverInfo: mode === 'nameless' ? {} : { name: 'x', version: '1' },
        }
        const result =
          method === 'initialize' ? hello : mode === 'nonsense' ? { tools: 5 } : { tools: [], nextCursor: 'more' }
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ jsonrpc: '2.0', id, result }))
      })
    })
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
    await expect(mcpTools({ url })).rejects.toThrow('lists tools without end')
    mode = 'nonsense'
    await expect(mcpTools({ url })).rejects.toThrow('did not list its tools')
    mode = 'nameless'
    await expect(mcpTools({ url })).rejects.toThrow('does not speak the Model Context Protocol')
    http.closeAllConnections()
    http.close()
  })
})

describe('tools of a server in a run', () => {
  const taskOf = ({ tools }: McpTools): Task => ({
    name: 'sum',
    dataset: datasetOf('sum', [{ input: '1 + 2?', target: '3' }]),
    solvers: [agent({ tools })],
    scorers: [includes()],
  })

  it('are in the key of the cache: another version, description or schema is another question', async () => {
    const folder = temporaryFolder()
    const cache = diskCache(path.join(folder, 'cache'))
    const model = scriptedModel([[{ name: 'add', arguments: { a: 1, b: 2 } }], '3'])
    const run = async (mcp: McpTools) => {
      const watched = explainMisses(cache)
      const { hits, misses } = cache.counts
      const result = await runEval(taskOf(mcp), { model, logDir: path.join(folder, 'logs'), cache: watched })
      expect(result.scores[0]!.mean).toBe(1)
      return {
        hits: cache.counts.hits - hits,
        misses: cache.counts.misses - misses,
        why: watched.misses,
        log: result.log,
      }
    }
    const one = await connect(serverOf('1.0.0'))
    const first = await run(one)
    expect(first).toMatchObject({ hits: 0, misses: 2 })
    expect(await run(await connect(serverOf('1.0.0')))).toMatchObject({ hits: 2, misses: 0 })
    const newer = await run(await connect(serverOf('1.0.1')))
    expect(newer).toMatchObject({ hits: 0, misses: 2 })
    expect(newer.why[0]!.differs).toEqual(['tools'])
    const changed = one.tools.map((tool) => (tool.name === 'add' ? { ...tool, description: 'Adds.' } : tool))
    expect(await run({ ...one, tools: changed })).toMatchObject({ misses: 2 })
    const schema = one.tools.map((tool) =>
      tool.name === 'add' ? { ...tool, parameters: { ...tool.parameters, required: ['a'] } } : tool,
    )
    expect(await run({ ...one, tools: schema })).toMatchObject({ misses: 2 })
    // What a model is sent names no server.
    const source = await fileSource(first.log)
    const { samples } = await wholeLog(await openLog(source, { codecs: nodeCodecs, name: 'log' }))
    await source.close()
    const [event] = (samples![0]!.events as readonly { event: string; tools?: readonly object[] }[]).filter(
      (one) => one.event === 'model',
    )
    expect(event!.tools![0]).toMatchObject({
      name: 'add',
      options: { mcp: { name: 'tools-server', version: '1.0.0' } },
    })
  }, 30_000)

  it('can be named in YAML', async () => {
    const folder = temporaryFolder()
    const server = JSON.stringify({ ...serverOf(), tools: 'add' })
    writeFileSync(
      path.join(folder, 'task.yaml'),
      `dataset: [{ input: "1 + 2?", target: "3" }]\nsolvers: [{ agent: { mcp: [${server}], maxTurns: 3 } }]\nscorers: [includes]\n`,
    )
    const task = await loadTask('task.yaml', folder)
    const result = await runEval(task, {
      model: scriptedModel([[{ name: 'add', arguments: { a: 1, b: 2 } }], '3']),
      logDir: folder,
    })
    expect(result.scores[0]!.mean).toBe(1)
    writeFileSync(
      path.join(folder, 'bad.yaml'),
      'dataset: [{ input: q }]\nsolvers: [{ agent: { mcp: [{ command: no-such-server }] } }]\nscorers: [includes]\n',
    )
    await expect(loadTask('bad.yaml', folder)).rejects.toThrow(
      'bad.yaml: mcp: the server no-such-server cannot be started',
    )
  })
})
