// Forecasts rare behaviours in worlds whose tails are known, and stores how far off they are and how often their intervals cover.
// Usage: node scripts/coverage-rare-behaviours.mjs [replicates, default 4000] (after a build); results in packages/risk/bench/results/worlds.json
import { writeFileSync } from 'node:fs'
import {
  elicitationScore,
  fitTail,
  forecastRare,
  logProbabilityOfScore,
  observationsFromHits,
  tailQuantile,
  worstQueries,
} from '@safety-portfolio/risk'
import {
  betaSurvivalQuantile,
  createRandom,
  gammaQuantile,
  normalQuantile,
  normalSurvival,
  normalSurvivalQuantile,
} from '@safety-portfolio/stats'

const replicates = Number(process.argv[2] ?? 4000)
const warned = Math.min(300, replicates)
const k = 10
const level = 0.9

const exponentialTail = (rate, location) => ({
  draw: (random) => location - Math.log(1 - random.uniform()) / rate,
  quantile: (n) => location + Math.log(n) / rate,
})
// Certainty has no score.
const fromLogP = (draw, quantile) => ({
  draw: (random) => elicitationScore(Math.min(-1e-12, draw(random))),
  quantile: (n) => elicitationScore(Math.min(-1e-12, quantile(n))),
})
/** log of a gamma variable of shape a < 1: Marsaglia and Tsang at a + 1, then a power of a uniform. */
function logGammaDraw(random, a) {
  const d = a + 2 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = random.normal()
    const v = (1 + c * x) ** 3
    if (v <= 0) continue
    if (Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return Math.log(d * v) + Math.log(1 - random.uniform()) / a
    }
  }
}
function gammaDraw(random, shape) {
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = random.normal()
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}
const hidden = 1 / 20_000
const base = exponentialTail(6, -3.2)
const worlds = {
  'exp-tail psi rate=1.5 loc=-3.2': exponentialTail(1.5, -3.2),
  'exp-tail psi rate=3.0 loc=-2.8': exponentialTail(3, -2.8),
  'exp-tail psi rate=6.0 loc=-3.6': exponentialTail(6, -3.6),
  'gumbel psi loc=-3 scale=.4': {
    draw: (random) => -3 - 0.4 * Math.log(-Math.log(1 - random.uniform())),
    quantile: (n) => -3 - 0.4 * Math.log(-Math.log1p(-1 / n)),
  },
  // Truncated: what would be above p = 1 is drawn again.
  'log p ~ N(-9,2) decades': fromLogP(
    (random) => {
      for (;;) {
        const log10 = -9 + 2 * random.normal()
        if (log10 < 0) return Math.LN10 * log10
      }
    },
    (n) => {
      const above = normalSurvival(0, -9, 2)
      return Math.LN10 * normalSurvivalQuantile(above + (1 - above) / n, -9, 2)
    },
  ),
  'logit p ~ N(-12,2.5)': fromLogP(
    (random) => -Math.log1p(Math.exp(12 - 2.5 * random.normal())),
    (n) => -Math.log1p(Math.exp(-normalSurvivalQuantile(1 / n, -12, 2.5))),
  ),
  'Beta(.05,50)': fromLogP(
    (random) => {
      const log = logGammaDraw(random, 0.05)
      return log - Math.log(Math.exp(log) + gammaDraw(random, 50))
    },
    (n) => Math.log(betaSurvivalQuantile(1 / n, 0.05, 50)),
  ),
  // A share of 1 in 20,000 queries is much riskier: psi ~ N(1.5, 0.2).
  'hidden subpopulation 1/20000': {
    draw: (random) => (random.uniform() < hidden ? 1.5 + 0.2 * random.normal() : base.draw(random)),
    quantile: (n) =>
      1 / n < hidden ? normalSurvivalQuantile(1 / n / hidden, 1.5, 0.2) : base.quantile(1 / (1 / n - hidden)),
  },
}
const sizes = [
  [100, 10_000],
  [1000, 10_000],
  [1000, 100_000],
  [900, 90_000],
]

