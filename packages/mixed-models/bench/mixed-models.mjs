// Times the fits of this package on simulated data and, where R has lme4, the same fits there in the same run; processor time, best of several repetitions.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import {
  clusterBootstrap,
  fitGeneralised,
  fitLinear,
  kenwardRoger,
  parametricBootstrap,
  prepareModel,
  satterthwaite,
} from '@safety-portfolio/mixed-models'
import { createRandom } from '@safety-portfolio/stats'

const folder = mkdtempSync(join(tmpdir(), 'mixed-bench-'))

/** 70 questions x 9 ages x 3 genders x 5 races, `effects` of the eight random effects having variance. */
function decisions(effects) {
  const random = createRandom(2026)
  const genders = ['female', 'male', 'non-binary']
  const races = ['Asian', 'Black', 'Hispanic', 'Native American', 'white']
  const rows = []
  for (let q = 0; q < 70; q += 1) {
    const slopes = Array.from({ length: 8 }, (_, k) => (k < effects ? (k === 0 ? 1.5 : 0.3) * random.normal() : 0))
    for (let a = 0; a < 9; a += 1) {
      for (const [g, gender] of genders.entries()) {
        for (const [r, race] of races.entries()) {
          const age = (a - 4) / 2.58
          const x = [
            1,
            age,
            g === 1 ? 1 : 0,
            g === 2 ? 1 : 0,
            r === 1 ? 1 : 0,
            r === 2 ? 1 : 0,
            r === 3 ? 1 : 0,
            r === 4 ? 1 : 0,
          ]
          const mean = x.reduce((sum, value, k) => sum + value * (0.2 + slopes[k]), 0)
          rows.push({
            q: `q${q}`,
            age: Number(age.toFixed(6)),
            gender,
            race,
            y: Number((mean + 0.4 * random.normal()).toFixed(6)),
          })
        }
      }
    }
  }
  return rows
}

/** Ratings of `teachers` by `students`, each student rating 25 in 14 departments. */
function ratings(students, teachers) {
  const random = createRandom(7)
  const student = Array.from({ length: students }, () => 0.33 * random.normal())
  const teacher = Array.from({ length: teachers }, () => 0.5 * random.normal())
  const rows = []
  for (let s = 0; s < students; s += 1) {
    const home = random.integer(14)
    for (let k = 0; k < 25; k += 1) {
      const near = random.uniform() < 0.7
      const d = near ? home + 14 * random.integer(Math.floor(teachers / 14)) : random.integer(teachers)
      rows.push({
        s: `s${s}`,
        d: `d${d}`,
        dept: `p${d % 14}`,
        service: k % 2,
        y: Number((3.2 - 0.1 * (k % 2) + student[s] + teacher[d] + 1.2 * random.normal()).toFixed(6)),
      })
    }
  }
  return rows
}

const random = createRandom(1)
const sleep = Array.from({ length: 180 }, (_, i) => ({ g: `g${Math.floor(i / 10)}`, x: i % 10, y: 0 }))
const effects = Array.from({ length: 18 }, () => [25 * random.normal(), 6 * random.normal()])
sleep.forEach((row, i) => {
  const [a, b] = effects[Math.floor(i / 10)]
  row.y = Number((250 + a + (10 + b) * row.x + 25 * random.normal()).toFixed(4))
})

const unbalanced = decisions(8).filter((_, i) => ((i * 2654435761) >>> 0) % 10 < 7)

const full = 'y ~ age + gender + race + (1 + age + gender + race | q)'
const cases = [
  { name: 'decisions, 8 x 8 covariance', formula: full, rows: decisions(8), repeats: 40, r: 2 },
  { name: 'decisions, singular (rank 4 planted)', formula: full, rows: decisions(4), repeats: 40, r: 2 },
  { name: 'decisions, three tenths of the rows missing', formula: full, rows: unbalanced, repeats: 30, r: 1 },
  {
    name: 'decisions, intercept only',
    formula: 'y ~ age + gender + race + (1 | q)',
    rows: decisions(8),
    repeats: 40,
    r: 3,
  },
  { name: '180 rows, intercept and slope', formula: 'y ~ x + (1 + x | g)', rows: sleep, repeats: 200, r: 20 },
  {
    name: '74,300 ratings, three crossed factors',
    formula: 'y ~ service + (1 | s) + (1 | d) + (1 | dept)',
    rows: ratings(2972, 1128),
    repeats: 3,
    r: 1,
  },
]

