import { Command, Option } from 'commander'
import type { MeanEstimate, RepeatedAttempts } from '@safety-portfolio/evals'
import { evalCompareAnswer } from '../answers/eval-compare.js'
import { errorBarsTable, repeatedTables } from '../answers/eval-error-bars.js'
import { openRuns } from '../evals/open-runs.js'
import { levelFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { estimateCells, intervalHeader, standardErrorCell } from '../text/estimate-cells.js'
import { printable } from '../text/printable.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

interface EvalStatsOptions extends CommonOptions {
  readonly level: number
  readonly reducer?: string
  readonly cluster?: string
}

/** A score of a run with every error bar there is for it. */
interface ScoreStatistics extends MeanEstimate {
  readonly run: string
  readonly scorer: string
  readonly repeated: readonly RepeatedAttempts[]
}

/** `safety-portfolio eval stats`: the scores of logs with all their error bars, and every two of them compared. */
export function evalStatsCommand(io: Io, exit: Exit): Command {
  const command = new Command('stats')
    .description('Scores of logs with standard errors and intervals; several logs are also compared, two by two.')
    .argument('<logs...>', 'logs')
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .option('--reducer <name>', 'how epochs are reduced: mean, median, max, at_least_<k>, pass_at_<k>, pass_k_<k>')
    .option('--cluster <field>', 'field of the metadata that clusters questions')
  return answering<EvalStatsOptions>(command, io, exit, async (_file, options, { progress, read, words }) => {
    const { compareRuns, estimateMean, repeatedAttempts } = await import('@safety-portfolio/evals')
    const runs = await openRuns(words, options, io, progress, read)
    const { level, seed } = options
    const scores = runs.flatMap(({ name, scores: byScorer }) =>
      [...byScorer].map(([scorer, questions]): ScoreStatistics => {
        const values = questions.map(({ value }) => value)
        const clusters = questions.map(({ cluster }) => cluster)
        const labels = clusters.filter((cluster) => cluster !== null)
        const isClustered = labels.length > 0 && labels.length === clusters.length
        const clustering = isClustered ? { clusters: labels } : {}
        return {
          run: name,
          scorer,
          ...estimateMean(values, { level, seed, ...clustering }),
          repeated: repeatedAttempts(
            questions.map(({ attempts }) => attempts),
            { level, ...clustering },
          ),
        }
      }),
    )
    const comparisons = compareRuns(runs, { level, seed })
    const compared = comparisons.length === 0 ? null : evalCompareAnswer(comparisons)
    return {
      title: 'Scores',
      lead: `${counted(runs.length, 'log')}, ${counted(scores.length, 'score')}.${compared === null ? '' : ` ${compared.lead}`}`,
      tables: [
        {
          caption: 'Scores',
          header: [
            'score',
            'run',
            'mean',
            intervalHeader(scores.map(({ interval }) => interval)),
            'standard error',
            'questions',
          ],
          rows: scores.map((one) => [
            printable(one.scorer),
            printable(one.run, 30),
            ...estimateCells({
              estimate: one.mean,
              standardError: one.standardError,
              interval: one.interval,
              reason: one.reason ?? 'none',
            }),
            standardErrorCell(one.standardError),
            String(one.n),
          ]),
        },
        errorBarsTable(scores.map((one) => ({ ...one, scorer: nameOf(one, runs.length) }))),
        ...repeatedTables(scores.map((one) => ({ ...one, scorer: nameOf(one, runs.length) }))),
        ...(compared?.tables ?? []),
      ],
      basis: {
        method: `means over questions, epochs reduced by ${options.reducer ?? 'mean'}; Wilson for scores of 0 and 1, Student t otherwise; clustered with and without the finite correction`,
        assumptions: ['questions, or their clusters, are a sample of those one could ask', 'scorers were right'],
        warnings: [
          ...scores.flatMap(({ run, scorer, warnings }) =>
            warnings.map(({ code, message }) => ({
              code,
              message: `${printable(run)}, ${printable(scorer)}: ${message}`,
            })),
          ),
          ...(compared?.basis.warnings ?? []),
        ],
      },
      result: { scores, comparisons },
      fine: true,
    }
  })
}

/** A score's name, with its run where there are several. */
function nameOf({ scorer, run }: ScoreStatistics, runs: number): string {
  return runs === 1 ? scorer : `${scorer}, ${run}`
}
