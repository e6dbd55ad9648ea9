import type { ExecResult } from '../task/sandbox.js'
import type { SolveContext } from '../task/solver.js'
import type { Tool } from '../task/tool.js'

/** Options of {@link bash} and {@link python}. */
export interface SandboxToolOptions {
  /** Seconds a call may take. Default 60. */
  readonly timeout?: number
}

function commandTool(
  name: string,
  description: string,
  argument: string,
  command: (text: string) => readonly string[],
  { timeout = 60 }: SandboxToolOptions,
): Tool {
  return {
    name,
    description,
    parameters: {
      type: 'object',
      properties: { [argument]: { type: 'string' } },
      required: [argument],
      additionalProperties: false,
    },
    async run(args, context: SolveContext) {
      const text = args[argument]
      if (typeof text !== 'string') throw new TypeError(`${name}: ${argument} must be a text`)
      if (context.sandbox === undefined) throw new Error(`${name}: this task has no sandbox to run it in`)
      return shown(await context.sandbox.exec(command(text), { timeout }), timeout)
    },
  }
}

/** A tool that runs shell commands in the attempt's sandbox. */
export function bash(options: SandboxToolOptions = {}): Tool {
  return commandTool(
    'bash',
    'Runs a shell command and gives its output.',
    'command',
    (text) => ['sh', '-c', text],
    options,
  )
}

/** A tool that runs Python in the attempt's sandbox, which must have `python3`. */
export function python(options: SandboxToolOptions = {}): Tool {
  const about = 'Runs Python code, each time anew, and gives what it prints.'
  return commandTool('python', about, 'code', (text) => ['python3', '-c', text], options)
}

function shown({ code, stdout, stderr, timedOut, truncated }: ExecResult, timeout: number): string {
  return [
    stdout,
    stderr === '' ? '' : `stderr:\n${stderr}`,
    timedOut
      ? `killed after ${timeout} seconds`
      : truncated
        ? 'killed: too much output'
        : code === 0
          ? ''
          : `exit code ${code ?? 'none: a signal ended it'}`,
  ]
    .filter((part) => part !== '')
    .join('\n')
}
