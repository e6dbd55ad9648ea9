import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../testing/shared.js'

const root = path.join(import.meta.dirname, '../..')
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n')
const evidence = tracked.filter((file) => /(?:^|\/)(?:test|bench|scripts)\//.test(file))

/** Rows of tables that print decimal numbers, outside code and formulas. */
function numberRows(page: string): readonly string[] {
  return page
    .replaceAll(/```[\s\S]*?```/g, '')
    .split('\n')
    .filter((line) => line.startsWith('|') && /\d\.\d/.test(line.replaceAll(/\$[^$]*\$|`[^`]*`|\]\([^)]*\)/g, '')))
}

/** Tests, benchmarks and scripts of the repository that the page names. */
function namedEvidence(page: string): readonly string[] {
  const names = [...page.matchAll(/[\w./-]+\.(?:test\.ts|mjs|json|R|py)/g)].map(([name]) => name)
  return names.filter((name) => evidence.some((file) => file === name || file.endsWith(`/${name}`)))
}

describe('numbers of the docs', () => {
  const pages = globSync('docs/**/*.{md,mdx}', { cwd: root })
    .filter((file) => !file.startsWith('docs/decisions/'))
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }))
    .filter(({ text }) => numberRows(text).length > 1)

  it('are found', () => {
    expect(pages.length).toBeGreaterThan(5)
  })

  // What is computed while the site is built needs no such word; a table that is typed has a test or a script that makes its numbers.
  it.each(pages)('$file says where the numbers of its tables come from', ({ file, text }) => {
    expect(file === 'docs/reference-data/index.md' || namedEvidence(text).length > 0).toBe(true)
  })

  it.each(pages)('$file names only files that are there', ({ text }) => {
    const named = [...text.matchAll(/`((?:packages|scripts|testing|docs)\/[\w./-]+\.\w+)`/g)].map(([, name]) => name!)
    expect(named.filter((name) => !existsSync(path.join(root, name)))).toEqual([])
  })
})

const bestKnown = 'oracles/mixed/best_known.json'
describeWithShared('what other programs report, on the page of the certificate', [bestKnown], () => {
  const known = JSON.parse(readFileSync(sharedPath(bestKnown), 'utf8')) as Readonly<
    Record<
      string,
      { readonly best_known_minus2ll: number; readonly lme4_default: number; readonly statsmodels: number }
    >
  >
  const page = readFileSync(path.join(root, 'docs/methods/mixed-certificate.md'), 'utf8')

  it.each([
    ['eight effects vary', 'discrim_full'],
    ['eight questions only', 'discrim_small'],
    ['questions differ in level', 'discrim_intercept_only'],
  ])('%s: deviances above the best known', (row, design) => {
    const cells = numberRows(page)
      .find((line) => line.includes(row))!
      .split('|')
      .map((cell) => cell.replaceAll(/[*`]|converged=True/g, ''))
    const printed = (cell: string): readonly string[] => [...cell.matchAll(/\d+\.\d+/g)].map(([number]) => number)
    for (const [cell, program] of [
      [cells[3]!, 'lme4_default'],
      [cells[4]!, 'statsmodels'],
    ] as const) {
      const above = ['reml', 'ml'].map((criterion) => {
        const found = known[`${design}.${criterion}`]!
        return found[program] - found.best_known_minus2ll
      })
      for (const [index, number] of printed(cell).entries()) {
        const digits = number.replace(/^[0.]+/, '').replace('.', '').length
        expect(Number(above[index]!.toPrecision(digits))).toBe(Number(number))
      }
      expect(printed(cell)).toHaveLength(2)
    }
  })
})
