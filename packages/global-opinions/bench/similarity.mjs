// Similarities and bootstraps in the shape of GlobalOpinionQA (2,556 questions, 138 countries, 46,329 pairs) against NumPy and SciPy in one run:
// node packages/global-opinions/bench/similarity.mjs (after npm run build). Best processor time of several runs; results in bench/results/similarity.json.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { createRandom } from '@safety-portfolio/stats'
import { bootstrapGroupMeans, pairSimilarities } from '@safety-portfolio/global-opinions'

const [questions, countries, pairs, replicates, repetitions] = [2556, 138, 46329, 1000, 15]
const random = createRandom(1)
// Options as in the published table: mostly four or five; the mean is 4.6.
const sizes = Array.from(
  { length: questions },
  () => [2, 2, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6, 12][random.integer(15)] ?? 4,
)
const width = Math.max(...sizes)
const distribution = (size) => {
  // Exponential masses, one in five exactly 0.
  const mass = Array.from({ length: size }, () => (random.uniform() < 0.2 ? 0 : -Math.log(1 - random.uniform())))
  if (mass.every((value) => value === 0)) mass[0] = 1
  const sum = mass.reduce((total, value) => total + value, 0)
  return mass.map((value) => value / sum)
}
const model = sizes.map(distribution)
const asked = new Set()
while (asked.size < pairs) asked.add(random.integer(questions) * countries + random.integer(countries))
const sparse = [...asked].toSorted((a, b) => a - b)
const dense = Array.from({ length: questions * countries }, (_, cell) => cell)

const offsets = (lengths) => {
  const made = new Int32Array(lengths.length)
  for (let k = 1; k < lengths.length; k += 1) made[k] = made[k - 1] + lengths[k - 1]
  return made
}
const modelOffsets = offsets(sizes)
const first = Float64Array.from(model.flat())
const answers = dense.map((cell) => distribution(sizes[Math.floor(cell / countries)]))
const table = (cells) => {
  const lengths = Int32Array.from(cells, (cell) => sizes[Math.floor(cell / countries)])
  return {
    first,
    firstOffsets: Int32Array.from(cells, (cell) => modelOffsets[Math.floor(cell / countries)]),
    second: Float64Array.from(cells.flatMap((cell) => answers[cell])),
    secondOffsets: offsets([...lengths]),
    lengths,
  }
}
const [sparseTable, denseTable] = [table(sparse), table(dense)]
const scores = pairSimilarities(sparseTable)
const grouped = {
  scores: [scores],
  groups: Int32Array.from(sparse, (cell) => cell % countries),
  groupCount: countries,
  units: Int32Array.from(sparse, (cell) => Math.floor(cell / countries)),
  unitCount: questions,
}

const folder = mkdtempSync(path.join(tmpdir(), 'opinions-bench-'))
const padded = (rows) => Float64Array.from(rows.flatMap((row) => [...row, ...new Array(width - row.length).fill(0)]))
writeFileSync(path.join(folder, 'model.f64'), Buffer.from(padded(model).buffer))
writeFileSync(path.join(folder, 'answers.f64'), Buffer.from(padded(answers).buffer))
writeFileSync(path.join(folder, 'sparse.i32'), Buffer.from(Int32Array.from(sparse).buffer))
writeFileSync(path.join(folder, 'sizes.i32'), Buffer.from(Int32Array.from(sizes).buffer))
const rival = spawnSync(
  process.env.PYTHON ?? 'python3',
  [path.join(import.meta.dirname, 'similarity-rival.py'), folder],
  {
    encoding: 'utf8',
    env: { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' },
  },
)
rmSync(folder, { recursive: true })
if (rival.status !== 0) console.error(`The rival did not run, so there are no ratios: ${rival.stderr ?? rival.error}`)
const theirs = rival.status === 0 ? JSON.parse(rival.stdout) : { versions: {}, seconds: {}, meanSparse: null }
if (theirs.meanSparse !== null) {
  const mean = scores.reduce((sum, value) => sum + value, 0) / scores.length
  if (Math.abs(mean - theirs.meanSparse) > 1e-9) throw new Error(`the two disagree: ${mean} and ${theirs.meanSparse}`)
}

const tasks = [
  ['46,329 pairs', () => pairSimilarities(sparseTable), ['scipy, one call a pair', 'numpy, vectorised, sparse']],
  ['352,728 dense pairs', () => pairSimilarities(denseTable), ['numpy, vectorised, dense', 'scipy, axis, dense']],
  [
    '1,000 bootstraps x 138 countries',
    () => bootstrapGroupMeans(grouped, { replicates, seed: 1 }),
    ['numpy, matrix product', 'numpy, nanmean'],
  ],
]
const rows = tasks.map(([task, run, rivals]) => {
  const seconds = best(run)
  const compared = rivals.map((name) => ({
    rival: name,
    seconds: theirs.seconds[name] ?? null,
    ratio: theirs.seconds[name] === undefined ? null : theirs.seconds[name] / seconds,
  }))
  console.log(
    `${task.padEnd(34)} ${(seconds * 1000).toFixed(1).padStart(7)} ms  ${compared.map(({ rival: name, seconds: other, ratio }) => (other === null ? `${name}: not run` : `${name} ${(other * 1000).toFixed(0)} ms, x ${ratio.toPrecision(3)}`)).join('; ')}`,
  )
  return { task, seconds, compared }
})
const result = {
  machine: { node: process.version, processor: cpus()[0].model, cores: cpus().length, ...theirs.versions },
  command: 'node packages/global-opinions/bench/similarity.mjs',
  rows,
}
mkdirSync(path.join(import.meta.dirname, 'results'), { recursive: true })
writeFileSync(path.join(import.meta.dirname, 'results', 'similarity.json'), `${JSON.stringify(result, null, 2)}\n`)

/** Processor seconds of the fastest of several runs, after one to warm up. */
function best(run) {
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
