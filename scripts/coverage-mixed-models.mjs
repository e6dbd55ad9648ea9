// Simulates decisions on 70 questions x 135 people with known truth and reports how often 95 % intervals hold it, and the bias of each estimate: node scripts/coverage-mixed-models.mjs [--worlds 400] [--bootstrapped 100] [--design 'rank four'], with which the other designs stay as they are stored
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  clusterBootstrap,
  clusterRobust,
  fitLinear,
  fixedEffectTable,
  kenwardRoger,
  parametricBootstrap,
  prepareModel,
  satterthwaite,
  twoStage,
  varianceComponents,
  version,
} from '../packages/mixed-models/dist/index.js'
import { clopperPearsonInterval, createRandom } from '../packages/stats/dist/index.js'

const { values: flags } = parseArgs({
  options: {
    worlds: { type: 'string', default: '400' },
    bootstrapped: { type: 'string', default: '100' },
    design: { type: 'string' },
  },
})
const [worlds, bootstrapped] = [Number(flags.worlds), Number(flags.bootstrapped)]
const questions = 70
const terms = [
  '(Intercept)',
  'age',
  'genderfemale',
  'gendernon-binary',
  'raceAsian',
  'raceBlack',
  'raceHispanic',
  'raceNative American',
]
const fixed = [1.2, -0.15, 0.2, 0.3, 0.1, 0.5, 0.25, 0.35]
const sigma = 0.4
/** Standard deviations of the random effects, and their common correlation. `null`: slopes are multiples of four independent effects. */
const designs = {
  'eight effects vary': { sd: [1.5, 0.25, 0.25, 0.3, 0.25, 0.4, 0.25, 0.3], share: 0.2 },
  'rank four': { sd: [1.5, 0.25, 0.25, 0.3, 0.25, 0.4, 0.25, 0.3], share: null },
  'questions differ in level only': { sd: [1.5, 0, 0, 0, 0, 0, 0, 0], share: 0 },
}

/** One draw of the eight effects of a question. */
function effects(random, { sd, share }) {
  const own = sd.map(() => random.normal())
  if (share === null) return sd.map((size, k) => size * own[k % 4])
  const common = random.normal()
  return sd.map((size, k) => size * (Math.sqrt(share) * common + Math.sqrt(1 - share) * own[k]))
}

function table(seed, design) {
  const random = createRandom(seed)
  const rows = []
  for (let question = 0; question < questions; question += 1) {
    const b = effects(random, design)
    for (let a = 0; a < 9; a += 1) {
      for (const gender of ['male', 'female', 'non-binary']) {
        for (const race of ['white', 'Asian', 'Black', 'Hispanic', 'Native American']) {
          const age = (a - 4) / 2.58
          const x = terms.map((term, k) =>
            k === 0 ? 1 : k === 1 ? age : term === `gender${gender}` || term === `race${race}` ? 1 : 0,
          )
          const mean = x.reduce((sum, value, k) => sum + value * (fixed[k] + b[k]), 0)
          rows.push({ question, age, gender, race, y: mean + sigma * random.normal() })
        }
      }
    }
  }
  return rows
}

const tally = new Map()
function count(design, method, quantity, truth, estimate, interval) {
  const key = [design, method, quantity].join('|')
  const row = tally.get(key) ?? {
    design,
    method,
    quantity,
    truth,
    trials: 0,
    covered: 0,
    missing: 0,
    sum: 0,
    squares: 0,
  }
  tally.set(key, row)
  if (interval === null || interval === undefined || estimate === null) {
    row.missing += 1
    return
  }
  row.trials += 1
  row.sum += estimate
  row.squares += estimate * estimate
  // A standard deviation of 0 is held by an interval that starts at 0.
  if (interval.lower <= truth + 1e-12 && truth <= interval.upper) row.covered += 1
}

