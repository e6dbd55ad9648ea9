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
  const rows = stored.rows.filter((row) => row.design === design && row.loss === loss)
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
      return { label: method, estimate: covered / trials, lower, upper }
    }),
    {
      width,
      axis: `Share of intervals that hold the truth; ${Math.round(100 * stored.level)} % are promised`,
      reference: stored.level,
      format: (value) => `${Math.round(100 * value)} %`,
    },
  )
}
