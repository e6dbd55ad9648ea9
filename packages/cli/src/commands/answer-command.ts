import type { Command } from 'commander'
import type { Answer } from '../answers/answer.js'
import { exitCode } from '../exit-code.js'
import type { Io } from '../io/io.js'
import { createProgress, type Progress } from '../io/progress.js'
import { sourceFacts, type Source } from '../io/read-table.js'
import { checkFolder, writeFolder } from '../io/write-folder.js'
import type { Exit } from '../program.js'
import { answerText } from '../report/answer-summary.js'
import { resultText } from '../report/result-text.js'
import { version } from '../version.js'
import { resolvePath, withCommonOptions, type CommonOptions } from './common-options.js'
import { sameCommand } from './same-command.js'

/** What a command can reach while it computes its answer. */
export interface Work {
  readonly io: Io
  readonly progress: Progress
  /** Every argument of the command line, lists flattened; the first is also the file. */
  readonly words: readonly string[]
  /** Remembers a file that was read: the result and the report name it. */
  readonly read: (source: Source) => void
}

/** Finds the answer to a command line. */
type Find<Options> = (file: string | undefined, options: Options, work: Work) => Answer | Promise<Answer>

/**
 * Turns a command with an argument or none into one that prints an answer, with `--json`, `--out`, `--seed` and `--quiet`. Nothing is
 * written before the answer is complete.
 */
export function answering<Options extends CommonOptions>(
  command: Command,
  io: Io,
  exit: Exit,
  find: Find<Options>,
): Command {
  return withCommonOptions(command).action(async (...given: readonly unknown[]) => {
    // Commander passes the arguments, then the options, then the command.
    const words = given
      .slice(0, command.registeredArguments.length)
      .flat()
      .filter((word) => typeof word === 'string')
    const options = command.opts<Options>()
    const progress = createProgress(io, options.quiet === true)
    try {
      exit(await answer(command, io, words, options, progress, find))
    } finally {
      progress.end()
    }
  })
}

async function answer<Options extends CommonOptions>(
  command: Command,
  io: Io,
  words: readonly string[],
  options: Options,
  progress: Progress,
  find: Find<Options>,
): Promise<number> {
  const folder = options.out === undefined ? undefined : resolvePath(io, options.out)
  if (folder !== undefined) await checkFolder(folder)
  const sources: Source[] = []
  const found = await find(words[0], options, { io, progress, words, read: (source) => void sources.push(source) })
  const result = {
    ...found.result,
    ...('version' in found.result ? {} : { version }),
    seed: options.seed,
    ...(sources.length === 0 ? {} : { source: sources[0], ...(sources.length > 1 ? { sources } : {}) }),
  }
  const facts = [...sources.flatMap((source) => sourceFacts(source)), `seed ${options.seed}`]
  if (folder !== undefined) {
    progress.step('Writing the report')
    // Pages bring the charts with them: commands that write none start without.
    const { answerPage } = await import('../report/answer-page.js')
    const page = answerPage(found, facts, sameCommand(command, words, sources.length === 0), result)
    await writeFolder(folder, { 'index.html': page, 'result.json': resultText(result) })
  }
  progress.end()
  io.stdout.write(printed(found, options.json === true ? resultText(result) : answerText(found, facts, io)))
  if (folder !== undefined && options.quiet !== true) io.stderr.write(`Report: ${folder}/index.html\n`)
  return found.fine ? exitCode.fine : exitCode.finding
}

function printed({ lines }: Answer, text: string): string {
  return lines === undefined ? text : `${lines.join('\n')}\n`
}
