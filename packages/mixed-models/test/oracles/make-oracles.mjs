// Fits the simulated trial with R's lme4, lmerTest, pbkrtest and emmeans and writes the figures to lme4.json.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trialRows } from '../support/simulated-rows.ts'

const rows = trialRows(20260101)
const names = Object.keys(rows[0])
const csv = [names.join(','), ...rows.map((row) => names.map((name) => row[name]).join(','))].join('\n')
const folder = mkdtempSync(join(tmpdir(), 'mixed-'))
const file = join(folder, 'trial.csv')
writeFileSync(file, `${csv}\n`)
execFileSync('Rscript', [join(import.meta.dirname, 'make-oracles.R'), file, join(import.meta.dirname, 'lme4.json')], {
  stdio: 'inherit',
})
