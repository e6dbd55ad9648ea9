// Observational law of GSM8K from seven benchmarks, 77 training and 71 test models, 8 gaps in the training rows. Run: node bench/observational.mjs
// The rival does the same steps with numpy and scipy (bench/observational_scipy.py) in the same run.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { parseCsv } from '@safety-portfolio/records'
import { fitObservational, modelScoresSchema, principalComponents } from '@safety-portfolio/scaling-laws'

const here = import.meta.dirname
const shared = process.env.SAFETY_PORTFOLIO_SHARED ?? path.join(here, '..', '..', '..', '..', 'shared')
const file = path.join(shared, 'data/obs-scaling/base_llm_benchmark_eval.csv')
const benchmarks = ['MMLU', 'ARC-C', 'HellaSwag', 'Winograd', 'TruthfulQA', 'XWinograd', 'HumanEval']
const names = [...benchmarks, 'GSM8K']
const columns = { model: 'Model', family: 'Model Family', compute: 'FLOPs (1E21)' }
const models = parseCsv(readFileSync(file, 'utf8'), {
  schema: modelScoresSchema(names, 1e21),
  columns: { ...columns, ...Object.fromEntries(names.map((name) => [name, name])) },
})
const options = { benchmarks, target: 'GSM8K', trainUpTo: 84e21 }
const complete = models.filter(({ scores }) => names.every((name) => scores[name] !== null))
const rows = complete.map(({ scores }) => names.map((name) => scores[name]))

/** Best of several repetitions, processor milliseconds of this thread. */
function best(repetitions, task) {
  let least = Infinity
  for (let i = 0; i < repetitions; i += 1) {
    const start = process.cpuUsage()
    task()
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

const bootstrap = { seed: 1, replicates: 200 }
const measured = {
  fitMilliseconds: best(60, () => fitObservational(models, options)),
  fittedFloorMilliseconds: best(20, () => fitObservational(models, { ...options, floor: 'fitted' })),
  componentsMilliseconds: best(200, () => principalComponents(rows)),
  bootstrap200Milliseconds: best(3, () => fitObservational(models, { ...options, bootstrap })),
}
const scipy = JSON.parse(
  execFileSync(process.env['PYTHON'] ?? '/usr/bin/python3', [path.join(here, 'observational_scipy.py'), file], {
    encoding: 'utf8',
  }),
)
const result = {
  machine: cpus()[0].model,
  node: process.version,
  here: measured,
  scipy,
  ratio: {
    fit: scipy.fitMilliseconds / measured.fitMilliseconds,
    fittedFloor: scipy.fittedFloorMilliseconds / measured.fittedFloorMilliseconds,
  },
}
writeFileSync(path.join(here, 'results', 'observational.json'), `${JSON.stringify(result, null, 2)}\n`)
console.log(JSON.stringify(result, null, 2))
