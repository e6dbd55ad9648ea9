// Fits the tables of test/support/hard-designs.ts with R's lme4 from several starts and writes what it reached to hard-designs.json.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hardDesigns } from '../support/hard-designs.ts'

const seeds = Number(process.argv[2] ?? 3)
const target = process.argv[3] ?? join(import.meta.dirname, 'hard-designs.json')
const first = Number(process.argv[4] ?? 1)
const folder = mkdtempSync(join(tmpdir(), 'hard-designs-'))
const list = []
hardDesigns.forEach(({ name, formula, family, weights, points = 1, rows }, index) => {
  for (let seed = first; seed < first + seeds; seed += 1) {
    const table = rows(seed)
    const names = Object.keys(table[0])
    const file = `${index}-${seed}.csv`
    const lines = table.map((row) => names.map((column) => row[column]).join(','))
    writeFileSync(join(folder, file), `${[names.join(','), ...lines].join('\n')}\n`)
    const methods = family === 'gaussian' ? ['REML', 'ML'] : ['ML']
    for (const method of methods) list.push({ name, seed, method, formula, family, weights, points, file })
  }
})
writeFileSync(join(folder, 'designs.json'), JSON.stringify(list))
execFileSync('Rscript', [join(import.meta.dirname, 'make-hard-designs.R'), folder, target], { stdio: 'inherit' })
