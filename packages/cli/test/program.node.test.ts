import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { binary, runBuilt } from './built-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()

/** The files that a run of the command loads, by the engine's own record of coverage. */
function loaded(argv: readonly string[]): readonly string[] {
  const coverage = folder.path('coverage')
  const { status } = spawnSync(process.execPath, [binary, ...argv], {
    env: { ...process.env, NODE_V8_COVERAGE: coverage },
    stdio: 'ignore',
  })
  expect(status).toBe(0)
  const record = JSON.parse(readFileSync(folder.path('coverage', readdirSync(coverage)[0]!), 'utf8')) as {
    readonly result: readonly { readonly url: string }[]
  }
  return record.result.map(({ url }) => url)
}

const heavy = /scaling-laws\/dist|mixed-models\/dist|asl-policy\/dist|evals\/dist|charts\/dist|observablehq|zod/

it.each([[['--version']], [['--help']], [['eval', 'run', '--help']], [['assess', '--help']]])(
  'loads no method and no chart for %j',
  (argv) => {
    expect(loaded(argv).filter((url) => heavy.test(url))).toEqual([])
  },
)

it('loads the package of a noun that is used, and charts only for a report', () => {
  const argv = ['scaling', 'flops', '--params', '1e9', '--tokens', '2e10']
  const urls = loaded(argv)
  expect(urls.some((url) => url.includes('scaling-laws/dist'))).toBe(true)
  expect(urls.filter((url) => /mixed-models\/dist|charts\/dist/.test(url))).toEqual([])
})

it('knows the verbs of every noun', () => {
  const { stdout } = runBuilt(['--help'], { cwd: folder.path() })
  const nouns = [...stdout.matchAll(/^ {2}(scaling|mixed|discrimination|opinions|policy|risk|eval|data) /gm)]
  expect(nouns).toHaveLength(8)
  for (const [, noun] of nouns) {
    const { code, stdout: help } = runBuilt(['help', noun!], { cwd: folder.path() })
    expect([code, help]).toEqual([0, expect.stringContaining('Commands:\n  ')])
  }
})
