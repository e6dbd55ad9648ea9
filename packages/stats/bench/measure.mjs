// Shared by the benchmarks: best processor time of several runs (machines are shared), and a table beside a rival in Python.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'

/** Processor seconds of the fastest of `repetitions` runs, after one to warm up. */
export function best(run, repetitions = 7) {
  run()
  let fastest = Infinity
  for (let k = 0; k < repetitions; k += 1) {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    fastest = Math.min(fastest, user + system)
  }
  return fastest / 1e6
}

/** Runs the rival's script (PYTHON, default python3) on `problem`, prints both, and stores them in results/<name>.json. */
export function compare(name, seconds, script, problem) {
  const file = new URL(script, import.meta.url).pathname
  const run = spawnSync(process.env.PYTHON ?? 'python3', [file], { input: JSON.stringify(problem), encoding: 'utf8' })
  const rival = run.status === 0 ? JSON.parse(run.stdout) : { versions: {}, seconds: {} }
  if (run.status !== 0) console.error(`The rival did not run, so there are no ratios: ${run.stderr ?? run.error}`)
  const rows = Object.entries(seconds).map(([task, ours]) => {
    const theirs = rival.seconds[task] ?? null
    return { task, seconds: ours, rivalSeconds: theirs, speedup: theirs === null ? null : theirs / ours }
  })
  for (const { task, seconds: ours, rivalSeconds, speedup } of rows) {
    const other = rivalSeconds === null ? '' : `${milliseconds(rivalSeconds)}  x ${speedup.toPrecision(2)}`
    console.log(`${task.padEnd(36)} ${milliseconds(ours)} ${other}`)
  }
  const machine = { node: process.version, processor: cpus()[0].model, cores: cpus().length, ...rival.versions }
  const text = JSON.stringify({ machine, rows }, null, 2)
  writeFileSync(new URL(`results/${name}.json`, import.meta.url), `${text}\n`)
}

function milliseconds(seconds) {
  return `${(seconds * 1000).toPrecision(3).padStart(8)} ms`
}
