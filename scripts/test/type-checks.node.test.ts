import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { checkTypes } from '../rehearsal/type-checks.mjs'

const folder = mkdtempSync(path.join(tmpdir(), 'types-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})
const compiler = path.join(import.meta.dirname, '../../node_modules/@typescript/native/bin/tsc')

/** A project with an example, and declarations below its node_modules. */
function project(name: string, example: string, modules: Readonly<Record<string, string>> = {}) {
  const at = path.join(folder, name)
  mkdirSync(at)
  writeFileSync(path.join(at, 'package.json'), '{ "type": "module" }')
  writeFileSync(path.join(at, 'example.ts'), `${example}\nexport {}\n`)
  for (const [each, declarations] of Object.entries(modules)) {
    const module = path.join(at, 'node_modules', each)
    mkdirSync(module, { recursive: true })
    writeFileSync(
      path.join(module, 'package.json'),
      JSON.stringify({ name: each, version: '1.0.0', types: 'index.d.ts' }),
    )
    writeFileSync(path.join(module, 'index.d.ts'), declarations)
  }
  return { project: at, examples: [{ file: 'example.ts', forNode: false }] }
}

const wrong = 'export declare const one: Missing\n'

it('finds errors of examples and of our declarations, each where it is, and leaves those of third parties', async () => {
  const projects = [
    project('good', 'const one: number = 1\nvoid one'),
    project('wrong', 'const one: number = "1"\nvoid one'),
    project('third', `import type { one } from 'third'\nvoid (0 as unknown as typeof one)`, { third: wrong }),
    project('ours', `import type { one } from '@safety-portfolio/x'\nvoid (0 as unknown as typeof one)`, {
      '@safety-portfolio/x': wrong,
    }),
  ]
  const results = await checkTypes(folder, projects, [{ name: 'TypeScript', program: compiler }])
  const errors = projects.map((each) => results.get(each.project)!.errors.join('\n'))
  expect(errors).toEqual([
    '',
    expect.stringContaining('wrong/example.ts(1,7): error TS2322'),
    '',
    expect.stringContaining('ours/node_modules/@safety-portfolio/x/index.d.ts(1,27): error TS2304'),
  ])
  expect(results.get(projects[0]!.project)!.passed).toEqual(['TypeScript bundler', 'TypeScript node16'])
})
