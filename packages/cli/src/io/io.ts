/** Where text goes: the part of a Node stream this command uses. */
export interface TextStream {
  /** Writes text, as `process.stdout.write` does; calls back once it is handed over. */
  write(text: string, callback?: (error?: Error | null) => void): unknown
  /** Listens for `'error'`, as streams do. Optional, so that a test can pass a plain object. */
  on?(event: 'error', listener: (error: Error) => void): unknown
  /** Whether a person is looking: colour and a progress bar only then. */
  readonly isTTY?: boolean
  /** Width of the terminal in characters. */
  readonly columns?: number
}

/** Everything the command touches outside itself. `process` is one; tests pass their own. */
export interface Io {
  /** Where the result goes, and nothing else. */
  readonly stdout: TextStream
  /** Where progress and diagnostics go. */
  readonly stderr: TextStream
  /** What is read when no file, or `-`, is given. */
  readonly stdin: AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean }
  /** Environment variables; only `NO_COLOR` and `TERM` are read. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder that relative paths start from. */
  cwd(): string
  /** Milliseconds of a clock, for progress and the date of a report; the system's clock by default. */
  now?(): number
}
