import type { OpenSandbox } from '../../task/sandbox.js'

/** Characters of an output that the log keeps. */
const mostKept = 10_000

/** A sandbox whose every use is an event of the log. */
export function recordedSandbox(sandbox: OpenSandbox, event: (kind: string, fields: object) => void): OpenSandbox {
  const record = async <T>(
    fields: object,
    work: () => Promise<T>,
    seen: (result: T) => { readonly result?: number | null; readonly output?: string },
  ): Promise<T> => {
    const timestamp = new Date().toISOString()
    const put = (rest: object): void => {
      event('sandbox', { timestamp, ...fields, ...rest, completed: new Date().toISOString() })
    }
    try {
      const result = await work()
      put(seen(result))
      return result
    } catch (error) {
      put({ output: shortened((error as Error).message), metadata: { failed: true } })
      throw error
    }
  }
  return {
    type: sandbox.type,
    exec: (command, options = {}) =>
      record(
        {
          action: 'exec',
          cmd: command.join(' '),
          ...(options.input === undefined ? {} : { input: shortened(options.input) }),
          options: {
            ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
            ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
          },
        },
        () => sandbox.exec(command, options),
        ({ code, stdout, stderr }) => ({ result: code, output: shortened(stdout + stderr) }),
      ),
    readFile: (path) =>
      record(
        { action: 'read_file', file: path },
        () => sandbox.readFile(path),
        (text) => ({ output: shortened(text) }),
      ),
    writeFile: (path, content) =>
      record(
        { action: 'write_file', file: path, input: shortened(content) },
        () => sandbox.writeFile(path, content),
        () => ({}),
      ),
    close: () => sandbox.close(),
  }
}

function shortened(text: string): string {
  return text.length <= mostKept ? text : `${text.slice(0, mostKept)}\n[${text.length - mostKept} more characters]`
}
