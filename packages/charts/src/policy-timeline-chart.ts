import { axisX, axisY, barX, dot, text, type PlotOptions } from '@observablehq/plot'
import type { HistoricDecision, Policy } from '@safety-portfolio/asl-policy'
import type { ChartSize } from './chart-size.js'
import { emptyChart, frame } from './internal/frame.js'
import { estimate, interval, threshold } from './internal/palette.js'

/** A version of a policy: what {@link policyTimelineChart} needs of it. */
export type PolicyVersion = Pick<Policy, 'id' | 'version' | 'effective'>

/** Options of {@link policyTimelineChart}. */
export interface PolicyTimelineChartOptions extends ChartSize {
  /** Decisions on record, drawn as dots in the row of their policy. Default none. */
  readonly decisions?: readonly Pick<HistoricDecision, 'model' | 'date' | 'policy'>[]
  /** Last day of the axis, YYYY-MM-DD. Default: 90 days after the last day that is drawn. */
  readonly until?: string
  /** Versions that are compared, `id version`; they are drawn solid. Default none. */
  readonly marked?: readonly string[]
}

/**
 * Versions of policies on a time line: a bar from the day a version came into force to that of the next one, its number in it, and a dot for each
 * decision on record.
 *
 * @example
 * ```ts
 * import { policyTimelineChart } from '@safety-portfolio/charts'
 *
 * const versions = [
 *   { id: 'rsp', version: '1.0', effective: '2023-09-19' },
 *   { id: 'rsp', version: '2.0', effective: '2024-10-15' },
 * ]
 * policyTimelineChart(versions).ariaDescription // => 'rsp: 1.0 from 2023-09-19, 2.0 from 2024-10-15.'
 * ```
 */
export function policyTimelineChart(
  versions: readonly PolicyVersion[],
  options: PolicyTimelineChartOptions = {},
): PlotOptions {
  const label = 'Versions of policies over time'
  if (versions.length === 0) return emptyChart(options, 120, label, 'There is no version.')
  const { decisions = [], marked = [] } = options
  const policies = [...new Set(versions.map(({ id }) => id))]
  const last = [...versions.map(({ effective }) => effective), ...decisions.map(({ date }) => date)].toSorted().at(-1)!
  const until = options.until ?? new Date(Date.parse(last) + 90 * 86_400_000).toISOString().slice(0, 10)
  const bars = policies.flatMap((id) => {
    const own = versions.filter((version) => version.id === id).toSorted((a, b) => (a.effective < b.effective ? -1 : 1))
    return own.map((version, index) => ({
      id,
      version: version.version,
      from: new Date(version.effective),
      to: new Date(own[index + 1]?.effective ?? until),
      isMarked: marked.includes(`${id} ${version.version}`),
    }))
  })
  const dots = decisions.filter(({ policy }) => policies.includes(policy.id))
  const shared = frame(options, 52 + 44 * policies.length, { label, description: describe(policies, versions, dots) })
  const range = (new Date(until).getTime() - Math.min(...bars.map(({ from }) => from.getTime()))) / shared.width
  return {
    ...shared,
    marginLeft: Math.min(0.3 * shared.width, 16 + 6.6 * Math.max(...policies.map((id) => id.length))),
    marginRight: 12,
    marginTop: 14,
    marginBottom: 32,
    x: { type: 'utc', label: null },
    y: { type: 'band', domain: policies, label: null, padding: 0.25 },
    marks: [
      axisX({ ticks: shared.width < 480 ? 4 : 8, label: null }),
      axisY({ label: null, tickSize: 0 }),
      barX(bars, {
        x1: 'from',
        x2: 'to',
        y: 'id',
        fill: (bar: { readonly isMarked: boolean }) => (bar.isMarked ? threshold : interval),
        fillOpacity: 0.3,
        insetLeft: 0.5,
        insetRight: 0.5,
        title: ({ id, version, from }: (typeof bars)[number]) =>
          `${id} ${version}, from ${from.toISOString().slice(0, 10)}`,
        className: 'versions',
      }),
      // A number is left out where its bar has no room for it; the description and the table have them all.
      text(
        bars.filter(({ from, to, version }) => (to.getTime() - from.getTime()) / range > 7 * version.length + 4),
        {
          x: (bar: (typeof bars)[number]) => new Date((bar.from.getTime() + bar.to.getTime()) / 2),
          y: 'id',
          text: 'version',
          dy: -8,
          fill: 'currentColor',
          className: 'version-label',
        },
      ),
      dot(dots, {
        x: ({ date }: HistoricDecision) => new Date(date),
        y: ({ policy }: HistoricDecision) => policy.id,
        dy: 9,
        r: 3,
        fill: estimate,
        title: ({ model, date }: HistoricDecision) => `${model}, ${date}`,
        className: 'decisions',
      }),
    ],
  }
}

function describe(
  policies: readonly string[],
  versions: readonly PolicyVersion[],
  decisions: readonly Pick<HistoricDecision, 'model' | 'date' | 'policy'>[],
): string {
  const rows = policies.map((id) => {
    const own = versions
      .filter((version) => version.id === id)
      .map(({ version, effective }) => `${version} from ${effective}`)
    const taken = decisions.filter(({ policy }) => policy.id === id).length
    return `${id}: ${own.join(', ')}${taken === 0 ? '' : `; ${taken} decision${taken === 1 ? '' : 's'} on record`}.`
  })
  return rows.join(' ')
}
