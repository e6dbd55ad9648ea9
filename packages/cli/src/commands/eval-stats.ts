import { Command, Option } from 'commander'
import type { MeanEstimate } from '@safety-portfolio/evals'
import type { Interval } from '@safety-portfolio/stats'
import { evalCompareAnswer } from '../answers/eval-compare.js'
import { openRuns } from '../evals/open-runs.js'
import { levelFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { estimateCells, intervalHeader, standardErrorCell } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
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
  /** For scores of 0 and 1: never covers less than its level. */
  readonly clopperPearson: Interval | null
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
    const { compareRuns, estimateMean } = await import('@safety-portfolio/evals')
    const { clopperPearsonInterval } = await import('@safety-portfolio/stats')
    const runs = await openRuns(words, options, io, progress, read)
    const { level, seed } = options
    const scores = runs.flatMap(({ name, scores: byScorer }) =>
      [...byScorer].map(([scorer, questions]): ScoreStatistics => {
        const values = questions.map(({ value }) => value)
        const clusters = questions.map(({ cluster }) => cluster)
        const labels = clusters.filter((cluster) => cluster !== null)
        const isClustered = labels.length > 0 && labels.length === clusters.length
        const binary = values.length > 0 && values.every((value) => value === 0 || value === 1)
        return {
          run: name,
          scorer,
          ...estimateMean(values, { level, seed, ...(isClustered ? { clusters: labels } : {}) }),
          clopperPearson: binary
            ? clopperPearsonInterval(values.filter((value) => value === 1).length, values.length, { level })
            : null,
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
          caption: 'Scores with every error bar',
          header: [
            'score',
            'run',
            'mean',
            intervalHeader(scores.map(({ interval }) => interval)),
            'standard error',
            'Clopper-Pearson',
            'clustered: C',
            'plain',
            'finite',
            'design effect',
            'wild bootstrap',
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
            range(one.clopperPearson),
            one.clustered === null ? 'none' : String(one.clustered.clusters),
            standardErrorCell(one.clustered?.plain ?? null),
            standardErrorCell(one.clustered?.finite ?? null),
            one.clustered?.designEffect === null || one.clustered?.designEffect === undefined
              ? 'none'
              : formatNumber(one.clustered.designEffect, 3),
            range(one.clustered?.wildInterval ?? null),
            String(one.n),
          ]),
        },
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

function range(interval: Interval | null): string {
  return interval === null ? 'none' : `${formatNumber(interval.lower, 3)} to ${formatNumber(interval.upper, 3)}`
}
