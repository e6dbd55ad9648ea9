import { expect } from 'vitest'
import { main } from '../src/index.js'
import { memoryIo, type MemoryIoOptions } from './memory-io.js'

/** What a command did. */
export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command in this process. */
export async function runCommand(argv: readonly string[], options: MemoryIoOptions = {}): Promise<Ran> {
  const io = memoryIo(options)
  const code = await main(argv, io)
  return { code, stdout: io.stdout.text, stderr: io.stderr.text }
}

/** Runs a command with `--json --quiet`, which must succeed with the exit code, and gives what it printed. */
export async function printedJson<T>(argv: readonly string[], options: MemoryIoOptions = {}, expected = 0): Promise<T> {
  const { code, stdout, stderr } = await runCommand([...argv, '--json', '--quiet'], options)
  expect([code, stderr]).toEqual([expected, ''])
  return JSON.parse(stdout) as T
}

/** Runs a command that must refuse its input: exit code 2, nothing on standard output, these words on standard error. */
export async function expectRefusal(
  argv: readonly string[],
  words: readonly string[],
  options: MemoryIoOptions = {},
): Promise<void> {
  const { code, stdout, stderr } = await runCommand([...argv, '--quiet'], options)
  for (const word of words) expect(stderr).toContain(word)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).not.toMatch(/internal error|\bat .*\.js:\d+/)
}
