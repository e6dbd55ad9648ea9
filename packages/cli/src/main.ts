import { explainFailure } from './failure.js'
import { exitCode } from './exit-code.js'
import type { Io } from './io/io.js'
import { createProgram } from './program.js'
import { UsageError } from './usage-error.js'

/**
 * Runs the command `safety-portfolio` and returns its exit code: 0 fine, 1 a finding (for example a fit that did not converge), 2 bad input or
 * usage, 3 an internal error. Results go to `io.stdout`, everything else to `io.stderr`; nothing is thrown and the process is not ended.
 *
 * @param argv - The arguments after the name of the command, e.g. `['scaling', 'fit', 'runs.csv']`.
 * @param io - Streams, environment and folder; `process` by default.
 * @returns The exit code.
 *
 * @example
 * ```ts
 * import { main, version } from 'safety-portfolio'
 *
 * let printed = ''
 * const stdout = { write: (text: string, done?: () => void) => { printed += text; done?.() } }
 * const code = await main(['--version'], { ...process, stdout, cwd: () => process.cwd() })
 * code // => 0
 * printed.trim() === version // => true
 * ```
 */
export async function main(argv: readonly string[], io: Io = process): Promise<number> {
  const broken = watchStdout(io)
  const code = await run(argv, io)
  await flush(io)
  return broken.error === undefined ? code : explainFailure(broken.error, io)
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  let code: number = exitCode.fine
  try {
    const program = await createProgram(argv, io, (result) => {
      code = result
    })
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    return explainFailure(error, io)
  }
}

/** A reader that stops early (`| head`) is no error: what is left to do, such as a report, is still done. */
function watchStdout(io: Io): { error?: UsageError } {
  const broken: { error?: UsageError } = {}
  io.stdout.on?.('error', (error) => {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return
    broken.error = new UsageError(`Cannot write to standard output: ${error.message}.`)
  })
  return broken
}

async function flush(io: Io): Promise<void> {
  await new Promise<void>((resolve) => {
    io.stdout.write('', () => {
      resolve()
    })
  })
}
