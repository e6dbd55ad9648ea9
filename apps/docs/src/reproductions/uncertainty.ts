import { backtestChart, intervalChart } from '@safety-portfolio/charts'
import type { PlotOptions } from '@observablehq/plot'
import { backtestLaw, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
import { wilsonInterval } from '@safety-portfolio/stats'
import stored from '../../../../packages/scaling-laws/bench/results/coverage.json'

const backtest = backtestLaw(
  'chinchilla',
  simulateRuns({ parameters: publishedFits.besiroglu.parameters, noise: 0.005, seed: 3 }),
)

/** Forecasts within simulated runs, judged by the runs they had not seen. */
export function forecastChart(width: number): PlotOptions {
  return backtestChart(backtest, { width })
}

export const coverageWorlds = stored.worlds

/** Coverage of each kind of interval over the constants of simulated worlds, from the stored run of the script. */
export function coverageChart(width: number, design: string, loss: string): PlotOptions {
  const rows = stored.rows.filter((row) => row.design === design && row.loss === loss && row.trials > 0)
  const methods = [...new Set(rows.map(({ method }) => method))]
  return intervalChart(
    methods.map((method) => {
      const of = rows.filter((row) => row.method === method)
      const [covered, trials] = [
        of.reduce((sum, row) => sum + row.covered, 0),
        of.reduce((sum, row) => sum + row.trials, 0),
      ]
      // The constants of one world share its noise: the interval counts worlds, not constants.
      const worlds = trials / of.length
      const { lower, upper } = wilsonInterval(Math.round((covered / trials) * worlds), worlds)
      const broken = of.some(({ assumption }) => assumption !== 'holds')
      return { label: broken ? `${method} *` : method, estimate: covered / trials, lower, upper }
    }),
    {
      width,
      axis: `Share of intervals that hold the truth; ${Math.round(100 * stored.level)} % are promised`,
      reference: stored.level,
      format: (value) => `${Math.round(100 * value)} %`,
    },
  )
}

interface CoverageRow {
  readonly method: string
  readonly design: string
  readonly loss: string
  readonly coverage: string
  readonly assumption: string
}

/** Every kind, design and loss of the stored run, those whose assumption holds first. */
export const coverageTable: readonly CoverageRow[] = (() => {
  const groups = new Map<string, (typeof stored.rows)[number][]>()
  for (const row of stored.rows) {
    const key = [row.method, row.design, row.loss].join('|')
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const percent = (share: number): string => String(Math.round(100 * share))
  const table = [...groups.values()].map((rows): CoverageRow => {
    const shares = rows.map(({ covered, trials }) => covered / trials)
    const [lowest, highest] = [percent(Math.min(...shares)), percent(Math.max(...shares))]
    const { method, design, loss, assumption } = rows[0] ?? { method: '', design: '', loss: '', assumption: '' }
    return {
      method,
      design,
      loss: loss === 'huber' ? 'Huber' : 'squares of logs',
      coverage: lowest === highest ? `${lowest} %` : `${lowest} to ${highest} %`,
      assumption,
    }
  })
  const holds = ({ assumption }: CoverageRow): boolean => assumption === 'holds'
  return [...table.filter(holds), ...table.filter((row) => !holds(row))]
})()
