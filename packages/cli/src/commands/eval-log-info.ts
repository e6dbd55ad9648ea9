import { Command, Option } from 'commander'
import { evalLogAnswer } from '../answers/eval-log.js'
import { explained, openAnyLog } from '../evals/open-eval-log.js'
import { levelFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

interface EvalLogInfoOptions extends CommonOptions {
  readonly level: number
}

/** `safety-portfolio eval log info`: what a log says, and what its samples say. */
export function evalLogInfoCommand(io: Io, exit: Exit): Command {
  const command = new Command('info')
    .description('What a log says of its run, with every score computed again from its samples.')
    .argument('<file>', 'an Inspect log (.eval, .json), or results of promptfoo, OpenAI evals or lm-evaluation-harness')
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
  return answering<EvalLogInfoOptions>(command, io, exit, async (file, { level }, { progress, read }) => {
    const { logInfo } = await import('@safety-portfolio/evals')
    const { log, bytes, source, imported } = await openAnyLog(file!, io, progress)
    try {
      read(source)
      const info = await explained(() => logInfo(log, level))
      const more =
        imported === null || imported.length < 2 ? [] : [`The file holds ${imported.length} runs; this is the first.`]
      return evalLogAnswer({ ...info, warnings: [...info.warnings, ...more] })
    } finally {
      await bytes.close()
    }
  })
}
