// Simulates data with known truth and reports how often the 90 % intervals of every other kind hold it (allocations, trends, horizons, IsoFLOP, ...): node scripts/coverage-scaling-kinds.mjs [--worlds 1000] [--first 1000]
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as laws from '../packages/scaling-laws/dist/index.js'
import { clopperPearsonInterval, createRandom } from '../packages/stats/dist/index.js'

const { values: flags } = parseArgs({
  options: { worlds: { type: 'string', default: '1000' }, first: { type: 'string', default: '1000' } },
})
// Seeds below 1,000 are those on which methods were compared and chosen; the stored results are of other worlds.
const first = Number(flags.first)
const worlds = Number(flags.worlds)
const level = 0.9
const tally = new Map()

/** Counts an interval (or `null`) that should hold a value; `broken` is what the kind takes for granted and the worlds do not give it. */
function count(kind, quantity, interval, value, broken = null) {
  const key = `${kind}|${quantity}`
  const assumption = broken === null ? 'holds' : `violated by design: ${broken}`
  const row = tally.get(key) ?? { kind, quantity, assumption, trials: 0, covered: 0, missing: 0 }
  if (interval === null || interval === undefined) row.missing += 1
  else {
    row.trials += 1
    if (interval.lower <= value && value <= interval.upper) row.covered += 1
  }
  tally.set(key, row)
}

const chinchilla = laws.publishedFits.besiroglu.parameters
const equal = { A: 500, B: 1500, E: 1.8, alpha: 0.35, beta: 0.35 }
const bootstrap = (seed) => ({ replicates: 200, seed })
const noisy = (random, value, size) => value * Math.exp(size * random.normal())