const options = { baselines: { gender: 'male', race: 'white' } }
const seconds = {}
const notProven = {}
for (const [name, design] of Object.entries(designs)) {
  if (flags.design !== undefined && flags.design !== name) continue
  const started = performance.now()
  let failed = 0
  for (let seed = 0; seed < worlds; seed += 1) {
    const rows = table(seed, design)
    const model = prepareModel('y ~ age + gender + race + (1 + age + gender + race | question)', rows, options)
    const fit = fitLinear(model)
    if (!fit.converged) failed += 1
    const take = (method, effects) => {
      for (const { term, estimate, interval } of effects) {
        if (term === 'raceBlack' || term === 'age')
          count(name, method, term, fixed[terms.indexOf(term)], estimate, interval)
      }
    }
    take('satterthwaite', fixedEffectTable(satterthwaite(model, fit)))
    take('wald', fit.fixed)
    take('two-stage', twoStage(model).fixed)
    take('CR2', fixedEffectTable(clusterRobust(model)))
    const plain = fitLinear(prepareModel('y ~ age + gender + race + (1 | question)', rows, options))
    take('wald, intercepts only', plain.fixed)
    const deviations = varianceComponents(model, fit)
    for (const { kind, term, estimate, interval } of deviations) {
      if (kind === 'sigma') count(name, 'wald', 'sigma', sigma, estimate, interval)
      if (kind !== 'standard-deviation' || (term !== 'raceBlack' && term !== '(Intercept)')) continue
      count(name, 'wald', `sd ${term}`, design.sd[terms.indexOf(term)], estimate, interval)
    }
    if (seed >= bootstrapped) continue
    take('kenward-roger', fixedEffectTable(kenwardRoger(model, fit)))
    for (const [method, run] of [
      ['parametric bootstrap', parametricBootstrap],
      ['cluster bootstrap', clusterBootstrap],
    ]) {
      const { parameters } = run(model, fit, { seed: seed + 1, replicates: 399 })
      take(
        method,
        parameters.filter(({ kind }) => kind === 'fixed'),
      )
      for (const { kind, term, estimate, interval } of parameters) {
        if (kind === 'sigma') count(name, method, 'sigma', sigma, estimate, interval)
        if (kind === 'standard-deviation' && (term === 'raceBlack' || term === '(Intercept)')) {
          count(name, method, `sd ${term}`, design.sd[terms.indexOf(term)], estimate, interval)
        }
      }
    }
  }
  seconds[name] = Math.round((performance.now() - started) / 1000)
  notProven[name] = failed
  console.log(`${name}: ${failed} of ${worlds} fits not proven, ${seconds[name]} s`)
}
const rows = [...tally.values()].map(({ design, method, quantity, truth, trials, covered, missing, sum, squares }) => {
  const mean = sum / trials
  const spread = Math.sqrt(Math.max(0, squares / trials - mean * mean))
  const interval = trials > 0 ? clopperPearsonInterval(covered, trials) : null
  return {
    design,
    method,
    quantity,
    truth,
    trials,
    covered,
    missing,
    coverage: trials > 0 ? covered / trials : null,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    bias: trials > 0 ? mean - truth : null,
    biasError: trials > 0 ? spread / Math.sqrt(trials) : null,
  }
})
for (const { design, method, quantity, coverage, trials, bias } of rows) {
  console.log(`${design} | ${method} | ${quantity}: ${coverage?.toFixed(3)} of ${trials}, bias ${bias?.toFixed(4)}`)
}
const folder = new URL('../packages/mixed-models/bench/results/', import.meta.url)
mkdirSync(folder, { recursive: true })
const file = new URL('coverage.json', folder)
const stored = flags.design === undefined ? null : JSON.parse(readFileSync(file, 'utf8'))
if (stored !== null && (stored.worlds !== worlds || stored.bootstrapped !== bootstrapped)) {
  throw new Error(
    `${flags.design}: the stored designs have ${stored.worlds} worlds, ${stored.bootstrapped} of them bootstrapped`,
  )
}
const result = {
  version,
  level: 0.95,
  questions,
  rowsPerQuestion: 135,
  worlds,
  bootstrapped,
  replicates: 399,
  seconds: { ...stored?.seconds, ...seconds },
  notProven: { ...stored?.notProven, ...notProven },
  rows: Object.keys(designs).flatMap((name) =>
    (name in seconds ? rows : (stored?.rows ?? [])).filter(({ design }) => design === name),
  ),
}
writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
