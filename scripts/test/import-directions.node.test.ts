import path from 'node:path'
import { ESLint } from 'eslint'
import { expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '..', '..')

/** Messages of the import rule for one line of code placed in an existing source file of a package. */
async function importErrors(packageName: string, code: string, file = 'version.ts'): Promise<string[]> {
  const eslint = new ESLint({ cwd: root })
  const [result] = await eslint.lintText(code, {
    filePath: path.join(root, 'packages', packageName, 'src', file),
  })
  return result!.messages
    .filter(({ ruleId }) => ruleId === '@typescript-eslint/no-restricted-imports')
    .map(({ message }) => message)
}

const value = (target: string) => `import { version } from '${target}'\nexport const seen: string = version\n`
const type = (target: string) => `import type { Interval } from '${target}'\nexport type Seen = Interval\n`

it.each([
  ['stats', '@safety-portfolio/records'],
  ['records', '@safety-portfolio/mixed-models'],
  ['mixed-models', '@safety-portfolio/scaling-laws'],
  ['scaling-laws', '@safety-portfolio/charts'],
  ['scaling-laws', '@safety-portfolio/risk'],
  ['charts', 'safety-portfolio'],
  ['charts', '@safety-portfolio/scaling-laws'],
  ['stats', 'node:fs'],
])('%s may not import %s', async (from, target) => {
  expect(await importErrors(from, value(target))).toHaveLength(1)
})

it.each([
  ['records', '@safety-portfolio/stats'],
  ['scaling-laws', '@safety-portfolio/records'],
  ['cli', '@safety-portfolio/charts'],
  ['cli', 'node:fs'],
])('%s may import %s', async (from, target) => {
  expect(await importErrors(from, value(target))).toEqual([])
})

it('charts may import the types of results', async () => {
  expect(await importErrors('charts', type('@safety-portfolio/scaling-laws'))).toEqual([])
})

it('the impure entry point of evals may import node:fs and nothing above it', async () => {
  expect(await importErrors('evals', value('node:fs'), 'node/file-source.ts')).toEqual([])
  expect(await importErrors('evals', value('@safety-portfolio/charts'), 'node/file-source.ts')).toHaveLength(1)
})

it('the pure part of evals imports neither Node nor what does', async () => {
  expect(await importErrors('evals', value('node:fs'))).toHaveLength(1)
  expect(await importErrors('evals', value('./node/file-source.js'))).toHaveLength(1)
})
