// Kills runs at random moments and resumes them: `node bench/crash.mjs [runs] [samples]` (after a build) writes bench/results/crash.json.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers'
import { createRandom } from '@safety-portfolio/stats'
import { logInfo, openLog, verifyLog, wholeLog } from '../dist/index.js'
import { fileSource, nodeCodecs } from '../dist/node.js'

const runs = Number(process.argv[2] ?? 50)
const samples = Number(process.argv[3] ?? 2000)
const inFlight = 22

/** Runs the child; kills it some milliseconds after it told of so many samples, where that is given. */
function child(folder, kill) {
  return new Promise((resolve, reject) => {
    const process_ = spawn(process.execPath, [
      path.join(import.meta.dirname, 'crash-child.mjs'),
      folder,
      String(samples),
    ])
    let out = ''
    let err = ''
    let told = 0
    let isDoomed = false
    process_.stdout.on('data', (data) => {
      out += data
      told = Number(/(\d+)\n[^\n]*$/.exec(out)?.[1] ?? told)
      if (kill === null || isDoomed || told < kill.samples) return
      isDoomed = true
      setTimeout(() => process_.kill('SIGKILL'), kill.milliseconds)
    })
    process_.stderr.on('data', (data) => (err += data))
    process_.on('close', (code, signal) => {
      if (code !== 0 && signal !== 'SIGKILL') reject(new Error(`exit ${code}: ${err}`))
      else resolve({ killed: signal === 'SIGKILL', lines: out.trim().split('\n') })
    })
  })
}

async function look(folder) {
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.eval'))
  const source = await fileSource(path.join(folder, file))
  try {
    const log = await openLog(source, { codecs: nodeCodecs })
    const [whole, info] = [await wholeLog(log), await logInfo(log)]
    const check = log.finished ? await verifyLog(source, { codecs: nodeCodecs }) : null
    return { whole, info, check, finished: log.finished }
  } finally {
    await source.close()
  }
}

const fresh = () => mkdtempSync(path.join(tmpdir(), 'crash-'))
const calm = fresh()
await child(calm, null)
const reference = (await look(calm)).info.recomputed.map(({ scorer, mean, stderr, n }) => ({ scorer, mean, stderr, n }))
rmSync(calm, { recursive: true })

const random = createRandom(20260101)
const totals = { killedRuns: 0, kills: 0, lost: 0, doubled: 0, different: 0, failedChecks: 0, mostMissing: 0 }
for (let run = 0; run < runs; run += 1) {
  const folder = fresh()
  for (let attempt = 0; ; attempt += 1) {
    // Three kills at most, then it may end: at any sample, and some milliseconds more, so that any write may be cut.
    const kill = { samples: Math.floor(random.uniform() * samples), milliseconds: random.uniform() * 20 }
    const { killed, lines } = await child(folder, attempt < 3 ? kill : null)
    if (!killed) break
    if (attempt === 0) totals.killedRuns += 1
    totals.kills += 1
    const told = Number(lines.filter((line) => /^\d+$/.test(line)).at(-1) ?? 0)
    const { whole } = await look(folder)
    totals.mostMissing = Math.max(totals.mostMissing, told - (whole.samples?.length ?? 0))
  }
  const { whole, info, check } = await look(folder)
  const ids = whole.samples.map(({ id, epoch }) => `${id}@${epoch}`)
  totals.lost += samples - new Set(ids).size
  totals.doubled += ids.length - new Set(ids).size
  const statistics = info.recomputed.map(({ scorer, mean, stderr, n }) => ({ scorer, mean, stderr, n }))
  if (JSON.stringify(statistics) !== JSON.stringify(reference)) totals.different += 1
  if (check === null || !check.ok || info.warnings.some((warning) => !warning.includes('superseded')))
    totals.failedChecks += 1
  rmSync(folder, { recursive: true })
  process.stderr.write(`\r${run + 1} of ${runs}`)
}
const result = { runs, samples, inFlight, ...totals, reference, node: process.version }
writeFileSync(path.join(import.meta.dirname, 'results', 'crash.json'), `${JSON.stringify(result, null, 2)}\n`)
console.log(`\n${JSON.stringify(result)}`)
process.exitCode =
  totals.lost + totals.doubled + totals.different + totals.failedChecks > 0 || totals.mostMissing > inFlight ? 1 : 0
