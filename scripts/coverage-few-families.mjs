// Simulates runs of one agent at few families of tasks and reports how often the 90 % intervals of its time horizon hold it: node scripts/coverage-few-families.mjs [--worlds 1000] [--first 1000]
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { fitTimeHorizons } from '../packages/scaling-laws/dist/index.js'
import { clopperPearsonInterval, createRandom } from '../packages/stats/dist/index.js'

const { values: flags } = parseArgs({
  options: { worlds: { type: 'string', default: '1000' }, first: { type: 'string', default: '1000' } },
})
const first = Number(flags.first)
const worlds = Number(flags.worlds)
const level = 0.9
const tasks = 12
const truth = 16

/** Families and the tasks in them differ by one unit of the log odds each. */
function runsOf(families, seed) {
  const random = createRandom(seed, families)
  return Array.from({ length: families }, (_, family) => {
    const shift = random.normal()
    return Array.from({ length: tasks }, (_, task) => {
      const minutes = 2 ** (random.uniform() * 10 - 1)
      const odds = -0.9 * Math.log2(minutes / truth) + shift + random.normal()
      return Array.from({ length: 4 }, () => ({
        agent: 'a',
        task: `${family} ${task}`,
        family: `${family}`,
        minutes,
        score: random.uniform() < 1 / (1 + Math.exp(-odds)) ? 1 : 0,
      }))
    })
  }).flat(2)
}

const rows = [3, 4, 5, 6, 8, 10, 15].flatMap((families) =>
  [false, true].map((within) => {
    let covered = 0
    let missing = 0
    for (let seed = first; seed < first + worlds; seed += 1) {
      const [{ minutes }] = fitTimeHorizons(runsOf(families, seed), {
        level,
        regularization: 0,
        weighting: 'equal-task',
        bootstrap: { replicates: 200, seed, within },
      })
      const { interval } = minutes.p50
      if (interval === null) missing += 1
      else if (interval.lower <= truth && truth <= interval.upper) covered += 1
    }
    const trials = worlds - missing
    const { lower, upper } = clopperPearsonInterval(covered, trials)
    return { families, within, trials, missing, covered, coverage: covered / trials, lower, upper }
  }),
)
const folder = new URL('../packages/scaling-laws/bench/results/', import.meta.url)
mkdirSync(folder, { recursive: true })
writeFileSync(
  new URL('coverage-few-families.json', folder),
  `${JSON.stringify({ level, worlds, first, tasks, rows }, null, 2)}\n`,
)
for (const { families, within, coverage, missing } of rows)
  console.log(
    `${families} families, ${within ? 'drawn again' : 'whole'}: ${(100 * coverage).toFixed(1)} % (${missing} without)`,
  )
