// One simulated data set of any size per fit of the package, and the fit itself; used by interactive.mjs.
import * as laws from '@safety-portfolio/scaling-laws'
import { createRandom } from '@safety-portfolio/stats'

const chinchilla = laws.publishedFits.besiroglu.parameters
const allLosses = ['huber', 'log-squared', 'squared', 'lad']
const noisy = (random, value, size = 0.01) => value * Math.exp(size * random.normal())
/** `n` numbers from `low` to `low * 10^decades`, evenly spaced in their logarithms. */
const spaced = (n, low, decades) => Array.from({ length: n }, (_, k) => low * 10 ** ((decades * k) / (n - 1)))
const uniform = (random, low, decades) => low * 10 ** (decades * random.uniform())

function runs(n, seed, law) {
  const random = createRandom(seed)
  return Array.from({ length: n }, () => {
    const params = uniform(random, 1e7, 3)
    const tokens = params * uniform(random, 5, 2)
    return { params, tokens, compute: 6 * params * tokens, loss: noisy(random, law(params, tokens)) }
  })
}

function curve(n, seed, law, { low = 1e3, decades = 5, size = 0.01 } = {}) {
  const random = createRandom(seed)
  return spaced(n, low, decades).map((x) => ({ x, loss: noisy(random, law(x), size) }))
}

const broken = {
  1: { a: 0.4, b: 2.3, c0: 0.06, c1: 1.2, d1: 3e4, f1: 0.4 },
  2: { a: 0.2, b: 2.3, c0: 0.06, c1: 0.5, d1: 2e4, f1: 0.3, c2: -0.4, d2: 1e6, f2: 0.3 },
  3: { a: 0.1, b: 2.3, c0: 0.05, c1: 0.4, d1: 1e4, f1: 0.3, c2: -0.35, d2: 2e5, f2: 0.3, c3: 0.5, d3: 4e6, f3: 0.3 },
}

const bnsl = (breaks, losses) => ({
  losses,
  data: (n, seed) => curve(n, seed, (x) => laws.bnslLoss(broken[breaks], x)),
  fit: (points, loss) => laws.fitBnsl(points, { breaks, loss }),
})

/** A law with more breaks than the data have. */
const unseen = (law, breaks) => ({
  ...bnsl(breaks, [...allLosses, 'log1p-squared']),
  data: (n, seed) => everyLaw[law].data(n, seed),
})

