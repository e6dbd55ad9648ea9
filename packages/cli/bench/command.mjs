// Times the built command as users start it: version, demo, a fit with a bootstrap, and a file of 200 MB with 862,000 rows in six columns.
// node packages/cli/bench/command.mjs (after npm run build); best of several, written to bench/results/command.json.
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { publishedFits, simulateRuns } from '@safety-portfolio/scaling-laws'
import { toCsv } from '@safety-portfolio/records'

const here = import.meta.dirname
const binary = path.join(here, '..', 'bin', 'safety-portfolio.js')
const folder = mkdtempSync(path.join(tmpdir(), 'safety-portfolio-bench-'))
const { parameters } = publishedFits.besiroglu
writeFileSync(path.join(folder, 'runs.csv'), toCsv(simulateRuns({ parameters, modelsPerBudget: 30, seed: 1 })))
writeLargeFile(path.join(folder, 'large.csv'), 2e8)

const results = {
  node: process.version,
  cpu: cpus()[0].model,
  command: 'node packages/cli/bench/command.mjs',
  measured: {
    '--version': best(5, ['--version']),
    'demo (1000 resamples, report)': best(3, ['demo', '--quiet']),
    'scaling fit, 240 runs': best(5, ['scaling', 'fit', 'runs.csv', '--quiet']),
    'scaling fit, 240 runs, --bootstrap 4000': best(3, [
      'scaling',
      'fit',
      'runs.csv',
      '--quiet',
      '--bootstrap',
      '4000',
    ]),
    'scaling fit, 240 runs, --out': best(3, ['scaling', 'fit', 'runs.csv', '--quiet', '--out', 'report']),
    'scaling fit, 200 MB, one row kept': best(2, ['scaling', 'fit', 'large.csv', '--quiet', '--where', 'run=run-1']),
    'scaling fit, 200 MB, all rows': best(1, ['scaling', 'fit', 'large.csv', '--quiet']),
  },
}
rmSync(folder, { recursive: true })
mkdirSync(path.join(here, 'results'), { recursive: true })
writeFileSync(path.join(here, 'results', 'command.json'), `${JSON.stringify(results, null, 2)}\n`)
console.table(results.measured)

/** Least wall-clock and processor seconds, and the peak of the memory, of several runs of the command. */
function best(times, argv) {
  const report =
    "data:text/javascript,process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write('\\nusage '+JSON.stringify([u.userCPUTime+u.systemCPUTime,u.maxRSS]))})"
  const all = Array.from({ length: times }, () => {
    const start = performance.now()
    const { stderr } = spawnSync(process.execPath, ['--import', report, binary, ...argv], {
      cwd: folder,
      encoding: 'utf8',
    })
    const seconds = (performance.now() - start) / 1000
    const [processor, peak] = JSON.parse(/usage (.*)$/.exec(stderr)[1])
    return { seconds, processorSeconds: processor / 1e6, peakMegabytes: peak / 1024 }
  })
  const least = (key) => Number(Math.min(...all.map((one) => one[key])).toPrecision(3))
  return {
    seconds: least('seconds'),
    processorSeconds: least('processorSeconds'),
    peakMegabytes: least('peakMegabytes'),
  }
}

function writeLargeFile(file, bytes) {
  const runs = simulateRuns({ parameters, modelsPerBudget: 1000, seed: 2 })
  const notes = 'x'.repeat(150)
  const handle = openSync(file, 'w')
  writeSync(handle, 'run,notes,params,tokens,loss,url\n')
  let written = 0
  for (let row = 0; written < bytes;) {
    let block = ''
    while (block.length < 1e6) {
      const { params, tokens, loss } = runs[row % runs.length]
      block += `run-${row},"${notes}",${params.toPrecision(8)},${tokens.toPrecision(8)},${loss.toPrecision(8)},https://example.org/${row}\n`
      row += 1
    }
    written += writeSync(handle, block)
  }
  closeSync(handle)
}
