import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { expectModule, standaloneExamples } from '../rehearsal/standalone-example.mjs'

const folder = mkdtempSync(path.join(tmpdir(), 'standalone-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the example of a README as an empty project would, and gives what it printed as results. */
function runs(readme: string): unknown {
  writeFileSync(path.join(folder, 'expect.ts'), expectModule)
  const example = standaloneExamples(readme)[0]!.module.replace('./expect.js', './expect.ts')
  writeFileSync(path.join(folder, 'example.ts'), example)
  const print = `await import('./example.ts'); console.log(JSON.stringify(globalThis.exampleResult))`
  const printed = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', print], {
    cwd: folder,
    encoding: 'utf8',
    stdio: 'pipe',
  })
  return JSON.parse(printed)
}

const fence = '```'

it('runs the first example of a README without a test runner', () => {
  expect(runs(`# A\n\n${fence}ts\nconst x = 2 ** 5 // => 32\n[x / 3, 1][0] // => ~10.67\n${fence}\n`)).toEqual([
    '32',
    expect.stringMatching(/^10\.6666/),
  ])
})

it.each(['2 + 2 // => 5', '2 / 3 // => ~0.66', '[1, 2] // => [1, 3]', '({ a: 1 }) // => { a: 1, b: 2 }'])(
  'fails where %s is not so',
  (line) => {
    expect(() => runs(`${fence}ts\n${line}\n${fence}\n`)).toThrow()
  },
)

it('finds no example where there is none, or none that runs', () => {
  expect(standaloneExamples('# A\n')).toEqual([])
  expect(standaloneExamples(`${fence}ts no-run\n1\n${fence}\n`)).toEqual([])
})

it('takes a second example where the first is for Node alone', () => {
  const example = (code: string) => `${fence}ts\n${code} // => 1\n${fence}\n`
  const node = example("import { one } from '@safety-portfolio/x/node'\none")
  const anywhere = example("import { one } from '@safety-portfolio/x'\none")
  expect(standaloneExamples(node + node + anywhere).map(({ forNode }) => forNode)).toEqual([true, false])
  expect(standaloneExamples(anywhere + node).map(({ forNode }) => forNode)).toEqual([false])
})
