import { DataError } from '@safety-portfolio/records'
import { describe, expect, it } from 'vitest'
import { explainFailure } from '../src/failure.js'
import { main, version } from '../src/index.js'
import { Refusal } from '../src/refusal.js'
import { UsageError } from '../src/usage-error.js'
import { memoryIo, type MemoryIo } from './memory-io.js'

async function run(...argv: readonly string[]): Promise<{ readonly code: number; readonly io: MemoryIo }> {
  const io = memoryIo()
  return { code: await main(argv, io), io }
}

describe('main', () => {
  it('prints the version', async () => {
    const { code, io } = await run('--version')
    expect([code, io.stdout.text, io.stderr.text]).toEqual([0, `${version}\n`, ''])
  })

  it.each([['--help'], ['help'], ['help', 'demo'], ['demo', '--help'], ['scaling', 'fit', '--help']])(
    'prints help for %s %s',
    async (...argv) => {
      const { code, io } = await run(...argv)
      expect(code).toBe(0)
      expect(io.stdout.text).toContain('Usage: safety-portfolio')
      expect(io.stderr.text).toBe('')
    },
  )

  it('tells a newcomer what to do next', async () => {
    const { io } = await run('help')
    expect(io.stdout.text).toContain('New here?\n  safety-portfolio assess --demo')
    expect(io.stdout.text).toContain('Exit codes: 0 fine, 1 a finding')
  })

  it.each([
    ['demo'],
    ['mixed', 'fit'],
    ['scaling', 'fit'],
    ['scaling', 'compare'],
    ['scaling', 'predict'],
    ['scaling', 'allocate'],
    ['scaling', 'trend'],
    ['scaling', 'horizon'],
    ['scaling', 'trigger'],
    ['scaling', 'emergence'],
    ['scaling', 'flops'],
  ])('gives an example for %s %s', async (...argv) => {
    const { io } = await run(...argv, '--help')
    expect(io.stdout.text).toMatch(/Examples?:\n {2}safety-portfolio /)
  })

  it.each([[[]], [['scaling']]])('takes %j for a usage error and shows the commands', async (argv) => {
    const { code, io } = await run(...argv)
    expect([code, io.stdout.text]).toEqual([2, ''])
    expect(io.stderr.text).toContain('Commands:')
  })

  it.each([
    [['frobnicate'], "error: unknown command 'frobnicate'"],
    [['scaling', 'fot'], 'Did you mean fit?'],
    [['demo', '--frob'], "error: unknown option '--frob'"],
    [['demo', '--seed', '-1'], 'whole number of at least 0'],
    [['demo', 'extra'], 'too many arguments'],
    [
      ['scaling', 'fit', 'x.csv', '--delta', '0'],
      "option '--delta <d>' argument '0' is invalid. It must be greater than 0.",
    ],
    [['scaling', 'fit', 'x.csv', '--level', '95'], 'between 0 and 1'],
    [['scaling', 'fit', 'x.csv', '--map', 'loss'], 'name=value'],
    [['scaling', 'fit', 'x.csv', '--bootstrap', '1'], 'whole number of at least 2'],
    [['scaling', 'fit', 'x.csv', '--law', 'moore'], "There is no law 'moore'. Known laws: chinchilla, kaplan, "],
    [['scaling', 'fit', 'x.csv', '--loss', 'mse'], "no loss 'mse'. Known losses: huber, lad, squared, log-squared."],
    [['scaling', 'fit', 'x.csv', '--loss', 'lad', '--delta', '1'], '--delta belongs to --loss huber'],
    [
      ['scaling', 'fit', 'x.csv', '--map', 'size=N'],
      "no field 'size'. Its fields: params, tokens, compute, loss, weight.",
    ],
    [['scaling', 'fit', 'x.csv', '--map', 'loss=a', '--map', 'loss=b'], "names a column for 'loss' twice"],
    [
      ['scaling', 'fit', 'x.csv', '--law', 'power-offset', '--budget', '1e24'],
      '--budget needs a law of parameters and tokens',
    ],
    [['scaling', 'fit', 'no-such-file.csv'], 'there is no such file'],
  ])('%j is a usage error', async (argv, message) => {
    const { code, io } = await run(...argv)
    expect([code, io.stdout.text]).toEqual([2, ''])
    expect(io.stderr.text).toContain(message)
  })

  it('goes on when the reader of standard output leaves, and stops when it cannot be written', async () => {
    const withError = async (code: string): Promise<readonly [number, string]> => {
      const io = memoryIo()
      const listeners: ((error: Error) => void)[] = []
      const stdout = {
        on: (_: 'error', listener: (error: Error) => void) => listeners.push(listener),
        write: (_: string, callback?: () => void) => {
          for (const listener of listeners) listener(Object.assign(new Error(code), { code }))
          callback?.()
        },
      }
      return [await main(['--help'], { ...io, stdout }), io.stderr.text]
    }
    expect(await withError('EPIPE')).toEqual([0, ''])
    expect(await withError('ENOSPC')).toEqual([2, 'error: Cannot write to standard output: ENOSPC.\n'])
  })
})

describe('explainFailure', () => {
  it.each([
    [new UsageError('No file given.'), 2, 'error: No file given.\n'],
    [new DataError([{ code: 'x', path: [3], message: 'bad' }], { name: 'a.csv' }), 2, 'error: a.csv: row 3: bad\n'],
    [new Refusal('a.csv: one run'), 2, 'refused: a.csv: one run\n'],
    [new RangeError('fitLaw: delta must be > 0, got -1'), 2, 'error: fitLaw: delta must be > 0, got -1\n'],
  ])('%s', (error, code, text) => {
    const io = memoryIo()
    expect(explainFailure(error, io)).toBe(code)
    expect(io.stderr.text).toBe(text)
  })

  it.each([
    [new TypeError('Cannot read properties of undefined')],
    [new RangeError('Invalid array length')],
    ['a string'],
  ])('asks for a report of %s', (error) => {
    const io = memoryIo()
    expect(explainFailure(error, io)).toBe(3)
    expect(io.stderr.text).toContain('internal error: ')
    expect(io.stderr.text).toContain('https://github.com/safety-portfolio/safety-portfolio/issues')
  })

  it('keeps the message of an error without a stack', () => {
    const io = memoryIo()
    const error = new Error('bare')
    delete error.stack
    explainFailure(error, io)
    expect(io.stderr.text).toContain('internal error: bare')
  })
})
