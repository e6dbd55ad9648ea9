import { tmpdir } from 'node:os'
import type { Io, TextStream } from '../src/io/io.js'

/** A stream that remembers what was written. */
export interface MemoryStream extends TextStream {
  text: string
}

/** An {@link Io} in memory; standard input holds `input`. */
export interface MemoryIo extends Io {
  readonly stdout: MemoryStream
  readonly stderr: MemoryStream
}

export interface MemoryIoOptions {
  readonly input?: string | readonly (string | Uint8Array)[]
  readonly cwd?: string
  readonly terminal?: boolean
  readonly columns?: number
  readonly env?: Readonly<Record<string, string>>
  readonly now?: () => number
}

export function memoryIo(options: MemoryIoOptions = {}): MemoryIo {
  const { input = '', cwd = tmpdir(), terminal = false, columns, env = {}, now } = options
  return {
    stdout: memoryStream(terminal, columns),
    stderr: memoryStream(terminal, columns),
    stdin: stdinOf(typeof input === 'string' ? [input] : input, terminal),
    env,
    cwd: () => cwd,
    ...(now === undefined ? {} : { now }),
  }
}

function memoryStream(isTTY: boolean, columns: number | undefined): MemoryStream {
  return {
    text: '',
    isTTY,
    ...(columns === undefined ? {} : { columns }),
    write(text, callback) {
      this.text += text
      callback?.()
    },
  }
}

function stdinOf(chunks: readonly (string | Uint8Array)[], isTTY: boolean): Io['stdin'] {
  return {
    isTTY,
    async *[Symbol.asyncIterator]() {
      await Promise.resolve()
      yield* chunks
    },
  }
}
