import type { CancelSignal } from './model.js'

/** How a command is run in a sandbox. */
export interface ExecOptions {
  /** What the command reads from its standard input. Default: nothing. */
  readonly input?: string
  /** Folder it runs in, relative to the sandbox's own. Default: that one. */
  readonly cwd?: string
  /** Environment variables besides the few that a sandbox has. Nothing of the harness's own environment is passed on. */
  readonly env?: Readonly<Record<string, string>>
  /** Seconds after which it is killed, with every process it began. Default 60. */
  readonly timeout?: number
}

/** What a command came to. */
export interface ExecResult {
  /** Exit code; `null` where a signal ended it. 0 means success and nothing else does. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Whether it was killed because its time was up. */
  readonly timedOut: boolean
  /** Whether it wrote more than is kept (1 MiB of each stream); it was killed then. */
  readonly truncated: boolean
}

/** A place of its own, for one attempt, where commands of a model are run. */
export interface Sandbox {
  /** Kind of the sandbox: `docker`, `local`. */
  readonly type: string
  /** @throws SandboxError where the command could not be started; a command that fails is a result. */
  exec(command: readonly string[], options?: ExecOptions): Promise<ExecResult>
  /** Text of a file, as UTF-8. */
  readFile(path: string): Promise<string>
  /** Writes a file, and the folders above it. */
  writeFile(path: string, content: string): Promise<void>
}

/** A sandbox that somebody has to close. */
export interface OpenSandbox extends Sandbox {
  /** Ends every process in it and removes its files. Never throws. */
  close(): Promise<void>
}

/** Makes sandboxes: one for each attempt. */
export interface SandboxProvider {
  readonly type: string
  /** As the log shows it: image, limits, network. */
  readonly config: Readonly<Record<string, unknown>>
  /** Whether what runs inside is kept from the machine's files and network. Where it is not, every report says so. */
  readonly isolates: boolean
  /** Looks whether sandboxes can be had, before a model is asked, and says what the log should know. */
  prepare?(): Promise<Readonly<Record<string, unknown>>>
  open(signal: CancelSignal): Promise<OpenSandbox>
}

/** A sandbox that does not work: an error of the attempt, never a score. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'
}