const log10 = (psi) => logProbabilityOfScore(psi) / Math.LN10
/** Least squares the other way round: the score on the log plotting position. */
function scoreOnPosition(top, m, shift, n) {
  const y = Array.from({ length: k }, (_, i) => Math.log((i + 1 - shift) / m))
  const [meanX, meanY] = [top.reduce((a, b) => a + b, 0) / k, y.reduce((a, b) => a + b, 0) / k]
  let [yy, xy] = [0, 0]
  for (let i = 0; i < k; i += 1) {
    yy += (y[i] - meanY) ** 2
    xy += (top[i] - meanX) * (y[i] - meanY)
  }
  return meanX + (xy / yy) * (-Math.log(n) - meanY)
}

function summary(errors) {
  const sorted = Float64Array.from(errors).sort()
  const n = sorted.length
  const absolute = sorted.map(Math.abs)
  const mean = absolute.reduce((a, b) => a + b, 0) / n
  const sd = Math.sqrt(absolute.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1))
  return {
    mean_abs_log10: round(mean),
    standardError: round(sd / Math.sqrt(n)),
    median: round((sorted[Math.floor((n - 1) / 2)] + sorted[Math.ceil((n - 1) / 2)]) / 2),
    within1: round(absolute.filter((error) => error <= 1).length / n),
    under: round(sorted.filter((error) => error < 0).length / n),
  }
}
const round = (value) => Number(value.toPrecision(5))

const rows = []
let cell = 0
for (const [world, { draw, quantile }] of Object.entries(worlds)) {
  for (const [m, n] of sizes) {
    cell += 1
    const truth = log10(quantile(n))
    const errors = {
      'ols i/m': [],
      'ols (i-.5)/m': [],
      'ols x|y i/m': [],
      'ols x|y (i-.5)/m': [],
      weissman: [],
      lognormal: [],
      'psi~N': [],
    }
    const covered = { 'ols i/m': 0, weissman: 0, 'weissman, slope only': 0, lognormal: 0, gpd: 0 }
    const warnings = { any: 0, 'curved-tail': 0, 'unstable-k': 0, 'methods-disagree': 0 }
    let gpdTried = 0
    for (let r = 0; r < replicates; r += 1) {
      const random = createRandom(20260101 + cell, r)
      const scores = Float64Array.from({ length: m }, () => draw(random))
      const observations = { kind: 'probability', scores, corrected: 0 }
      const forecast = (method, plotting = 'i/m') =>
        log10(tailQuantile(fitTail(observations, { method, plotting, top: k }).tail, n))
      errors['ols i/m'].push(forecast('ols') - truth)
      errors['ols (i-.5)/m'].push(forecast('ols', 'median') - truth)
      const weissman = fitTail(observations, { method: 'weissman', top: k }).tail
      errors.weissman.push(log10(tailQuantile(weissman, n)) - truth)
      errors.lognormal.push(forecast('lognormal') - truth)
      const top = scores
        .slice()
        .sort()
        .reverse()
        .slice(0, k + 1)
      errors['ols x|y i/m'].push(log10(scoreOnPosition(top.slice(0, k), m, 0, n)) - truth)
      errors['ols x|y (i-.5)/m'].push(log10(scoreOnPosition(top.slice(0, k), m, 0.5, n)) - truth)
      const mean = scores.reduce((a, b) => a + b, 0) / m
      const sd = Math.sqrt(scores.reduce((a, b) => a + (b - mean) ** 2, 0) / (m - 1))
      errors['psi~N'].push(log10(mean + sd * -normalQuantile(1 / n)) - truth)
      for (const method of ['ols', 'weissman', 'lognormal']) {
        if (method === 'lognormal' && r >= 500) continue
        const options = { method, to: [n], top: k, level, replicates: method === 'lognormal' ? 400 : 2000, seed: 7 }
        const { logPInterval } = worstQueries(observations, options)[0]
        const inside = logPInterval.lower / Math.LN10 <= truth && truth <= logPInterval.upper / Math.LN10
        if (inside) covered[method === 'ols' ? 'ols i/m' : method] += 1
      }
      // The slope of Hill has k h / H ~ Gamma(k, 1) exactly; the threshold is taken as known.
      const ends = [0.95, 0.05].map((q) => top[k] + ((k / gammaQuantile(q, k)) * Math.log((k * n) / m)) / -weissman.a)
      if (log10(ends[0]) <= truth && truth <= log10(ends[1])) covered['weissman, slope only'] += 1
      if (r < warned) {
        const options = { method: 'weissman', to: [n], thresholds: [], top: k, level, replicates: 2, seed: 7 }
        const codes = forecastRare(observations, options).warnings.map(({ code }) => code)
        const own = Object.keys(warnings).filter((code) => codes.includes(code))
        for (const code of own) warnings[code] += 1
        if (own.length > 0) warnings.any += 1
        const gpd = worstQueries(observations, { method: 'gpd', to: [n], top: k, level, replicates: 200, seed: 7 })
        const interval = gpd?.[0].logPInterval
        if (interval != null) {
          gpdTried += 1
          if (interval.lower / Math.LN10 <= truth && truth <= interval.upper / Math.LN10) covered.gpd += 1
        }
      }
    }
    const share = (count, of) => round(count / of)
    rows.push({
      world,
      m,
      n,
      true_log10_Qp: round(truth),
      methods: Object.fromEntries(Object.entries(errors).map(([name, values]) => [name, summary(values)])),
      coverage90: {
        'ols i/m': share(covered['ols i/m'], replicates),
        weissman: share(covered.weissman, replicates),
        'weissman, slope only': share(covered['weissman, slope only'], replicates),
        lognormal: share(covered.lognormal, Math.min(500, replicates)),
        gpd: gpdTried === 0 ? null : share(covered.gpd, gpdTried),
      },
      warned: Object.fromEntries(Object.entries(warnings).map(([code, count]) => [code, share(count, warned)])),
    })
    const { methods, coverage90 } = rows.at(-1)
    console.log(
      `${world.padEnd(32)} ${m} -> ${n}  ols ${methods['ols i/m'].mean_abs_log10}, under ${methods['ols i/m'].under}, covered ${coverage90.weissman}`,
    )
  }
}

