import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { changesetProblems, deprecationProblems } from '../deprecations.mjs'

const root = path.join(import.meta.dirname, '../..')
const problemsIn = (pattern: string, check: (text: string) => string[]) =>
  globSync(pattern, { cwd: root }).flatMap((file) =>
    check(readFileSync(path.join(root, file), 'utf8')).map((problem) => `${file}: ${problem}`),
  )

it('every deprecation says since when, and what to use', () => {
  expect(problemsIn('packages/*/src/**/*.ts', deprecationProblems)).toEqual([])
})

it('every breaking change says how to migrate', () => {
  expect(problemsIn('.changeset/*.md', changesetProblems)).toEqual([])
})

it.each([
  ['/** @deprecated Since 0.2.0: use `newName`. */', 0],
  ['/**\n * Sums.\n *\n * @deprecated Since 0.2.0: use {@link newName}, which\n * weighs.\n */', 0],
  ['/** @deprecated */', 1],
  ['/** @deprecated Use newName. */', 1],
  ['/**\n * @deprecated Since 0.2.0.\n * @returns x\n */', 1],
])('%j has %d problems', (source, count) => {
  expect(deprecationProblems(source)).toHaveLength(count)
})

it.each([
  ["---\n'x': major\n---\n\nRenames a.\n", 1],
  ["---\n'x': major\n---\n\nRenames a.\n\n## Migration\n\nBefore, after.\n", 0],
  ["---\n'x': minor\n---\n\nAdds a.\n", 0],
  ["---\n'x': minor\n---\n\nRemoves the option `a`.\n", 1],
])('%j has %d problems', (changeset, count) => {
  expect(changesetProblems(changeset)).toHaveLength(count)
})
