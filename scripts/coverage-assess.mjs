// Assesses the two simulated models of `assess --demo`, without the study of planted defects, under many seeds and stores how often the interval of every planted truth holds it.
// Usage: node scripts/coverage-assess.mjs [seeds, default 200] [first seed, default 1] (after a build); results in packages/cli/bench/results/coverage.json
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { wilsonInterval } from '@safety-portfolio/stats'
import { main, version } from 'safety-portfolio'

const seeds = Number(process.argv[2] ?? 200)
const first = Number(process.argv[3] ?? 1)
const folder = mkdtempSync(path.join(tmpdir(), 'coverage-assess-'))
const started = process.cpuUsage()
const counts = new Map()
const plan = path.join(folder, 'plan.yaml')
await command(['init', plan])
writeFileSync(plan, readFileSync(plan, 'utf8').replace(', defects: simulated', ''))

for (let seed = first; seed < first + seeds; seed += 1) {
  const out = path.join(folder, String(seed))
  const { models } = JSON.parse(
    await command(['assess', plan, '--json', '--quiet', '--seed', String(seed), '--out', out]),
  )
  rmSync(out, { recursive: true })
  for (const { model, suites } of models) {
    for (const { suite, planted } of suites) {
      for (const { quantity, truth, interval } of planted) {
        // Whose opinions are planted differs from seed to seed; that they were planted is the same.
        const named = quantity.startsWith('rank of') ? 'rank of the country whose opinions were planted' : quantity
        const key = JSON.stringify([model, suite, named])
        const count = counts.get(key) ?? { held: 0, below: 0, above: 0, none: 0 }
        count[
          interval === null ? 'none' : truth < interval.lower ? 'below' : truth > interval.upper ? 'above' : 'held'
        ] += 1
        counts.set(key, count)
      }
    }
  }
  console.log(`seed ${seed}`)
}
rmSync(folder, { recursive: true })

const quantities = [...counts].map(([key, { held, below, above, none }]) => {
  const [model, suite, quantity] = JSON.parse(key)
  const { lower, upper } = wilsonInterval(held, seeds)
  return {
    model,
    suite,
    quantity,
    seeds,
    held,
    truthBelow: below,
    truthAbove: above,
    noInterval: none,
    coverage: held / seeds,
    interval: [lower, upper],
  }
})
const total = quantities.reduce((sum, { held }) => sum + held, 0)
const result = {
  version,
  seeds: { first, count: seeds },
  level: 0.95,
  wanted: 0.93,
  pooled: total / (seeds * quantities.length),
  belowWanted: quantities.filter(({ coverage }) => coverage < 0.93).length,
  cpuSeconds: Math.round((process.cpuUsage(started).user + process.cpuUsage(started).system) / 1e6),
  quantities,
}
console.table(
  quantities.map(({ model, quantity, coverage, truthBelow, truthAbove }) => ({
    model,
    quantity,
    coverage,
    truthBelow,
    truthAbove,
  })),
)
console.log(`pooled ${result.pooled.toFixed(4)}; ${result.belowWanted} of ${quantities.length} below ${result.wanted}`)
if (seeds >= 200) {
  writeFileSync(
    new URL('../packages/cli/bench/results/coverage.json', import.meta.url),
    `${JSON.stringify(result, null, 2)}\n`,
  )
}

/** What a command prints. */
async function command(words) {
  let printed = ''
  const stdout = {
    write: (text, done) => {
      printed += text
      done?.()
    },
  }
  const code = await main(words, { ...process, stdout, cwd: () => process.cwd() })
  // One of the models is held: that is what was planted.
  if (code > 1) throw new Error(`${words.join(' ')} ended with ${code}`)
  return printed
}