/** A fit by its name: data of a size and a seed, the fit, and the losses it can minimise. */
export const everyLaw = {
  chinchilla: {
    losses: allLosses,
    data: (n, seed) => runs(n, seed, (params, tokens) => laws.chinchillaLoss(chinchilla, params, tokens)),
    fit(data, name) {
      const loss = name === 'lad' ? laws.leastAbsoluteDeviations : name
      return laws.fitChinchilla(data, { loss, allocation: laws.allocationAt([1e24]) })
    },
  },
  kaplan: {
    losses: allLosses,
    data: (n, seed) => runs(n, seed, (p, t) => laws.kaplanLoss(laws.publishedKaplan.paramsAndTokens.parameters, p, t)),
    fit: (data, loss) => laws.fitKaplan(data, { loss }),
  },
  'kaplan-steps': {
    losses: allLosses,
    data(n, seed) {
      const random = createRandom(seed)
      const truth = { Nc: 1e13, Sc: 2000, alphaN: 0.08, alphaS: 0.75 }
      return Array.from({ length: n }, () => {
        const [params, steps] = [uniform(random, 1e6, 3), uniform(random, 5e3, 2.6)]
        return { params, steps, loss: noisy(random, laws.kaplanStepsLoss(truth, params, steps)) }
      })
    },
    fit: (data, loss) => laws.fitKaplanSteps(data, { loss }),
  },
  'over-training': {
    losses: allLosses,
    data: (n, seed) =>
      runs(n, seed, (p, t) => laws.overTrainingLoss({ E: 1.8, a: 210, b: 360, eta: 0.136 }, 6 * p * t, t / p)),
    fit: (data, loss) => laws.fitOverTraining(data, { loss }),
  },
  'data-constrained': {
    losses: allLosses,
    data(n, seed) {
      const random = createRandom(seed)
      const base = laws.publishedFits.muennighoff.parameters
      return Array.from({ length: n }, () => {
        const [params, uniqueTokens] = [uniform(random, 3e7, 2), 2e9]
        const tokens = uniqueTokens * uniform(random, 1, 1.6)
        const loss = noisy(random, laws.dataConstrainedLoss(base, params, tokens, uniqueTokens), 0.003)
        return { params, tokens, uniqueTokens, loss }
      })
    },
    fit: (data, loss) => laws.fitDataConstrained(data, laws.publishedFits.muennighoff.parameters, { loss }),
  },
  power: {
    losses: allLosses,
    data: (n, seed) => curve(n, seed, (x) => laws.powerLawLoss({ scale: 1e9, exponent: 0.08 }, x)),
    fit: (data, loss) => laws.fitPowerLaw(data, { loss }),
  },
  'power-offset': {
    losses: allLosses,
    data: (n, seed) => curve(n, seed, (x) => laws.powerOffsetLoss({ E: 0.5, B: 60, c: 0.4 }, x)),
    fit: (data, loss) => laws.fitPowerOffset(data, { loss }),
  },
  'bnsl, 1 break': bnsl(1, [...allLosses, 'log1p-squared']),
  'bnsl, 2 breaks': bnsl(2, [...allLosses, 'log1p-squared']),
  'bnsl, 3 breaks': bnsl(3, [...allLosses, 'log1p-squared']),
  m1: {
    losses: allLosses,
    data: (n, seed) => curve(n, seed, (x) => laws.m1Loss({ B: 200, c: 0.45 }, x)),
    fit: (data, loss) => laws.fitM1(data, { loss }),
  },
  m3: {
    losses: allLosses,
    data: (n, seed) => curve(n, seed, (x) => laws.m3Loss({ B: 200, c: 0.45, gamma: 1e-7 }, x)),
    fit: (data, loss) => laws.fitM3(data, { loss }),
  },
  m4: {
    losses: allLosses,
    data: (n, seed) => curve(n, seed, (x) => laws.m4Loss({ E: 0.3, E0: 1, B: 1e3, c: 0.6, alpha: 0.8 }, x)),
    fit: (data, loss) => laws.fitM4(data, { loss }),
  },
  // What the points do not show has an optimum in a long flat valley, or none.
  'bnsl, 1 break, not shown': unseen('power-offset', 1),
  'bnsl, 2 breaks, one shown': unseen('bnsl, 1 break', 2),
  'bnsl, 2 breaks, none shown': unseen('power-offset', 2),
  'm4, no plateau shown': {
    losses: allLosses,
    data: (n, seed) => everyLaw['power-offset'].data(n, seed),
    fit: (data, loss) => laws.fitM4(data, { loss }),
  },
  'loss-to-loss': {
    losses: allLosses,
    data(n, seed) {
      const random = createRandom(seed)
      return Array.from({ length: n }, () => {
        const source = 1.9 + 3 * random.uniform()
        return { source, target: noisy(random, laws.lossToLoss({ K: 1.2, kappa: 1.6, E0: 1.7, E1: 2 }, source)) }
      })
    },
    fit: (data, loss) => laws.fitLossToLoss(data, { loss }),
  },
  'downstream error': {
    losses: allLosses,
    data(n, seed) {
      const random = createRandom(seed)
      return Array.from({ length: n }, () => {
        const loss = 2 + 2 * random.uniform()
        return { loss, error: noisy(random, laws.downstreamError({ epsilon: 0.75, k: 3, gamma: 0.9 }, loss)) }
      })
    },
    fit: (data, loss) => laws.fitDownstreamError(data, { loss }),
  },
  'algorithmic progress': {
    losses: allLosses,
    data(n, seed) {
      const random = createRandom(seed)
      return Array.from({ length: n }, () => {
        const [params, tokens, year] = [uniform(random, 1e7, 3), uniform(random, 1e8, 2), 2013 + 10 * random.uniform()]
        const age = year - 2013
        const level = 20 * params ** -0.1 * Math.exp(-0.05 * age) + 40 * tokens ** -0.13 * Math.exp(-0.06 * age)
        return { params, tokens, year, loss: noisy(random, level) }
      })
    },
    fit: (data, loss) => laws.fitAlgorithmicProgress(data, { loss }),
  },
  isoflop: {
    data(n, seed) {
      const random = createRandom(seed)
      const budgets = Math.max(4, Math.floor(n / 10))
      return spaced(budgets, 1e18, 4).flatMap((compute) => {
        const centre = laws.computeOptimal(chinchilla, compute).params
        return Array.from({ length: Math.ceil(n / budgets) }, (_, k) => {
          const params = centre * 3 ** ((k / (Math.ceil(n / budgets) - 1)) * 2 - 1)
          const tokens = compute / 6 / params
          return { params, tokens, compute, loss: noisy(random, laws.chinchillaLoss(chinchilla, params, tokens), 1e-3) }
        })
      })
    },
    fit: (data) => laws.fitIsoFlop(data, { budgets: [1e24] }),
  },
  'inference-aware': {
    data: (n, seed) => runs(n, seed, (params, tokens) => laws.chinchillaLoss(chinchilla, params, tokens)),
    fit: (data) => laws.fitInferenceAware(data, { inferenceTokens: 1e13, targetCompute: 1e23 }),
  },
  observational: {
    data(n, seed) {
      const random = createRandom(seed)
      return Array.from({ length: n }, (_, i) => {
        const compute = uniform(random, 1e20, 4)
        const ability = Math.log10(compute) - 22 + 0.3 * random.normal()
        const score = (slope, at) => 1 / (1 + Math.exp(-slope * (ability - at) + 0.2 * random.normal()))
        const scores = Object.fromEntries(
          [1, 1.2, 0.9, 1.4, 1.1, 0.8].map((slope, k) => [`b${k}`, i % 40 === k ? null : score(slope, k / 3 - 1)]),
        )
        return { model: `${i}`, family: `f${i % 20}`, compute, scores: { ...scores, target: score(2, 0.5) } }
      })
    },
    fit: (data) => laws.fitObservational(data, { benchmarks: ['b0', 'b1', 'b2', 'b3', 'b4', 'b5'], target: 'target' }),
  },
  'family compute': {
    data(n, seed) {
      const random = createRandom(seed)
      return Array.from({ length: n }, (_, i) => {
        const compute = uniform(random, 1e20, 4)
        return { family: `f${i % 20}`, compute, capability: 0.5 * Math.log10(compute) + 0.1 * random.normal() }
      })
    },
    fit: (data) => laws.fitFamilyCompute(data),
  },
  'compute trend': {
    data(n, seed) {
      const random = createRandom(seed)
      return Array.from({ length: n }, (_, i) => {
        const date = laws.dateAfter(14.4 * random.uniform())
        return { name: `${i}`, date, compute: 10 ** (14.6 + 0.58 * laws.yearsSince(date) + 1.75 * random.normal()) }
      })
    },
    fit: (data) => laws.fitComputeTrend(data),
  },
}
everyLaw['shapes of a trend'] = { ...everyLaw['compute trend'], fit: (data) => laws.compareTrends(data) }
everyLaw['pass@k, beta-binomial'] = {
  data(n, seed) {
    const random = createRandom(seed)
    return Array.from({ length: n }, () => {
      const p = random.uniform() ** 4
      let successes = 0
      for (let attempt = 0; attempt < 200; attempt += 1) if (random.uniform() < p) successes += 1
      return { attempts: 200, successes }
    })
  },
  fit: (data) => laws.fitBetaBinomialPassAtK(data),
}
everyLaw['time horizon'] = {
  data(n, seed) {
    const random = createRandom(seed)
    return Array.from({ length: n }, (_, i) => {
      const minutes = 2 ** (11 * random.uniform() - 1)
      const p = 1 / (1 + Math.exp(0.6 * (Math.log2(minutes) - 5)))
      return { agent: 'a', task: `${i}`, family: `${i % 60}`, minutes, score: random.uniform() < p ? 1 : 0 }
    })
  },
  fit: (data) => laws.fitTimeHorizons(data),
}
