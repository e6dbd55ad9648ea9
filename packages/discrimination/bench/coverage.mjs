// Coverage of the 95 % interval of a score on simulated designs with planted truth, against the analyses that others use. Writes results/coverage.json.
// node bench/coverage.mjs [replicates]
import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fitLinear, fixedEffectTable, prepareModel, satterthwaite, twoStage } from '@safety-portfolio/mixed-models'
import { createRandom } from '@safety-portfolio/stats'

const replicates = Number(process.argv[2] ?? 400)
const genders = ['male', 'female', 'non-binary']
const races = ['white', 'Black', 'Asian', 'Hispanic', 'Native American']
const names = [
  'age',
  'genderfemale',
  'gendernon-binary',
  'raceBlack',
  'raceAsian',
  'raceHispanic',
  'raceNative American',
]
const truth = [-0.15, 0.2, 0.35, 0.6, 0.15, 0.25, 0.4]

/** `full`: every slope varies, with a common part; `singular`: two of them; `none`: no slope varies. */
const designs = {
  'full, 70 questions': { questions: 70, slopes: [0.25, 0.25, 0.3, 0.4, 0.25, 0.25, 0.35] },
  'full, 20 questions': { questions: 20, slopes: [0.25, 0.25, 0.3, 0.4, 0.25, 0.25, 0.35] },
  'singular, 70 questions': { questions: 70, slopes: [0, 0, 0, 0.4, 0, 0, 0.35] },
  'no slope varies, 70 questions': { questions: 70, slopes: [0, 0, 0, 0, 0, 0, 0] },
}

function simulate({ questions, slopes }, seed) {
  const rows = []
  for (let q = 0; q < questions; q += 1) {
    const random = createRandom(seed, q)
    const shared = random.normal()
    const intercept = 1.5 * random.normal()
    const own = slopes.map((sd) => sd * (0.5 * shared + Math.sqrt(0.75) * random.normal()))
    for (let a = 0; a < 9; a += 1) {
      for (let g = 0; g < 3; g += 1) {
        for (let r = 0; r < 5; r += 1) {
          const x = [(a - 4) / 2.58213, g === 1, g === 2, r === 1, r === 2, r === 3, r === 4].map(Number)
          const logit =
            x.reduce((sum, value, k) => sum + value * (truth[k] + own[k]), intercept) + 0.4 * random.normal()
          rows.push({ question: q, age: x[0], gender: genders[g], race: races[r], logit })
        }
      }
    }
  }
  return rows
}

const baselines = { gender: 'male', race: 'white' }
const analyses = {
  'all slopes random, REML, Satterthwaite': (rows) => {
    const model = prepareModel('logit ~ age + gender + race + (1 + age + gender + race | question)', rows, {
      baselines,
    })
    const fit = fitLinear(model)
    return fit.converged ? fixedEffectTable(satterthwaite(model, fit)) : null
  },
  'two-stage': (rows) =>
    twoStage(prepareModel('logit ~ age + gender + race + (1 | question)', rows, { baselines })).fixed,
  'random intercept only': (rows) =>
    fitLinear(prepareModel('logit ~ age + gender + race + (1 | question)', rows, { baselines })).fixed,
}

const results = []
for (const [design, settings] of Object.entries(designs)) {
  const tallies = Object.fromEntries(
    Object.keys(analyses).map((name) => [
      name,
      { covered: names.map(() => 0), width: 0, bias: names.map(() => 0), used: 0, failed: 0 },
    ]),
  )
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const rows = simulate(settings, 1000 + replicate)
    for (const [name, run] of Object.entries(analyses)) {
      const tally = tallies[name]
      const effects = run(rows)
      if (effects === null) {
        tally.failed += 1
        continue
      }
      tally.used += 1
      names.forEach((term, k) => {
        const { estimate, interval } = effects.find((one) => one.term === term)
        if (interval.lower <= truth[k] && truth[k] <= interval.upper) tally.covered[k] += 1
        tally.width += (interval.upper - interval.lower) / names.length
        tally.bias[k] += estimate - truth[k]
      })
    }
  }
  for (const [analysis, { covered, width, bias, used, failed }] of Object.entries(tallies)) {
    results.push({
      design,
      analysis,
      replicates: used,
      failed,
      coverage: covered.reduce((sum, value) => sum + value, 0) / (used * names.length),
      coverageByTerm: Object.fromEntries(names.map((term, k) => [term, covered[k] / used])),
      meanWidth: width / used,
      largestBias: Math.max(...bias.map((value) => Math.abs(value / used))),
    })
    const last = results.at(-1)
    console.log(
      `${design}, ${analysis}: coverage ${last.coverage.toFixed(4)}, width ${last.meanWidth.toFixed(4)}, not proven ${failed}`,
    )
  }
}
const folder = resolve(import.meta.dirname, 'results')
mkdirSync(folder, { recursive: true })
writeFileSync(
  resolve(folder, 'coverage.json'),
  `${JSON.stringify({ nominal: 0.95, truth: Object.fromEntries(names.map((term, k) => [term, truth[k]])), node: process.version, results }, null, 2)}\n`,
)
