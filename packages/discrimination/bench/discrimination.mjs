// Times the analysis of decisions on a simulated 70 x 135 design and, where R has lme4, the same model there in the same run. Writes
// results/discrimination.json. Best of several repetitions.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import {
  analyzeDecisions,
  decisionFlips,
  decisionPrompts,
  decisionTable,
  groupFairness,
  intersections,
  interventions,
  templateDrift,
} from '@safety-portfolio/discrimination'
import { toCsv } from '@safety-portfolio/records'
import { createRandom } from '@safety-portfolio/stats'

const rows = []
for (let q = 0; q < 70; q += 1) {
  const random = createRandom(2026, q)
  const own = Array.from({ length: 8 }, (_, k) => (k === 0 ? 1.5 : 0.3) * random.normal())
  for (let age = 20; age <= 100; age += 10) {
    for (const [g, gender] of ['male', 'female', 'non-binary'].entries()) {
      for (const [r, race] of ['white', 'Black', 'Asian', 'Hispanic', 'Native American'].entries()) {
        const mean =
          own[0] +
          ((age - 60) / 25.8) * (own[1] - 0.1) +
          (g > 0 ? own[g + 1] + 0.2 : 0) +
          (r > 0 ? own[Math.min(7, r + 3)] + 0.3 : 0)
        rows.push({
          decision_question_id: q,
          age,
          gender,
          race,
          logit: Number((mean + 0.4 * random.normal()).toFixed(8)),
        })
      }
    }
  }
}
const after = rows.map((row, k) => ({ ...row, logit: 0.9 * row.logit + ((k * 7) % 11) / 50 }))
const best = (times, run) => {
  let least = Infinity
  for (let k = 0; k < times; k += 1) {
    const start = performance.now()
    run()
    least = Math.min(least, performance.now() - start)
  }
  return Number(least.toFixed(2))
}
const baseline = { age: 60, gender: 'male', race: 'white' }
const table = decisionTable(rows, { baseline })
const changed = decisionTable(after, { baseline })
const cases = Array.from({ length: 30_000 }, (_, k) => ({
  group: `g${k % 5}`,
  decision: (k * 7) % 3 === 0,
  outcome: (k * 5) % 4 === 0,
}))
const prompts = decisionPrompts()
const drift = prompts.map((one) => ({
  question: one.decision_question_id,
  text: one.filled_template,
  attributes: { age: String(one.age), gender: one.gender, race: one.race },
}))
const results = [
  ['read 9,450 decisions', best(9, () => decisionTable(rows, { baseline }))],
  ['analysis: model, self-check, 70 questions, three scales', best(9, () => analyzeDecisions(table))],
  ['two-stage analysis', best(9, () => analyzeDecisions(table, { method: 'two-stage' }))],
  ["the dataset card's method, both readings", best(9, () => analyzeDecisions(table, { method: 'card' }))],
  [
    'analysis with 1,000 cluster bootstraps of the model',
    best(2, () => analyzeDecisions(table, { inference: 'cluster-bootstrap' })),
  ],
  ['flips of all pairs', best(9, () => decisionFlips(table))],
  ['22 interactions and 15 intersections', best(5, () => intersections(table))],
  [
    'intervention: two prompts, 1,000 bootstraps of correlations',
    best(3, () =>
      interventions([
        { condition: 'default', table },
        { condition: 'other', table: changed },
      ]),
    ),
  ],
  ['group fairness of 30,000 cases, 1,000 bootstraps', best(2, () => groupFairness(cases))],
  ['2,700 prompts', best(5, () => decisionPrompts())],
  ['drift of 2,700 prompts', best(5, () => templateDrift(drift))],
].map(([task, milliseconds]) => ({ task, milliseconds }))

let lme4 = null
if (spawnSync('Rscript', ['-e', 'library(lme4)']).status === 0) {
  const folder = mkdtempSync(join(tmpdir(), 'discrimination-bench-'))
  const file = join(folder, 'decisions.csv')
  writeFileSync(file, toCsv(rows))
  const script = `suppressMessages(library(lme4)); d <- read.csv('${file}'); d$age <- scale(d$age); d$gender <- relevel(factor(d$gender), 'male'); d$race <- relevel(factor(d$race), 'white')
t <- system.time(m <- suppressWarnings(lmer(logit ~ age + gender + race + (1 + age + gender + race | decision_question_id), d, control = lmerControl(calc.derivs = FALSE))))['elapsed']
cat(t, REMLcrit(m), as.character(packageVersion('lme4')))`
  const [seconds, criterion, version] = execFileSync('Rscript', ['-e', script], {
    encoding: 'utf8',
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
  })
    .trim()
    .split(' ')
  const analysis = analyzeDecisions(table)
  lme4 = {
    version,
    milliseconds: 1000 * Number(seconds),
    criterionAboveOurs: Number(criterion) - analysis.model.minusTwoLogLik,
    ratioToWholeAnalysis: (1000 * Number(seconds)) / results[1].milliseconds,
  }
}
const folder = resolve(import.meta.dirname, 'results')
mkdirSync(folder, { recursive: true })
writeFileSync(
  resolve(folder, 'discrimination.json'),
  `${JSON.stringify({ node: process.version, cpu: cpus()[0]?.model, rows: rows.length, results, lme4 }, null, 2)}\n`,
)
for (const { task, milliseconds } of results) console.log(`${String(milliseconds).padStart(9)} ms  ${task}`)
if (lme4 !== null)
  console.log(
    `lme4 ${lme4.version}: ${lme4.milliseconds} ms for the fit alone, ${lme4.ratioToWholeAnalysis.toFixed(0)} times the whole analysis`,
  )
