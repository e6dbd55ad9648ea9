import { spawn, type ChildProcess } from 'node:child_process'
import { SandboxError, type ExecResult } from '../../task/sandbox.js'
import type { CancelSignal } from '../../task/model.js'

/** How a process is run. */
export interface ProcessOptions {
  readonly input?: string | undefined
  readonly cwd?: string
  /** All of its environment. */
  readonly env: NodeJS.ProcessEnv
  /** Seconds. */
  readonly timeout: number
  readonly signal: CancelSignal
  /** Bytes of each output that are kept; at more it is killed. Default 1 MiB. */
  readonly most?: number
  /** Called after it was killed before its end, for what is not of its process group. */
  readonly onKill?: () => Promise<void>
}

/** Bytes of each output that are kept. */
const mostOutput = 1 << 20
/** Milliseconds that outputs may stay open after the process has ended: something it left behind holds them. */
const grace = 250

/** Runs a command in a process group of its own, without a shell; a timeout, too much output or an abort kills the whole group. */
export async function runProcess(command: readonly string[], options: ProcessOptions): Promise<ExecResult> {
  const { input, cwd, env, timeout, signal, most = mostOutput, onKill } = options
  if (signal.aborted) throw signal.reason as Error
  const [program, ...args] = command
  if (program === undefined || program === '') throw new TypeError('exec: the command is empty')
  const child = spawn(program, args, {
    env,
    detached: true,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  })
  const outputs = [collector(most), collector(most)] as const
  const state = { timedOut: false, aborted: false, killed: false }
  const kill = (): void => {
    state.killed = true
    killGroup(child)
  }
  const timer = setTimeout(() => {
    state.timedOut = true
    kill()
  }, timeout * 1000)
  const abort = (): void => {
    state.aborted = true
    kill()
  }
  signal.addEventListener('abort', abort, { once: true })
  for (const [index, stream] of [child.stdout, child.stderr].entries()) {
    stream?.on('data', (chunk: Buffer) => {
      if (!outputs[index as 0 | 1].add(chunk)) kill()
    })
  }
  // Who does not read its input is not wrong.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  try {
    const code = await ended(child, program)
    if (state.killed) await onKill?.()
    if (state.aborted) throw signal.reason as Error
    return {
      code: state.killed ? null : code,
      stdout: outputs[0].text(),
      stderr: outputs[1].text(),
      timedOut: state.timedOut,
      truncated: outputs.some(({ full }) => full()),
    }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

/** Kills a process that has not ended, and its group. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}

function ended(child: ChildProcess, program: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new SandboxError(
          `${program} cannot be started: ${error.code === 'ENOENT' ? 'there is no such program' : error.message}`,
          { cause: error },
        ),
      )
    })
    child.once('close', (code) => {
      resolve(code)
    })
    child.once('exit', (code) => {
      setTimeout(() => {
        child.stdout?.destroy()
        child.stderr?.destroy()
        resolve(code)
      }, grace)
    })
  })
}

interface Collector {
  /** False once there is more than is kept. */
  add(chunk: Buffer): boolean
  text(): string
  readonly full: () => boolean
}

function collector(most: number): Collector {
  const chunks: Buffer[] = []
  let size = 0
  return {
    add(chunk) {
      if (size < most) chunks.push(chunk.subarray(0, most - size))
      size += chunk.length
      return size <= most
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
    full: () => size > most,
  }
}
