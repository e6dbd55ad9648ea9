import { Command, Option } from 'commander'
import { wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { UsageError } from '../usage-error.js'
import { resolvePath } from './common-options.js'

/** `safety-portfolio eval view`: the logs of a folder in a browser on this machine. */
export function evalViewCommand(io: Io, exit: Exit): Command {
  const command = new Command('view')
    .description(
      'Show the logs of a folder in a browser on this machine; also serves the routes of Inspect’s viewer. Ctrl-C ends it.',
    )
    .argument('[dir]', 'folder of logs', 'logs')
    .addOption(new Option('--port <n>', 'port on 127.0.0.1; 0 takes a free one').argParser(wholeFlag(0)).default(7575))
  return command.action(async (dir: string) => {
    const { viewServer } = await import('@safety-portfolio/evals/node')
    const { port } = command.opts<{ readonly port: number }>()
    const server = await viewServer(resolvePath(io, dir), port).catch((error: unknown) => {
      const { code = '', message } = error as NodeJS.ErrnoException
      const reason =
        code === 'ENOENT'
          ? 'there is no such folder'
          : code === 'EADDRINUSE'
            ? `port ${port} is in use; try --port 0`
            : message
      throw new UsageError(`Cannot show ${dir}: ${reason}.`)
    })
    io.stdout.write(`${server.url}\n`)
    await new Promise<void>((resolve) => {
      const end = (): void => {
        resolve()
      }
      process.once('SIGINT', end)
      process.once('SIGTERM', end)
    })
    await server.close()
    exit(0)
  })
}
