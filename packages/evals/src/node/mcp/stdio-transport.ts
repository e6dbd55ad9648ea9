import { spawn } from 'node:child_process'
import { isObject } from '../../log/migrate-log.js'
import { killGroup } from '../sandbox/run-process.js'
import { answerTo, resultOf, type McpTransport } from './json-rpc.js'

/** A server that is a process of this machine and speaks on its standard input and output. */
export interface McpProcess {
  readonly command: string
  readonly args?: readonly string[]
  /** Environment variables besides `PATH` and the like: nothing of the harness's own, and no key, is passed on. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** Characters of the longest message. */
const mostMessage = 16 << 20
const passedOn = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'USER', 'SystemRoot', 'APPDATA', 'TEMP']

interface Pending {
  readonly resolve: (answer: Readonly<Record<string, unknown>>) => void
  readonly reject: (error: Error) => void
}

/** Starts a server. It ends when it is closed, and with this process; while nothing is asked of it, it keeps this process from nothing. */
export function stdioTransport({ command, args = [], env = {}, cwd }: McpProcess): McpTransport {
  const own = Object.fromEntries(
    passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  )
  const child = spawn(command, args, {
    env: { ...own, ...env },
    detached: process.platform !== 'win32',
    stdio: ['pipe', 'pipe', 'ignore'],
    ...(cwd === undefined ? {} : { cwd }),
  })
  const pending = new Map<number, Pending>()
  const state: { ended: Error | null } = { ended: null }
  // A pipe counts as work to wait for only while an answer is awaited.
  const pipes = [child.stdin, child.stdout] as unknown as readonly { ref?(): void; unref?(): void }[]
  const hold = (): void => {
    for (const one of [child, ...pipes]) if (pending.size > 0) one.ref?.()
    for (const one of [child, ...pipes]) if (pending.size === 0) one.unref?.()
  }
  const end = (reason: string): void => {
    state.ended ??= new Error(`the server ${command} ${reason}`)
    for (const { reject } of pending.values()) reject(state.ended)
    pending.clear()
    hold()
  }
  const stop = (): void => {
    killGroup(child)
  }
  process.once('exit', stop)
  child.once('error', (error: NodeJS.ErrnoException) => {
    end(error.code === 'ENOENT' ? 'cannot be started: there is no such program' : `cannot be started: ${error.message}`)
  })
  child.once('exit', (code) => {
    process.off('exit', stop)
    end(`has ended${code === null ? '' : ` with ${code}`}`)
  })
  child.stdin.on('error', () => undefined)
  const write = (message: object): void => {
    child.stdin.write(`${JSON.stringify(message)}\n`)
  }
  const take = (line: string): void => {
    let message: unknown
    try {
      message = JSON.parse(line)
    } catch {
      // Some servers print what is no message.
      return
    }
    if (!isObject(message)) return
    if (typeof message['method'] === 'string') {
      if (message['id'] !== undefined) write(answerTo(message))
      return
    }
    const waiting = pending.get(Number(message['id']))
    pending.delete(Number(message['id']))
    hold()
    waiting?.resolve(message)
  }
  let rest = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    for (const line of lines) take(line)
    if (rest.length > mostMessage) {
      end('sends a message that is too long')
      stop()
    }
  })
  let last = 0
  hold()
  return {
    async request(method, params, timeout) {
      if (state.ended !== null) throw state.ended
      last += 1
      const id = last
      const answer = await new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
        const timer = setTimeout(() => {
          pending.delete(id)
          hold()
          write({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } })
          reject(new Error(`the server ${command} did not answer ${method} within ${timeout} seconds`))
        }, timeout * 1000)
        const settled =
          <T>(work: (value: T) => void) =>
          (value: T): void => {
            clearTimeout(timer)
            work(value)
          }
        pending.set(id, { resolve: settled(resolve), reject: settled(reject) })
        hold()
        write({ jsonrpc: '2.0', id, method, params })
      })
      return resultOf(answer, method)
    },
    notify(method, params) {
      write({ jsonrpc: '2.0', method, params })
      return Promise.resolve()
    },
    close() {
      end('is closed')
      child.stdin.end()
      stop()
      return Promise.resolve()
    },
  }
}