const kinds = {
  /** Allocations and the inference-aware optimum, from the covariance, its infinitesimal jackknife and the case bootstrap. */
  allocation(seed) {
    const runs = laws.simulateRuns({ parameters: chinchilla, noise: 0.005, seed })
    const best = laws.computeOptimal(chinchilla, 1e23)
    const options = { loss: 'log-squared', level, allocation: laws.allocationAt([1e23]) }
    for (const [kind, fit] of [
      ['sandwich', laws.fitChinchilla(runs, options)],
      ['infinitesimal jackknife', laws.fitChinchilla(runs, { ...options, covariance: 'infinitesimal-jackknife' })],
      [
        'case bootstrap',
        laws.fitChinchilla(runs, { ...options, bootstrap: laws.caseBootstrap({ ...bootstrap(seed), level }) }),
      ],
    ]) {
      for (const name of ['params', 'tokens', 'tokensPerParam', 'loss'])
        count(`allocation, ${kind}`, name, fit.allocation[0]?.[name].interval, best[name])
      count(`constants, ${kind}`, 'alpha', fit.intervals.alpha, chinchilla.alpha)
      count(`constants, ${kind}`, 'E', fit.intervals.E, chinchilla.E)
    }
    const demand = { inferenceTokens: 1e13, targetCompute: 1e23 }
    const truth = laws.inferenceAwareOptimum(chinchilla, { loss: best.loss, inferenceTokens: 1e13 })
    const aware = laws.fitInferenceAware(runs, { ...demand, loss: 'log-squared', level })
    for (const name of ['params', 'tokens', 'totalCompute'])
      count('inference-aware', name, aware[name].interval, truth[name])
  },
  /** Profile likelihood where the noise has the density that it takes: normal for squares, Laplace for a robust loss. */
  profileLikelihood(seed) {
    const exact = laws.simulateRuns({ parameters: chinchilla, noise: 0, seed })
    const random = createRandom(seed, 1)
    const laplace = () => {
      const u = random.uniform() - 0.5
      return -Math.sign(u) * Math.log(1 - 2 * Math.abs(u))
    }
    for (const [loss, draw] of [
      ['log-squared', () => random.normal()],
      ['huber', laplace],
    ]) {
      const runs = exact.map((run) => ({ ...run, loss: run.loss * Math.exp(0.004 * draw()) }))
      const { estimates } = laws.profileIntervals('chinchilla', runs, {
        loss,
        level,
        calibration: 'likelihood',
        constants: ['alpha', 'beta'],
      })
      for (const name of ['alpha', 'beta'])
        count(`profile likelihood, ${loss}`, name, estimates[name]?.interval, chinchilla[name])
    }
  },
  /** Laws of one quantity and of steps, by the sandwich. */
  curves(seed) {
    const random = createRandom(seed)
    const curve = Array.from({ length: 30 }, (_, k) => 1e4 * 1.6 ** k).map((x) => ({
      x,
      loss: noisy(random, laws.powerOffsetLoss({ E: 0.5, B: 60, c: 0.4 }, x), 0.01),
    }))
    const offset = laws.fitPowerOffset(curve, { loss: 'log-squared', level })
    count('power-offset, sandwich', 'c', offset.intervals.c, 0.4)
    count('power-offset, sandwich', 'E', offset.intervals.E, 0.5)
    const broken = { a: 0.4, b: 2, c0: 0.05, c1: 1.2, d1: 3e3, f1: 0.4 }
    const bent = Array.from({ length: 40 }, (_, k) => 1e2 * 1.25 ** k).map((x) => ({
      x,
      loss: noisy(random, laws.bnslLoss(broken, x), 0.005),
    }))
    const bnsl = laws.fitBnsl(bent, { loss: 'log-squared', level })
    for (const name of ['d1', 'c1']) count('bnsl, sandwich', name, bnsl.intervals[name], broken[name])
    const steps = { Nc: 1e13, Sc: 2000, alphaN: 0.08, alphaS: 0.75 }
    const points = [1e6, 1e7, 1e8, 1e9].flatMap((params) =>
      [5e3, 2e4, 1e5, 5e5, 2e6].map((n) => ({
        params,
        steps: n,
        loss: noisy(random, laws.kaplanStepsLoss(steps, params, n), 0.005),
      })),
    )
    const kaplan = laws.fitKaplanSteps(points, { loss: 'log-squared', level })
    for (const name of ['alphaN', 'alphaS']) count('kaplan-steps, sandwich', name, kaplan.intervals[name], steps[name])
  },
  /** Repeated data: constants of repetition and the allocation that follows. */
  repetition(seed) {
    const base = laws.publishedFits.muennighoff.parameters
    const random = createRandom(seed)
    const runs = [3e7, 1e8, 3e8, 1e9].flatMap((params) =>
      [1, 2, 4, 8, 16, 40].map((epochs) => {
        const tokens = epochs * 2e9
        return {
          params,
          tokens,
          uniqueTokens: 2e9,
          loss: noisy(random, laws.dataConstrainedLoss(base, params, tokens, 2e9), 0.003),
        }
      }),
    )
    const fit = laws.fitDataConstrained(runs, base, { loss: 'log-squared', level })
    count('repeated data, sandwich', 'RD', fit.intervals.RD, base.RD)
    count('repeated data, sandwich', 'RN', fit.intervals.RN, base.RN)
    if (fit.parameters === null) return
    const [best] = laws.allocateDataConstrained(fit, base, [1e22], 25e9, { level })
    const truth = laws.dataConstrainedOptimal(base, 1e22, 25e9)
    for (const name of ['params', 'epochs', 'loss'])
      count('repeated data, allocation', name, best[name].interval, truth[name])
  },
  /** Approach 2 where it has no bias: equal exponents, sizes centred, narrow. */
  isoflop(seed) {
    const runs = laws.simulateRuns({ parameters: equal, noise: 0.002, spread: 3, modelsPerBudget: 9, seed })
    for (const [kind, options] of [
      ['delta method and t', {}],
      ['bootstrap within budgets', { bootstrap: bootstrap(seed) }],
    ]) {
      const fit = laws.fitIsoFlop(runs, { level, budgets: [1e22], ...options })
      count(`IsoFLOP, ${kind}`, 'exponent', fit.frontier.exponents.params.interval, 0.5)
      const size = fit.budgets[3]
      count(
        `IsoFLOP, ${kind}`,
        'size of a budget',
        size?.params.interval,
        laws.computeOptimal(equal, size?.compute ?? 1).params,
      )
    }
  },
  /** The frontier through given optimal sizes. */
  frontier(seed) {
    const random = createRandom(seed)
    const optima = Array.from({ length: 8 }, (_, k) => ({
      compute: 1e18 * 10 ** (k / 2),
      params: noisy(random, 0.1 * (1e18 * 10 ** (k / 2)) ** 0.5, 0.05),
    }))
    const { exponents } = laws.fitFrontierPowerLaw(optima, { level })
    count('frontier, t', 'exponent', exponents.params.interval, 0.5)
  },
  /** Compute trends by every interval, and the dates of crossings. */
  trend(seed) {
    const random = createRandom(seed)
    const models = Array.from({ length: 60 }, (_, i) => {
      const date = laws.dateAfter(12 * ((i * 0.381966) % 1))
      return { name: `${i}`, date, compute: 10 ** (16 + 0.6 * laws.yearsSince(date) + 0.7 * random.normal()) }
    })
    const trend = laws.fitComputeTrend(models, { level, bootstrap: bootstrap(seed) })
    for (const kind of ['classic', 'hc3', 'bootstrap'])
      count(`compute trend, ${kind}`, 'slope', trend.intervals[kind]?.slopeOomPerYear, 0.6)
    count('compute trend, hc3', 'doubling time', trend.intervals.hc3?.doublingMonths, (12 * Math.log10(2)) / 0.6)
    for (const covariance of ['classic', 'hc3'])
      count(
        `threshold date, Fieller, ${covariance}`,
        '1e27 FLOP',
        laws.thresholdDate(trend, 1e27, { level, covariance }).years.interval,
        11 / 0.6,
      )
  },
  /** Time horizons: hierarchical bootstrap of one agent, and the trend over agents. */
  horizons(seed) {
    // Families, tasks of each, standard deviations of families and of tasks of one length in the log odds.
    for (const [stream, tasks, families, each, ofFamilies, ofTasks] of [
      [2, 'tasks of one length differ', 60, 1, 0, 2],
      [0, 'tasks of one length alike', 60, 1, 0, 0],
      [3, 'families of 4 tasks differ, and tasks', 20, 4, 1, 1],
      [4, 'families of 4 tasks alike, tasks differ', 20, 4, 0, 1.5],
    ]) {
      const random = createRandom(seed, stream)
      const runs = Array.from({ length: families }, (_, family) => {
        const shift = ofFamilies === 0 ? 0 : ofFamilies * random.normal()
        return Array.from({ length: each }, (_, task) => {
          const minutes = 2 ** (random.uniform() * 10 - 1)
          const chance = 1 / (1 + Math.exp(0.9 * (Math.log2(minutes) - 4) + shift + ofTasks * random.normal()))
          return Array.from({ length: 4 }, () => ({
            agent: 'a',
            task: `t${family} ${task}`,
            family: `f${family}`,
            minutes,
            score: random.uniform() < chance ? 1 : 0,
          }))
        }).flat()
      }).flat()
      for (const [kind, within] of [
        ['time horizon, whole families', false],
        ["time horizon, METR's bootstrap", true],
      ]) {
        const [agent] = laws.fitTimeHorizons(runs, {
          level,
          regularization: 0,
          weighting: 'equal-task',
          bootstrap: { ...bootstrap(seed), within },
        })
        const broken = within && stream !== 2 ? 'tasks and runs vary little beside families' : null
        count(kind, `p50, ${tasks}`, agent.minutes.p50.interval, 16, broken)
      }
    }
    const random = createRandom(seed, 7)
    const agents = Array.from({ length: 14 }, (_, i) => ({
      agent: `${i}`,
      date: laws.dateAfter(13 + i / 5),
      p50: 2 ** (1.5 * (i / 5) + 0.5 * random.normal()),
    }))
    count(
      'horizon trend, t',
      'doubling days',
      laws.fitHorizonTrend(agents, { level, agents: 'all', maximumMinutes: 1e9 }).doublingDays.interval,
      365.25 / 1.5,
    )
  },
  /** Repeated sampling and tails. */
  sampling(seed) {
    const random = createRandom(seed)
    const gamma = (shape) => {
      let total = 0
      for (let i = 0; i < shape; i += 1) total -= Math.log(1 - random.uniform())
      return total
    }
    const problems = Array.from({ length: 120 }, () => {
      const [a, b] = [gamma(1), gamma(6)]
      const p = a / (a + b)
      let successes = 0
      for (let i = 0; i < 100; i += 1) if (random.uniform() < p) successes += 1
      return { attempts: 100, successes }
    })
    const beta = laws.fitBetaBinomialPassAtK(problems, { level, ks: [1000] })
    count('beta-binomial, Wald', 'exponent', beta.exponent.interval, 1)
    count(
      'beta-binomial, Wald',
      'pass@1000',
      beta.forecasts[0]?.passAtK.interval,
      laws.betaBinomialPassAtK({ alpha: 1, beta: 6 }, 1000),
    )
    const { curve } = laws.meanPassAtK(problems, [10], { level, bootstrap: bootstrap(seed) })
    count(
      'pass@k, bootstrap over problems',
      'pass@10',
      curve[0]?.passAtK.interval,
      laws.betaBinomialPassAtK({ alpha: 1, beta: 6 }, 10),
    )
    const psi = Array.from({ length: 500 }, () => -3 - 0.7 * Math.log(1 - random.uniform()))
    const tail = laws.forecastGumbelTail(
      psi.map((value) => Math.exp(-Math.exp(-value))),
      { level, queries: [50_000], simulation: { replicates: 500, seed } },
    )
    count(
      'Gumbel tail, pivot',
      'worst of 50,000',
      tail.forecasts[0].probability.interval,
      Math.exp(-Math.exp(3 - 0.7 * Math.log(50_000))),
    )
  },
  /** Algorithmic progress. */
  progress(seed) {
    const random = createRandom(seed)
    const models = [2013, 2016, 2018.5, 2021, 2023].flatMap((year) =>
      [1e7, 1e8, 1e9, 1e10].flatMap((params) =>
        [1e8, 1e9, 1e10].map((tokens) => ({
          params,
          tokens,
          year,
          loss: noisy(
            random,
            20 * params ** -0.1 * Math.exp(-0.05 * (year - 2013)) +
              40 * tokens ** -0.13 * Math.exp(-0.06 * (year - 2013)),
            0.01,
          ),
        })),
      ),
    )
    const truth = laws.progressDoublingTimes({ params: 0.1, paramsYear: 0.05, data: 0.13, dataYear: 0.06 })
    const fit = laws.fitAlgorithmicProgress(models, { loss: 'log-squared', level })
    count('algorithmic progress, delta', 'months of compute', fit.doublingMonths.compute.interval, truth.computeMonths)
    count('algorithmic progress, delta', 'months of params', fit.doublingMonths.params.interval, truth.paramsMonths)
  },
  /** Families of models: f-equivalent compute by Fieller. */
  families(seed) {
    const random = createRandom(seed)
    const points = Array.from({ length: 8 }, (_, i) => ({
      family: 'f',
      compute: 10 ** (21 + i / 3),
      capability: 0.5 * (21 + i / 3) + 0.1 * random.normal(),
    }))
    const [line] = laws.fitFamilyCompute(points, { level })
    count('equivalent compute, Fieller', 'FLOP', laws.equivalentCompute(line, 0.5 * 23).interval, 1e23)
  },
  /** Predictions beyond data whose law bends slowly away from the fitted form. */
  drift(seed) {
    const random = createRandom(seed)
    const points = Array.from({ length: 36 }, (_, k) => 1e5 * 1.5 ** k).map((x) => {
      const folds = Math.log(x / 1e5)
      return { x, loss: noisy(random, Math.exp(1.5 - 0.06 * folds + 0.0006 * folds ** 2), 0.004) }
    })
    for (const beyond of ['drift', 'law']) {
      const options = { loss: 'log-squared', level, beyond }
      const { predictions } = laws.predictLoss(
        'power',
        points.slice(0, 24),
        points.slice(24, 30).map(({ x }) => ({ x })),
        options,
      )
      predictions.forEach(({ prediction }, k) =>
        count(
          `prediction beyond a bending law, beyond: ${beyond}`,
          'new runs, up to 11 times the largest',
          prediction.interval,
          points[24 + k].loss,
          beyond === 'law' ? 'a law that holds exactly' : null,
        ),
      )
    }
  },
}

