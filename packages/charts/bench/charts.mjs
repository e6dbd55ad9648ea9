// What a chart costs: node packages/charts/bench/charts.mjs (after npm run build). Processor time, best of several runs; results in bench/results/charts.json.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { frontierChart, intervalChart, isoLossChart, residualChart, toSvg } from '@safety-portfolio/charts'
import { allocationAt, caseBootstrap, fitChinchilla, publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
import { Window } from 'happy-dom'

const { parameters } = publishedFits.besiroglu
const runs = simulateRuns({ parameters, noise: 0.005, seed: 1 })
const fit = fitChinchilla(runs, {
  allocation: allocationAt([1e21, 1e22, 1e23, 1e24]),
  bootstrap: caseBootstrap({ replicates: 200, seed: 1 }),
})
const rows = Array.from({ length: 100 }, (_, k) => ({
  label: `question ${k}`,
  estimate: Math.sin(k),
  lower: Math.sin(k) - 0.5,
  upper: Math.sin(k) + 0.5,
}))
const charts = {
  [`isoLossChart, ${runs.length} runs`]: () => isoLossChart(fit, runs, { budgets: [1e24] }),
  frontierChart: () => frontierChart(fit),
  [`residualChart, ${runs.length} runs`]: () => residualChart(fit, runs),
  'intervalChart, 100 estimates': () => intervalChart(rows),
}
const { document } = new Window()

const results = Object.entries(charts).map(([chart, options]) => {
  const drawn = options()
  const bytes = Buffer.byteLength(toSvg(drawn, document))
  const row = {
    chart,
    optionsMs: best(options, 50),
    svgMs: best(() => toSvg(drawn, document), 3),
    kilobytes: bytes / 1000,
  }
  console.log(
    `${chart.padEnd(30)} options ${row.optionsMs.toFixed(3)} ms, SVG ${row.svgMs.toFixed(1)} ms, ${row.kilobytes.toFixed(0)} kB`,
  )
  return row
})
const machine = { node: process.version, processor: cpus()[0].model, cores: cpus().length, dom: 'happy-dom 21.0.4' }
writeFileSync(new URL('results/charts.json', import.meta.url), `${JSON.stringify({ machine, results }, null, 2)}\n`)

/** Processor milliseconds of one call, in the fastest of nine rounds of `calls`. */
function best(action, calls) {
  let fastest = Infinity
  for (let round = 0; round < 10; round += 1) {
    const before = process.cpuUsage()
    for (let call = 0; call < calls; call += 1) action()
    const { user, system } = process.cpuUsage(before)
    if (round > 0) fastest = Math.min(fastest, (user + system) / 1000 / calls)
  }
  return fastest
}
