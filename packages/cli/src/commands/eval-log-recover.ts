import path from 'node:path'
import { Command } from 'commander'
import { explained, openEvalLog } from '../evals/open-eval-log.js'
import { writeFileWhole } from '../evals/write-file-whole.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

/** `safety-portfolio eval log recover`: close a log that a crash left open. */
export function evalLogRecoverCommand(io: Io, exit: Exit): Command {
  const command = new Command('recover')
    .description('Write what is whole of a log that a crash cut off, with its results. The log itself stays as it is.')
    .argument('<file>', 'a log')
    .argument('[to]', 'file to write (default: beside the log, with -recovered in its name)')
  return answering<CommonOptions>(command, io, exit, async (file, _options, { progress, read, words }) => {
    const { recoverLog, writeJsonLog, writeZipLog } = await import('@safety-portfolio/evals')
    const { nodeCodecs } = await import('@safety-portfolio/evals/node')
    const { log, bytes, source } = await openEvalLog(file!, io, progress)
    try {
      read(source)
      const { dir, name, ext } = path.parse(path.resolve(io.cwd(), file!))
      const to = words[1] === undefined ? path.join(dir, `${name}-recovered${ext}`) : path.resolve(io.cwd(), words[1])
      const recovered = await explained(() => recoverLog(log))
      await writeFileWhole(to, to.endsWith('.json') ? writeJsonLog(recovered) : writeZipLog(recovered, nodeCodecs))
      const count = recovered.samples?.length ?? 0
      return {
        title: 'Recovered',
        lead: log.finished
          ? `The log was finished; ${counted(count, 'sample')} copied to ${to}.`
          : `${counted(count, 'sample')} recovered into ${to}. eval run --resume continues the run instead.`,
        tables: [],
        basis: {
          method: 'whole members of the archive, front to back; results from the samples',
          assumptions: ['samples that were in flight when the run ended are not in the log'],
          warnings: log.warnings.map((message) => ({ code: 'log', message })),
        },
        result: { written: to, samples: count, finished: log.finished, warnings: log.warnings },
        fine: true,
      }
    } finally {
      await bytes.close()
    }
  })
}