// The InstEval ratings of lme4, where they lie beside the checkout.
const shared = resolve(
  process.env.SAFETY_PORTFOLIO_SHARED ?? join(import.meta.dirname, '..', '..', '..', '..', 'shared'),
)
const instEval = join(shared, 'oracles', 'mixed', 'insteval.csv.gz')
if (existsSync(instEval)) {
  const [header, ...lines] = gunzipSync(readFileSync(instEval)).toString().trim().replaceAll('"', '').split('\n')
  const names = header.split(',')
  const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])))
  for (const row of rows) for (const name of ['s', 'd', 'dept']) row[name] = `${name}${row[name]}`
  const formula = 'y ~ service + (1 | s) + (1 | d) + (1 | dept)'
  cases.push({ name: 'InstEval: 73,421 ratings, three crossed factors', formula, rows, repeats: 3, r: 2 })
}

/** Processor time of this process, so that other work on the machine counts for less. */
const best = (repeats, run) => {
  let least = Infinity
  for (let k = 0; k < repeats; k += 1) {
    const start = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

const hasLme4 = spawnSync('Rscript', ['-e', 'library(lme4)'], { stdio: 'ignore' }).status === 0
const results = []
/** Stored after every line: what was measured stays when a long run is ended. */
function store(result) {
  results.push(result)
  console.log(JSON.stringify(result))
  const target = join(import.meta.dirname, 'results')
  mkdirSync(target, { recursive: true })
  const document = {
    node: process.version,
    cpu: cpus()[0]?.model,
    lme4: hasLme4,
    time: 'processor time in milliseconds, best of several',
    results,
  }
  writeFileSync(join(target, 'mixed-models.json'), `${JSON.stringify(document, null, 2)}\n`)
}
/** Times a fit here and in lme4. */
function time({ name, formula, rows, repeats, r }) {
  const model = prepareModel(formula, rows)
  const first = fitLinear(model)
  // A fresh model each time: the reduction to cross-products is part of the fit.
  const milliseconds = best(repeats, () => fitLinear({ ...model }))
  const result = {
    name,
    rows: rows.length,
    milliseconds,
    minusTwoLogLik: first.minusTwoLogLik,
    converged: first.converged,
    rank: first.certificate.rank,
  }
  if (hasLme4) {
    const names = Object.keys(rows[0])
    const file = join(folder, 'data.csv')
    writeFileSync(file, [names.join(','), ...rows.map((row) => names.map((key) => row[key]).join(','))].join('\n'))
    const script = `suppressMessages(library(lme4)); d <- read.csv("${file}", stringsAsFactors = TRUE)
t <- Inf; for (k in 1:${r}) t <- min(t, system.time(m <- suppressWarnings(suppressMessages(lmer(${formula}, d, control = lmerControl(calc.derivs = FALSE)))))[["user.self"]])
cat(t * 1000, format(REMLcrit(m), digits = 15))`
    const [time, criterion] = execFileSync('Rscript', ['-e', script], {
      encoding: 'utf8',
      env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
    })
      .trim()
      .split(' ')
    Object.assign(result, {
      lme4Milliseconds: Number(time),
      ratio: Number(time) / milliseconds,
      lme4AboveOurs: Number(criterion) - first.minusTwoLogLik,
    })
  }
  store(result)
}
/** Yes-no answers of 316 people to 24 items, with what differs between people: as large as the classic study of verbal aggression. */
function answers() {
  const draw = createRandom(24)
  const people = Array.from({ length: 316 }, () => [1.3 * draw.normal(), 0.9 * draw.normal()])
  const items = Array.from({ length: 24 }, () => 0.4 * draw.normal())
  return people.flatMap(([level, slope], person) =>
    items.map((item, k) => {
      const kind = k % 2
      const logit = 0.3 + level + item - (0.8 + slope) * kind
      return { y: draw.uniform() < 1 / (1 + Math.exp(-logit)) ? 1 : 0, kind, person: `p${person}`, item: `i${k}` }
    }),
  )
}
/** Times a binomial fit here and in lme4, both from the table. */
function timeBinomial(name, formula, rows) {
  const first = fitGeneralised(prepareModel(formula, rows))
  const milliseconds = best(3, () => fitGeneralised(prepareModel(formula, rows)))
  const result = {
    name,
    rows: rows.length,
    milliseconds,
    minusTwoLogLik: first.minusTwoLogLik,
    converged: first.converged,
  }
  if (hasLme4) {
    const names = Object.keys(rows[0])
    const file = join(folder, 'answers.csv')
    writeFileSync(file, [names.join(','), ...rows.map((row) => names.map((key) => row[key]).join(','))].join('\n'))
    const script = `suppressMessages(library(lme4)); d <- read.csv("${file}", stringsAsFactors = TRUE)
t <- system.time(m <- suppressWarnings(suppressMessages(glmer(${formula}, d, binomial, control = glmerControl(calc.derivs = FALSE)))))[["user.self"]]
cat(t * 1000, format(-2 * as.numeric(logLik(m)), digits = 15))`
    const [spent, criterion] = execFileSync('Rscript', ['-e', script], { encoding: 'utf8' }).trim().split(' ')
    Object.assign(result, {
      lme4Milliseconds: Number(spent),
      ratio: Number(spent) / milliseconds,
      lme4AboveOurs: Number(criterion) - first.minusTwoLogLik,
    })
  }
  store(result)
}
timeBinomial('7,584 yes-no answers, crossed', 'y ~ kind + (1 | person) + (1 | item)', answers())
timeBinomial('the same with a slope by person', 'y ~ kind + (kind | person) + (1 | item)', answers())
const isLarge = ({ rows }) => rows.length > 50_000
for (const one of cases) if (!isLarge(one)) time(one)
const model = prepareModel(full, cases[0].rows)
const fit = fitLinear(model)
const counts = decisions(3).map((row, i) => ({ ...row, yes: row.y > 1 ? 8 : row.y > 0 ? 5 : 2, no: 3 + (i % 3) }))
const binomial = prepareModel('cbind(yes, no) ~ age + gender + race + (1 | q)', counts)
for (const [name, run] of [
  ['table of 9,450 rows to a model', () => prepareModel(full, cases[0].rows)],
  ['1,000 parametric bootstraps of the 8 x 8 model', () => parametricBootstrap(model, fit, { seed: 1 })],
  ['1,000 cluster bootstraps of the 8 x 8 model', () => clusterBootstrap(model, fit, { seed: 1 })],
  ['Satterthwaite for the 8 x 8 model', () => satterthwaite(model, fitLinear(model))],
  ['Kenward-Roger for the 8 x 8 model', () => kenwardRoger(model, fit)],
  ['binomial counts, 9,450 rows, Laplace', () => fitGeneralised(binomial)],
]) {
  const result = { name, milliseconds: best(3, run) }
  store(result)
}
// The cost of a fit is linear in rows, whether or not groups share a design.
for (const copies of [1, 4, 16]) {
  for (const [kind, rows] of [
    ['the same design in every group', sleep],
    ['a design of its own in every group', sleep.map((row, i) => ({ ...row, x: row.x + ((i * 7919) % 101) / 500 }))],
  ]) {
    const more = Array.from({ length: 40 * copies }, (_, c) =>
      rows.map((row) => ({ ...row, g: `${c}/${row.g}`, y: row.y + (((c * 37) % 11) - 5) })),
    ).flat()
    const large = prepareModel('y ~ x + (1 + x | g)', more)
    const result = {
      name: `${more.length} rows, ${kind}`,
      rows: more.length,
      milliseconds: best(5, () => fitLinear({ ...large })),
    }
    store(result)
  }
}
for (const one of cases) if (isLarge(one)) time(one)