const started = performance.now()
for (const [name, run] of Object.entries(kinds)) {
  for (let seed = first; seed < first + worlds; seed += 1) run(seed)
  console.error(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`)
}
const rows = [...tally.values()].map((row) => {
  const interval = row.trials === 0 ? null : clopperPearsonInterval(row.covered, row.trials, { level: 0.95 })
  return {
    ...row,
    coverage: row.trials === 0 ? null : row.covered / row.trials,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
  }
})
const folder = new URL('../packages/scaling-laws/bench/results/', import.meta.url)
mkdirSync(folder, { recursive: true })
const result = {
  version: laws.version,
  level,
  worlds,
  first,
  seconds: Math.round((performance.now() - started) / 1000),
  rows,
}
writeFileSync(new URL('coverage-kinds.json', folder), `${JSON.stringify(result, null, 2)}\n`)
for (const { kind, quantity, assumption, coverage, lower, upper, missing } of rows) {
  const shown =
    coverage === null
      ? 'none'
      : `${(100 * coverage).toFixed(1)} % (${(100 * lower).toFixed(0)} to ${(100 * upper).toFixed(0)})`
  const notes = [assumption === 'holds' ? '' : assumption, missing > 0 ? `${missing} without interval` : '']
  console.log([kind, quantity, shown, ...notes].join('  '))
}
