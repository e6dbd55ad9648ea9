// One run for overhead.mjs: simulated model, full log and journal, two scorers. Prints milliseconds, CPU and memory.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { datasetOf, exact, includes, simulatedModel } from '../dist/index.js'
import { runEval } from '../dist/node.js'

// As the command does before a run.
setFlagsFromString('--max-semi-space-size=4')
setFlagsFromString('--semi-space-growth-factor=1')
setFlagsFromString('--heap-growing-percent=60')

const count = Number(process.argv[2])
const logDir = mkdtempSync(path.join(tmpdir(), 'overhead-'))
function* questions() {
  for (let i = 1; i <= count; i += 1)
    yield { input: `What is ${i} + ${i}? Answer with the number.`, target: String(2 * i) }
}
const task = { name: 'sums', dataset: datasetOf('sums', questions, count), scorers: [includes(), exact()] }
const before = process.cpuUsage()
const start = performance.now()
let peak = 0
const result = await runEval(task, {
  model: simulatedModel({ ability: 0.8 }),
  logDir,
  maxConnections: 50,
  onProgress: () => (peak = Math.max(peak, process.memoryUsage.rss())),
})
const wall = performance.now() - start
const { user, system } = process.cpuUsage(before)
console.log(
  JSON.stringify({
    samples: count,
    wallMsPerSample: wall / count,
    cpuMsPerSample: (user + system) / 1000 / count,
    // While it runs, and over all of it: closing the log reads its index once more.
    peakRunningMb: peak / 1e6,
    peakMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
    logMb: statSync(result.log).size / 1e6,
    completed: result.completed,
  }),
)
rmSync(logDir, { recursive: true })
