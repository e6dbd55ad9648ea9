// Times every fit at n = 1,000, warm, and its cost per datum up to 100,000: node bench/interactive.mjs [--only NAME] [--repetitions 15] [--sizes 1000,10000,100000]
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { version } from '@safety-portfolio/scaling-laws'
import { everyLaw } from './every-law.mjs'
import { once } from './measure.mjs'

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    repetitions: { type: 'string', default: '15' },
    seeds: { type: 'string', default: '3' },
    sizes: { type: 'string', default: '1000,10000,100000' },
  },
})
const [repetitions, seeds] = [Number(flags.repetitions), Number(flags.seeds)]
const [interactive, ...larger] = flags.sizes.split(',').map(Number)

const times = (count, work) => Array.from({ length: count }, () => once(work)).sort((left, right) => left - right)
const rounded = (value) => Number(value.toPrecision(3))

const rows = []
for (const [law, { losses = [null], data, fit }] of Object.entries(everyLaw)) {
  if (flags.only !== undefined && !law.includes(flags.only)) continue
  for (const loss of losses) {
    // The slowest of several data sets counts.
    const worlds = Array.from({ length: seeds }, (_, seed) => data(interactive, seed + 1))
    const results = worlds.map((points) => fit(points, loss))
    const sorted = worlds.map(
      (points) => (times(3, () => fit(points, loss)), times(repetitions, () => fit(points, loss))),
    )
    const milliseconds = {
      best: rounded(Math.max(...sorted.map((all) => all[0]))),
      median: rounded(Math.max(...sorted.map((all) => all[Math.floor(all.length / 2)]))),
    }
    const perDatum = Object.fromEntries(
      // Absolute deviations are exact at a corner of the objective, which takes steps that no one needs at 100,000 points.
      (loss === 'lad' ? [interactive] : [interactive, ...larger]).map((n) => {
        if (n === interactive) return [n, rounded((1e6 * milliseconds.best) / n)]
        const points = data(n, 1)
        return [n, rounded((1e6 * times(2, () => fit(points, loss))[0]) / n)]
      }),
    )
    const uncertain = results.filter((result) => result.converged === false).length
    rows.push({ law, loss, milliseconds, nanosecondsPerDatum: perDatum, notConverged: uncertain })
    console.log(law, loss ?? '', milliseconds, perDatum, uncertain > 0 ? `${uncertain} not converged` : '')
  }
}
const report = {
  package: `scaling-laws ${version}`,
  node: process.version,
  cpu: cpus()[0]?.model,
  n: interactive,
  note: 'Slowest of the data sets of each law; best and median of warm repetitions in one thread. Larger sizes: one data set, the better of two.',
  rows,
}
if (flags.only === undefined)
  writeFileSync(path.join(import.meta.dirname, 'results', 'interactive.json'), `${JSON.stringify(report, null, 2)}\n`)
