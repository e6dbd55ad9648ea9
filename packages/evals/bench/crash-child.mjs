// A run that crash.mjs kills: 2,000 questions, answers after about a millisecond, resumed where a log is unfinished.
import { setTimeout as sleep } from 'node:timers/promises'
import { datasetOf, exact, includes, simulatedModel } from '../dist/index.js'
import { runEval } from '../dist/node.js'

const [, , logDir, count] = process.argv
const questions = Array.from({ length: Number(count) }, (_, i) => ({ input: `${i} + ${i}?`, target: String(2 * i) }))
const inner = simulatedModel({ ability: 0.7, seed: 5 })
const model = {
  ...inner,
  async generate(request) {
    await sleep(1)
    return inner.generate(request)
  },
}
const task = { name: 'sums', dataset: datasetOf('sums', questions), scorers: [includes(), exact()] }
// Each attempt that is in the file is told to the parent after it was written.
let told = 0
const result = await runEval(task, {
  model,
  logDir,
  maxConnections: 20,
  resume: true,
  onProgress: ({ done }) => {
    if (done - told < 20) return
    told = done
    process.stdout.write(`${done}\n`)
  },
})
process.stdout.write(`${JSON.stringify(result)}\n`)
