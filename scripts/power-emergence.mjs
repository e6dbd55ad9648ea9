// Simulates families of ten models with 120 test items and reports how often the test calls smooth and jumping families broken: node scripts/power-emergence.mjs [--worlds 200]
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { breakVersusSmooth } from '../packages/scaling-laws/dist/index.js'
import { betaQuantile, clopperPearsonInterval, createRandom } from '../packages/stats/dist/index.js'

const { values: flags } = parseArgs({ options: { worlds: { type: 'string', default: '200' } } })
const worlds = Number(flags.worlds)
const models = 10
const items = 120

/** Counts of one family: -log p = exp(-shape), and `dispersion` times the variance of coins by a beta distribution of p. */
function family(seed, shape, dispersion) {
  const random = createRandom(seed, 1)
  const correlation = (dispersion - 1) / (items - 1)
  return Array.from({ length: models }, (_, i) => {
    const mean = Math.exp(-Math.exp(-shape(i - 4.5)))
    const size = 1 / correlation - 1
    const isScattered = correlation > 0 && mean > 1e-9 && mean < 1 - 1e-9
    const p = isScattered ? betaQuantile(random.uniform(), mean * size, (1 - mean) * size) : mean
    let successes = 0
    for (let k = 0; k < items; k++) if (random.uniform() < p) successes += 1
    return { scale: 10 ** (8 + i / 2), successes, trials: items }
  })
}

const shapes = {
  'smooth: power law': { shape: (u) => -0.3 + 0.35 * u, smooth: 'power-law' },
  'smooth: steep power law': { shape: (u) => -0.5 + 1.2 * u, smooth: 'power-law' },
  'smooth: bending law': { shape: (u) => -0.3 + 0.35 * u - 0.05 * u * u, smooth: 'quadratic' },
  'jump: small': { shape: (u) => -1.2 + 0.1 * u + (u > 0 ? 0.8 : 0), smooth: 'power-law' },
  'jump: 3 % to 49 %': { shape: (u) => -1.2 + 0.1 * u + (u > 0 ? 1.5 : 0), smooth: 'power-law' },
  'jump: large': { shape: (u) => -1.2 + 0.1 * u + (u > 0 ? 3 : 0), smooth: 'power-law' },
  'jump: from few to nearly all': { shape: (u) => -1.2 + 0.1 * u + (u > 0 ? 5 : 0), smooth: 'power-law' },
}

const rows = []
for (const [name, { shape, smooth }] of Object.entries(shapes))
  for (const dispersion of [1, 3]) {
    const verdicts = { break: 0, 'no-break-found': 0, 'cannot-tell': 0 }
    for (let seed = 0; seed < worlds; seed++) {
      const bootstrap = { seed, replicates: 99 }
      verdicts[breakVersusSmooth(family(seed, shape, dispersion), { bootstrap, smooth }).verdict] += 1
    }
    const { lower, upper } = clopperPearsonInterval(verdicts.break, worlds)
    rows.push({
      family: name,
      dispersion,
      worlds,
      ...verdicts,
      calledBroken: verdicts.break / worlds,
      interval: [lower, upper],
    })
    console.log(`${name}, dispersion ${dispersion}: called broken in ${((100 * verdicts.break) / worlds).toFixed(1)} %`)
  }
writeFileSync(
  new URL('../packages/scaling-laws/bench/results/power-emergence.json', import.meta.url),
  `${JSON.stringify({ models, items, rows }, null, 2)}\n`,
)