/** How often repeated sampling is refused: the k-th largest of 900 queries without a hit, or too few different values. */
const sampling = []
for (const [rate, location] of [
  [3, -2.8],
  [6, -3.6],
]) {
  for (const samples of [10, 30, 100, 1000, 10_000]) {
    const { draw } = exponentialTail(rate, location)
    const tries = 200
    let [refused, few] = [0, 0]
    for (let r = 0; r < tries; r += 1) {
      const random = createRandom(99, r)
      const queries = Array.from({ length: 900 }, () => {
        const p = Math.exp(logProbabilityOfScore(draw(random)))
        return { hits: binomial(random, samples, p), samples }
      })
      const observations = observationsFromHits(queries)
      const fit = fitTail(observations, { method: 'ols', top: k })
      if (fit.refused !== null) refused += 1
      else {
        const kth = [...observations.hits].sort((a, b) => b - a)[k - 1]
        if (kth < 5) few += 1
      }
    }
    sampling.push({ rate, location, samples, refused: refused / tries, warnedFewHits: few / tries })
  }
}
function binomial(random, samples, p) {
  // By waiting times: few hits of many samples cost little.
  let [at, hits] = [0, 0]
  for (;;) {
    at += Math.floor(Math.log(1 - random.uniform()) / Math.log1p(-p)) + 1
    if (!(at <= samples)) return hits
    hits += 1
  }
}

const file = new URL('../packages/risk/bench/results/worlds.json', import.meta.url)
const made = {
  script: 'scripts/coverage-rare-behaviours.mjs',
  replicates,
  warnedReplicates: warned,
  k,
  level,
  node: process.version,
}
writeFileSync(file, `${JSON.stringify({ ...made, worlds: rows, repeatedSampling: sampling }, null, 1)}\n`)
