// Overhead a sample, memory and start-up: `node bench/overhead.mjs [--million]` (after a build) writes bench/results/overhead.json.
// `node bench/overhead.mjs --promptfoo FOLDER` writes bench/results/promptfoo.json instead.
// FOLDER holds an installation: npm i promptfoo@0.123.1. promptfoo then does the same work in the same run: 10,000 questions, an answering provider, two
// assertions, 50 at a time. --promptfoo-samples N takes fewer.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'

const here = import.meta.dirname
const flag = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined)
const run = (count) =>
  JSON.parse(execFileSync(process.execPath, [path.join(here, 'overhead-run.mjs'), String(count)], { encoding: 'utf8' }))
const best = (runs, by) => runs.toSorted((a, b) => a[by] - b[by])[0]

const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`
const ten = Array.from({ length: 5 }, () => run(10_000))
if (flag('--promptfoo') !== undefined) {
  const ours = best(ten, 'wallMsPerSample')
  const theirs = promptfoo(flag('--promptfoo'))
  store('promptfoo.json', { machine, ours, promptfoo: theirs, ratio: theirs.wallMsPerSample / ours.wallMsPerSample })
  process.exit()
}
const startups = Array.from({ length: 5 }, () => {
  const bin = path.join(here, '../../cli/bin/safety-portfolio.js')
  const start = performance.now()
  const { status } = spawnSync(process.execPath, [bin, 'eval', 'run', '--help'], { stdio: 'ignore' })
  return status === 0 ? performance.now() - start : Number.POSITIVE_INFINITY
})
const stored = path.join(here, 'results/overhead.json')
const before = existsSync(stored) ? JSON.parse(readFileSync(stored, 'utf8')) : {}
const result = {
  machine,
  tenThousand: { best: best(ten, 'wallMsPerSample'), bestCpuMsPerSample: best(ten, 'cpuMsPerSample').cpuMsPerSample },
  startUpMs: Math.min(...startups),
  million: process.argv.includes('--million') ? run(1_000_000) : (before.million ?? null),
}
store('overhead.json', result)

function store(name, value) {
  const text = JSON.stringify(value, null, 2)
  writeFileSync(path.join(here, 'results', name), `${text}\n`)
  console.log(text)
}

function promptfoo(folder) {
  const count = Number(flag('--promptfoo-samples') ?? 10_000)
  const work = mkdtempSync(path.join(tmpdir(), 'promptfoo-'))
  const tests = Array.from({ length: count }, (_, i) => ({
    vars: { i: i + 1 },
    assert: [
      { type: 'contains', value: String(2 * (i + 1)) },
      { type: 'equals', value: `ANSWER: ${2 * (i + 1)}` },
    ],
  }))
  writeFileSync(
    path.join(work, 'provider.mjs'),
    `export default class { id() { return 'local' } async callApi(prompt) { const n = Number(/\\d+/.exec(prompt)[0]); return { output: 'ANSWER: ' + 2 * n } } }`,
  )
  writeFileSync(
    path.join(work, 'config.json'),
    JSON.stringify({
      prompts: ['What is {{i}} + {{i}}? Answer with the number.'],
      providers: ['file://provider.mjs'],
      tests,
    }),
  )
  const environment = {
    ...process.env,
    PROMPTFOO_CONFIG_DIR: path.join(work, 'home'),
    PROMPTFOO_DISABLE_TELEMETRY: '1',
    PROMPTFOO_DISABLE_UPDATE: '1',
  }
  const evaluate = (limit) => {
    const start = performance.now()
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        path.join(folder, 'node_modules/promptfoo/dist/src/entrypoint.js'),
        'eval',
        '-c',
        'config.json',
        '--no-cache',
        '--no-table',
        '--no-progress-bar',
        '-j',
        '50',
        '-o',
        'out.jsonl',
        ...(limit === undefined ? [] : ['--filter-first-n', String(limit)]),
      ],
      { cwd: work, env: environment, encoding: 'utf8' },
    )
    if (status !== 0 && status !== 100) throw new Error(`promptfoo: exit ${status}: ${stderr.slice(-500)}`)
    return performance.now() - start
  }
  // Without what it takes to start.
  const start = Math.min(evaluate(1), evaluate(1))
  const all = Math.min(evaluate(), evaluate())
  const { version } = JSON.parse(readFileSync(path.join(folder, 'node_modules/promptfoo/package.json'), 'utf8'))
  rmSync(work, { recursive: true })
  return { version, samples: count, wallMsPerSample: (all - start) / count, startMs: start }
}
