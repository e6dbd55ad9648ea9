import path from 'node:path'
import { Option, type Command } from 'commander'
import { wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'

/** What every command that computes something accepts. */
export interface CommonOptions {
  /** Print one JSON document instead of tables. */
  readonly json?: true
  /** Folder of the report. */
  readonly out?: string
  /** Seed of everything random. */
  readonly seed: number
  /** No progress on stderr. */
  readonly quiet?: true
}

/** Adds `--json`, `--out`, `--seed` and `--quiet`. */
export function withCommonOptions(command: Command, out?: string): Command {
  const folder = new Option('--out <dir>', 'write an HTML report and its data into this folder')
  return command
    .addOption(out === undefined ? folder : folder.default(out))
    .addOption(new Option('--seed <n>', 'seed of everything random').argParser(wholeFlag(0)).default(1))
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress on standard error')
}

/** An absolute path, seen from the folder of the user. */
export function resolvePath(io: Io, file: string): string {
  return path.resolve(io.cwd(), file)
}
