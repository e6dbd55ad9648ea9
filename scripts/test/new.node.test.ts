import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { inserted } from '../templates/insert.mjs'
import { recipes } from '../templates/recipes.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'new-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})
const script = path.join(import.meta.dirname, '../new.mjs')
const start = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' })
const written = () =>
  globSync('**/*', { cwd: folder, exclude: (name) => name === '.' }).filter((file) => file.includes('.'))

it('makes the files of a template with the name in them, and a changeset', () => {
  const { status, stdout } = start('policy', 'house-rules')
  expect(status).toBe(0)
  expect(stdout).toContain('made     packages/asl-policy/policies/house-rules-1.yaml')
  expect(readFileSync(path.join(folder, 'packages/asl-policy/policies/house-rules-1.yaml'), 'utf8')).toContain(
    'title: House rules',
  )
  expect(existsSync(path.join(folder, '.changeset/house-rules.md'))).toBe(true)
})

it('overwrites nothing', () => {
  start('policy', 'house-rules')
  const { status, stderr } = start('policy', 'house-rules')
  expect(status).toBe(2)
  expect(stderr).toContain('there already. Nothing was written.')
})

it('writes nothing where a file that it would extend has changed', () => {
  mkdirSync(path.join(folder, 'packages/stats/src'), { recursive: true })
  writeFileSync(path.join(folder, 'packages/stats/src/index.ts'), '')
  writeFileSync(path.join(folder, 'packages/stats/README.md'), '# Another table\n')
  const { status, stderr } = start('statistic', 'kendall-tau')
  expect(status).toBe(1)
  expect(stderr).toContain('packages/stats/README.md has no "| `sum`,"')
  expect(written()).toEqual(['packages/stats/README.md', 'packages/stats/src/index.ts'])
})

it.each([[], ['statistic'], ['law', 'Not Kebab'], ['theorem', 'x'], ['law', '../x']])('refuses %j %j', (...args) => {
  const { status, stderr } = start(...args)
  expect(status).toBe(2)
  expect(stderr).toContain(`usage: npm run new ${Object.keys(recipes).join('|')} NAME`)
  expect(written()).toEqual([])
})

it('inserts before, after and at the end, at the first place', () => {
  expect(inserted('f', 'a b b', { before: 'b', text: 'x ' })).toBe('a x b b')
  expect(inserted('f', 'a b b', { after: 'b', text: ' x' })).toBe('a b x b')
  expect(inserted('f', 'a', { text: 'x' })).toBe('ax')
  expect(() => inserted('f', 'a', { after: 'b', text: 'x' })).toThrow('f has no "b"')
})
