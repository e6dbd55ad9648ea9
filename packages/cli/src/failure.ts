import { CommanderError } from 'commander'
import { DataError } from '@safety-portfolio/records'
import { exitCode } from './exit-code.js'
import type { Io } from './io/io.js'
import { styleFor } from './io/style.js'
import { Refusal } from './refusal.js'
import { UsageError } from './usage-error.js'
import { version } from './version.js'

/** Says on stderr what ended the command, and returns the exit code. */
export function explainFailure(error: unknown, io: Io): number {
  // Help and version end commander's parsing as errors with exit code 0, and it has printed its own usage errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.fine : exitCode.badInput
  const style = styleFor(io.stderr, io.env)
  if (error instanceof Refusal) {
    io.stderr.write(`${style.caution('refused:')} ${error.message}\n`)
    return exitCode.badInput
  }
  // RangeError and TypeError are what the packages throw for arguments; here these come from flags. Engines throw them too, with other words.
  if (error instanceof DataError || error instanceof UsageError || isArgumentError(error)) {
    io.stderr.write(`${style.bad('error:')} ${error.message}\n`)
    return exitCode.badInput
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  io.stderr.write(
    `${style.bad('internal error:')} ${detail}\n` +
      `This is a defect of safety-portfolio ${version}, not of your data. Please report it, with the command and these lines, at\n` +
      `https://github.com/safety-portfolio/safety-portfolio/issues\n`,
  )
  return exitCode.internal
}

/** "fitChinchilla: delta must be > 0, got -1": errors about arguments name the function first in this repository, and in no engine. */
function isArgumentError(error: unknown): error is Error {
  return (error instanceof RangeError || error instanceof TypeError) && /^[a-z]\w+: /.test(error.message)
}
