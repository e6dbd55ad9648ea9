// Computes noncentral t probabilities, intervals of variance components and a censored model with R and writes them to plans.json.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { censoredRows, trialRows } from '../support/simulated-rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'mixed-'))
const write = (name, rows) => {
  const names = Object.keys(rows[0])
  const lines = rows.map((row) => names.map((column) => row[column] ?? 'NA').join(','))
  const file = join(folder, name)
  writeFileSync(file, `${[names.join(','), ...lines].join('\n')}\n`)
  return file
}
const trial = write('trial.csv', trialRows(20260101))
const censored = write('censored.csv', censoredRows(5))
execFileSync(
  'Rscript',
  [join(import.meta.dirname, 'make-plans.R'), trial, censored, join(import.meta.dirname, 'plans.json')],
  {
    stdio: 'inherit',
  },
)
