import type { SampleDiff } from '@safety-portfolio/evals'
import type { ExplainedMiss } from '@safety-portfolio/evals/node'
import type { SummaryTable } from '../report/summary-table.js'
import { printable } from '../text/printable.js'

const most = 20

/** How many answers were not asked for again, and whether a replay went as before. */
export function reuseSentences(
  cache: { readonly hits: number; readonly misses: number } | null,
  replayed: SampleDiff | null,
): readonly string[] {
  const all = replayed === null ? 0 : replayed.same + replayed.differences.length
  return [
    ...(cache === null ? [] : [`Answers from the cache: ${cache.hits}, not in it: ${cache.misses}.`]),
    ...(replayed === null ? [] : [`Replay: ${replayed.same} of ${all} attempts are as in the log.`]),
  ]
}

/** Where a run that was played from a log is not that log. */
export function replayTable({ differences }: SampleDiff): SummaryTable {
  return {
    caption: 'Attempts that are not as in the log',
    header: ['id', 'epoch', 'what differs', 'scores: log, now'],
    rows: differences.slice(0, most).map(({ id, epoch, kind, parts, scores }) => [
      printable(String(id), 24),
      String(epoch),
      kind === 'only-a' ? 'only in the log' : kind === 'only-b' ? 'not in the log' : printable(parts.join(', '), 80),
      printable(
        Object.entries(scores)
          .map(([name, [was, is]]) => `${name} ${JSON.stringify(was)}, ${JSON.stringify(is)}`)
          .join('; '),
        80,
      ),
    ]),
  }
}

/** Why answers were not in the cache: alike reasons together. */
export function missTable(misses: readonly ExplainedMiss[]): SummaryTable {
  const groups = new Map<string, ExplainedMiss[]>()
  for (const miss of misses) {
    const reason = miss.differs.length > 0 ? `differs in ${miss.differs.join(', ')}` : miss.detail
    groups.set(reason, [...(groups.get(reason) ?? []), miss])
  }
  return {
    caption: 'Why the cache had no answer',
    header: ['reason', 'requests', 'for example'],
    rows: [...groups].map(([reason, list]) => {
      const { model, id, epoch, detail } = list[0]!
      const where = id === null ? model : `${model}, sample ${id}, epoch ${epoch}`
      return [printable(reason, 80), String(list.length), printable(`${where}: ${detail}`, 160)]
    }),
  }
}
