// Distributions and special functions against SciPy in the same run: node bench/distributions.mjs (after a build)
import * as stats from '@safety-portfolio/stats'
import { best, compare } from './measure.mjs'

const calls = 20_000
/** Points (i + 1/2) / 1000, so that tails and centre both take part. */
const grid = Float64Array.from({ length: calls }, (_, i) => ((i % 1000) + 0.5) / 1000)

// Each task maps a point u of (0, 1) to one call; the rival applies the same call to the same points, vectorised.
const tasks = {
  'normal cdf': (u) => stats.normalCdf(16 * u - 8),
  'normal quantile': (u) => stats.normalQuantile(u),
  'normal log cdf': (u) => stats.normalLogCdf(60 * u - 50),
  erfc: (u) => stats.erfc(12 * u - 6),
  'log gamma': (u) => stats.logGamma(30 * u),
  't cdf, df 5': (u) => stats.studentTCdf(16 * u - 8, 5),
  't cdf, df 1000.5': (u) => stats.studentTCdf(16 * u - 8, 1000.5),
  't quantile, df 5': (u) => stats.studentTQuantile(u, 5),
  't quantile, df 1000.5': (u) => stats.studentTQuantile(u, 1000.5),
  'chi-squared cdf, df 3': (u) => stats.chiSquaredCdf(20 * u, 3),
  'chi-squared quantile, df 3': (u) => stats.chiSquaredQuantile(u, 3),
  'gamma cdf, shape 1e4': (u) => stats.gammaCdf(9600 + 800 * u, 1e4),
  'gamma quantile, shape 1e4': (u) => stats.gammaQuantile(u, 1e4),
  'beta cdf, (2, 5)': (u) => stats.betaCdf(u, 2, 5),
  'beta quantile, (2, 5)': (u) => stats.betaQuantile(u, 2, 5),
  'beta cdf, (1e5, 1e5)': (u) => stats.betaCdf(0.495 + 0.01 * u, 1e5, 1e5),
  'beta quantile, (1e5, 1e5)': (u) => stats.betaQuantile(u, 1e5, 1e5),
  'F cdf, (4, 20)': (u) => stats.fisherFCdf(10 * u, 4, 20),
  'F quantile, (4, 20)': (u) => stats.fisherFQuantile(u, 4, 20),
  'binomial mass, 100 trials': (u) => stats.binomialDensity(Math.floor(101 * u), 100, 0.3),
  'binomial cdf, 100 trials': (u) => stats.binomialCdf(Math.floor(101 * u), 100, 0.3),
  'bivariate normal cdf, 1/100 of the calls': (u) => stats.bivariateNormalCdf(6 * u - 3, 0.3, 0.5),
}
const fewer = { 'bivariate normal cdf, 1/100 of the calls': 100 }

const seconds = Object.fromEntries(
  Object.entries(tasks).map(([name, call]) => {
    const points = grid.subarray(0, calls / (fewer[name] ?? 1))
    let total = 0
    const time = best(() => {
      for (const u of points) total += call(u)
    })
    if (!Number.isFinite(total)) console.error(`${name}: a value is not finite`)
    const nanoseconds = (time / points.length) * 1e9
    return [`${name} (${nanoseconds.toPrecision(3)} ns)`, time]
  }),
)
compare('distributions', seconds, 'distributions-rival.py', { calls, tasks: Object.keys(seconds) })
