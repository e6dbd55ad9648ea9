import type { LogInfo } from '@safety-portfolio/evals'
import type { SummaryTable } from '../report/summary-table.js'
import { counted } from '../text/counted.js'
import { estimateCells, intervalHeader, standardErrorCell } from '../text/estimate-cells.js'
import { formatNumber } from '../text/format-number.js'
import { printable } from '../text/printable.js'
import type { Answer } from './answer.js'
import { errorBarsTable, repeatedTables } from './eval-error-bars.js'
import { failuresTables } from './eval-failures.js'

/** What a log says, and what its samples say. */
export function evalLogAnswer(info: LogInfo): Answer {
  const { task, model, status, samples, completed, version, format } = info
  const subject = task === '' ? 'A log without a task' : `${printable(task)} on ${printable(model)}`
  return {
    title: 'Eval log',
    lead: `${subject}: ${status}, ${counted(samples, 'attempt')}, ${completed} completed (${format}, version ${version}).`,
    tables: [
      ...scoreTables(info),
      ...failuresTables(info.failures),
      ...(info.recomputed.length === 0
        ? []
        : [errorBarsTable(info.recomputed.map((score) => ({ ...score, standardError: score.stderr })))]),
      ...repeatedTables(info.recomputed),
      ...groupTables(info),
      ...usageTables(info),
    ],
    basis: {
      method:
        'scores recomputed from the samples, epochs reduced as the log says; Wilson intervals for scores of 0 and 1, Student t otherwise',
      assumptions: [
        'questions are a sample of those one could ask, and independent unless the log names clusters',
        'the scorer was right; its errors are in no interval',
      ],
      warnings: info.warnings.map((message) => ({ code: 'log', message: printable(message, 400) })),
    },
    result: info,
    fine: true,
  }
}

function scoreTables({ recomputed, scores }: LogInfo): readonly SummaryTable[] {
  const names = [...new Set([...recomputed, ...scores].map(({ scorer }) => scorer))]
  if (names.length === 0) return []
  return [
    {
      caption: 'Scores: recomputed from the samples, and as logged',
      header: [
        'scorer',
        'mean',
        intervalHeader(recomputed.map(({ interval }) => interval)),
        'standard error',
        'questions',
        'unscored',
        'logged',
      ],
      rows: names.map((name) => {
        const again = recomputed.find(({ scorer }) => scorer === name)
        const logged = scores.find(({ scorer }) => scorer === name)?.metrics ?? {}
        const said = Object.entries(logged)
          .toSorted(([a], [b]) => placeOf(a) - placeOf(b))
          .slice(0, 4)
          .map(([metric, value]) => `${printable(metric, 20)} ${value === null ? 'none' : formatNumber(value)}`)
        const cells =
          again === undefined
            ? ['none', 'no samples', 'none', '0', '0']
            : [
                ...estimateCells({
                  estimate: again.mean,
                  standardError: again.stderr,
                  interval: again.interval,
                  reason: again.reason ?? 'none',
                }),
                standardErrorCell(again.stderr),
                String(again.n),
                String(again.unscored),
              ]
        return [printable(name), ...cells, said.length === 0 ? 'nothing' : said.join(', ')]
      }),
    },
  ]
}

/** Where a metric stands among those of a score: the common ones first. */
function placeOf(metric: string): number {
  const place = ['accuracy', 'mean', 'stderr', 'std', 'var'].indexOf(metric)
  return place < 0 ? 5 : place
}

function groupTables({ recomputed }: LogInfo): readonly SummaryTable[] {
  const rows = recomputed.flatMap(({ scorer, groups }) => groups.map((group) => ({ scorer, ...group })))
  if (rows.length === 0) return []
  return [
    {
      caption: 'Scores by group, recomputed',
      header: [
        'scorer',
        'field',
        'group',
        'mean',
        intervalHeader(rows.map(({ interval }) => interval)),
        'standard error',
        'questions',
      ],
      rows: rows.map(({ scorer, field, group, mean, stderr, interval, n }) => [
        printable(scorer),
        printable(field),
        printable(group),
        ...estimateCells({ estimate: mean, standardError: stderr, interval, reason: 'none' }),
        standardErrorCell(stderr),
        String(n),
      ]),
    },
  ]
}

function usageTables({ usage }: LogInfo): readonly SummaryTable[] {
  const rows = Object.entries(usage)
  if (rows.length === 0) return []
  return [
    {
      caption: 'Tokens',
      header: ['model', 'in', 'out', 'total', 'cost in dollars'],
      rows: rows.map(
        ([model, { input_tokens: input, output_tokens: output, total_tokens: total, total_cost: cost }]) => [
          printable(model),
          String(input),
          String(output),
          String(total),
          typeof cost === 'number' ? formatNumber(cost) : 'unknown',
        ],
      ),
    },
  ]
}
