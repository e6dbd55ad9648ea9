import type { Interval } from '@safety-portfolio/stats'
import type { LogInfo } from '../log/log-info.js'
import type { RepeatedEstimate } from '../statistics/repeated-attempts.js'
import { escapeMarkup } from './escape-markup.js'
import { digits } from './run-outcome.js'

/** Scores with intervals; those without samples as the log has them. */
export function scoresTable({ recomputed, scores }: LogInfo): string {
  const rows = recomputed.map((one) => [
    one.scorer,
    digits(one.mean),
    one.interval === null ? (one.reason ?? 'none') : range(one.interval),
    digits(one.stderr),
    String(one.n),
    String(one.unscored),
  ])
  const logged = scores
    .filter(({ scorer }) => recomputed.every((one) => one.scorer !== scorer))
    .flatMap(({ scorer, metrics }) =>
      Object.entries(metrics).map(([name, value]) => [
        `${scorer}: ${name}`,
        digits(value),
        'as logged, without samples',
        'none',
        '0',
        '0',
      ]),
    )
  if (rows.length + logged.length === 0) return '<p>The log has no scores.</p>'
  const header = ['score', 'mean', `${level(recomputed)} % interval`, 'standard error', 'questions', 'unscored']
  return table('Scores', header, [...rows, ...logged])
}

/** Every standard error and interval there is for a score. */
export function errorBarsTable({ recomputed }: LogInfo): string {
  const known = recomputed.filter(({ mean }) => mean !== null)
  if (known.length === 0) return ''
  const isClustered = known.some(({ clustered }) => clustered !== null)
  const rows = known.map(({ scorer, interval, clopperPearson, clustered, stderr, cluster }) => [
    scorer,
    digits(clustered === null ? stderr : clustered.byQuestions),
    interval?.method ?? 'none',
    range(clopperPearson),
    ...(isClustered
      ? [
          clustered === null ? 'none' : `${clustered.clusters} by ${cluster ?? 'cluster'}`,
          digits(clustered?.plain),
          digits(clustered?.finite),
          digits(clustered?.designEffect),
          clustered?.wildReason ?? range(clustered?.wildInterval ?? null),
        ]
      : []),
  ])
  const header = [
    'score',
    'standard error by questions',
    'method of the interval',
    'Clopper-Pearson',
    ...(isClustered
      ? [
          'clusters',
          'clustered error, as in Miller',
          'clustered error, finite correction',
          'design effect',
          'wild bootstrap interval',
        ]
      : []),
  ]
  const without = isClustered ? '' : '\n<p>No cluster is named: errors are by questions.</p>'
  return `<h3>Every error bar</h3>\n${table('Every error bar', header, rows)}${without}`
}

/** pass@k, pass^k and at least k, where questions were tried several times. */
export function repeatedTable({ recomputed }: LogInfo): string {
  const estimate = ({ mean, interval }: RepeatedEstimate): string =>
    interval === null ? digits(mean) : `${digits(mean)} (${range(interval)})`
  // Reducers of the same scorer share their attempts.
  const seen = new Set<string>()
  const rows = recomputed.flatMap(({ scorer, repeated }) => {
    const name = scorer.replace(/ \[[^\]]*\]$/, '')
    if (seen.has(name)) return []
    seen.add(name)
    return repeated.map(({ k, passAt, passHat, atLeast }) => [
      name,
      String(k),
      estimate(passAt),
      estimate(passHat),
      estimate(atLeast),
      String(passAt.n),
    ])
  })
  if (rows.length === 0) return ''
  const header = ['score', 'k', 'pass@k: one of k', 'pass^k: all k', 'at least k of all', 'questions']
  return `<h3>Repeated attempts</h3>\n${table('Repeated attempts', header, rows)}`
}

/** Scores by group, where the log has metrics by group. */
export function groupsTable({ recomputed }: LogInfo): string {
  const rows = recomputed.flatMap(({ scorer, groups }) =>
    groups.map(({ field, group, mean, stderr, interval, n }) => [
      scorer,
      `${field}: ${group}`,
      digits(mean),
      range(interval),
      digits(stderr),
      String(n),
    ]),
  )
  if (rows.length === 0) return ''
  const header = ['score', 'group', 'mean', `${level(recomputed)} % interval`, 'standard error', 'questions']
  return `<h3>By group</h3>\n${table('By group', header, rows)}`
}

/** Tokens and money by model. */
export function usageTable({ usage }: LogInfo): string {
  const rows = Object.entries(usage).map(([model, one]) => [
    model,
    String(one.input_tokens),
    String(one.output_tokens),
    String(one.total_tokens),
    typeof one.total_cost === 'number' ? `$${digits(one.total_cost)}` : 'unknown',
  ])
  if (rows.length === 0) return '<p>The log counts no tokens.</p>'
  return table('Tokens', ['model', 'in', 'out', 'total', 'cost'], rows)
}

function range(interval: Interval | null): string {
  return interval === null ? 'none' : `${digits(interval.lower)} to ${digits(interval.upper)}`
}

function level(recomputed: LogInfo['recomputed']): number {
  return Math.round((recomputed.find(({ interval }) => interval !== null)?.interval?.level ?? 0.95) * 100)
}

/** A table whose cells are text, in a region that scrolls where it is too wide. */
function table(label: string, header: readonly string[], rows: readonly (readonly string[])[]): string {
  const e = escapeMarkup
  const head = header.map((name) => `<th scope="col">${e(name)}</th>`).join('')
  const body = rows.map(
    ([first = '', ...cells]) =>
      `<tr><th scope="row">${e(first)}</th>${cells.map((cell) => `<td>${e(cell)}</td>`).join('')}</tr>`,
  )
  return `<div class="scroll" role="region" aria-label="${e(label)}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
}
