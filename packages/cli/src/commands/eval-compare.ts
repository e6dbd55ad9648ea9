import { Command, Option } from 'commander'
import { evalCompareAnswer } from '../answers/eval-compare.js'
import { openRuns } from '../evals/open-runs.js'
import { levelFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { printable } from '../text/printable.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

interface EvalCompareOptions extends CommonOptions {
  readonly level: number
  readonly reducer?: string
  readonly cluster?: string
}

/** `safety-portfolio eval compare`: two runs on the same questions. */
export function evalCompareCommand(io: Io, exit: Exit): Command {
  const command = new Command('compare')
    .description('Compare two runs on the questions they share: paired, clustered where questions have clusters.')
    .argument('<a>', 'a log')
    .argument('<b>', 'a log')
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .option('--reducer <name>', 'how epochs are reduced: mean, median, max, at_least_<k>, pass_at_<k>, pass_k_<k>')
    .option('--cluster <field>', 'field of the metadata that clusters questions')
  return answering<EvalCompareOptions>(command, io, exit, async (_file, options, { progress, read, words }) => {
    const { compareRuns } = await import('@safety-portfolio/evals')
    const runs = await openRuns(words, options, io, progress, read)
    const comparisons = compareRuns(runs, { level: options.level, seed: options.seed })
    if (comparisons.length === 0) {
      const names = runs.map(({ scores }) => [...scores.keys()].map((name) => printable(name)).join(', ') || 'none')
      throw new UsageError(`The runs share no score. The first has: ${names[0]!}. The second has: ${names[1]!}.`)
    }
    return evalCompareAnswer(comparisons)
  })
}
