import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readmeFindings } from '../readme-shape.mjs'

const packages = path.join(import.meta.dirname, '../../packages')
const filesOf = (folder: string, ending: string) =>
  existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(ending)) : []

interface Manifest {
  readonly name: string
  readonly engines: { readonly node: string }
  readonly exports: Readonly<Record<string, string | { readonly '@safety-portfolio/source'?: string }>>
}

const at = (folder: string, ...parts: string[]) => path.join(packages, folder, ...parts)
const manifestOf = (folder: string) => JSON.parse(readFileSync(at(folder, 'package.json'), 'utf8')) as Manifest

/** What can be imported, by the sources of every entry point. */
async function exportsOf(folder: string): Promise<string[]> {
  const sources = Object.values(manifestOf(folder).exports).flatMap((each) =>
    typeof each === 'string' ? [] : (each['@safety-portfolio/source'] ?? []),
  )
  const modules = await Promise.all(sources.map((source) => import(at(folder, source)) as Promise<object>))
  return [...new Set(modules.flatMap((each) => Object.keys(each)))].toSorted()
}

/** The values of the API reports. */
function reportedExports(folder: string): string[] {
  const text = filesOf(at(folder, 'etc'), '.api.md')
    .map((file) => readFileSync(at(folder, 'etc', file), 'utf8'))
    .join('\n')
  const declared = [...text.matchAll(/^(export )?(?:const|function|(?:abstract )?class|enum) (\w+)/gm)]
  const renamed = new Map(
    [...text.matchAll(/^export \{ (\w+)(?: as (\w+))? \}/gm)].map(([, own, as]) => [own!, as ?? own!]),
  )
  const names = declared.flatMap(([, exported, name]) => (exported === undefined ? (renamed.get(name!) ?? []) : name!))
  return [...new Set(names)].toSorted()
}

describe.each(readdirSync(packages))('%s', (folder) => {
  it('has a README in the shape of all', async () => {
    const { name, engines } = manifestOf(folder)
    const facts = {
      name,
      node: engines.node,
      exports: await exportsOf(folder),
      reports: filesOf(at(folder, 'etc'), '.api.md'),
      benches: filesOf(at(folder, 'bench'), '.mjs'),
      results: filesOf(at(folder, 'bench/results'), '.json').map(
        (file) => JSON.parse(readFileSync(at(folder, 'bench/results', file), 'utf8')) as unknown,
      ),
    }
    expect(readmeFindings(readFileSync(at(folder, 'README.md'), 'utf8'), facts)).toEqual([])
  })

  it('has an API report of what can be imported', async () => {
    const importable = await exportsOf(folder)
    // What another package declares is named in its report.
    expect(importable).toEqual(expect.arrayContaining(reportedExports(folder)))
  })
})

const fence = '```'
const good = `# @safety-portfolio/x

One sentence.

${fence}sh
npm install @safety-portfolio/x
${fence}

${fence}ts
1 + 1 // => 2
${fence}

## Exports

Types: [x.api.md](https://github.com/etc/x.api.md).

| Export      | What it is          |
| ----------- | ------------------- |
| \`one\`       | one                 |
| \`beta...\`   | \`Cdf\`, \`Quantile\` |
| \`two(a, b)\` | two                 |

## Runtimes

Node 20.19 or later, Bun, Deno, workerd (Cloudflare Workers) and browsers.

## Accuracy and limits

Exact.

## How it is validated

By hand.

## Speed

| Task | here   | ratio |
| ---- | ------ | ----- |
| a    | 1.3 ms | 12    |
| b    | 2.0 s  |       |

${fence}sh
node bench/x.mjs
${fence}

On Node 24.

## How to cite

By name.
`
const facts = {
  name: '@safety-portfolio/x',
  node: '>=20.19',
  exports: ['one', 'two', 'betaCdf', 'betaQuantile'],
  reports: ['x.api.md'],
  benches: ['x.mjs'],
  results: [{ node: 'v24.21.0', rows: [{ seconds: 0.00131, ratio: 11.9 }, { milliseconds: 1999.9 }] }],
}

it('finds nothing in a README of that shape', () => {
  expect(readmeFindings(good, facts)).toEqual([])
})

it.each([
  ['# @safety-portfolio/x', '# x', 'the title is'],
  ['One sentence.', 'One sentence. Another.', 'no single sentence'],
  ['npm install @safety-portfolio/x', 'npm install y', 'does not say how to install'],
  ['1 + 1 // => 2', '1 + 1', 'prints no result'],
  ['1 + 1 // => 2', '1 + 1 // => 2\n'.repeat(13), 'has 13 lines of code'],
  ['## Accuracy and limits', '## Limits', 'headings are missing: Accuracy and limits'],
  ['Exact.', '', 'nothing stands under "Accuracy and limits"'],
  ['/etc/x.api.md', '/etc/y.api.md', '"Exports" has no link to x.api.md'],
  ['| `two(a, b)` |', '| `three`     |', 'no table of exports names two'],
  ['`Cdf`, `Quantile`', '`Cdf`', 'no table of exports names betaQuantile'],
  ['Node 20.19 or later, Bun', 'Node 22 or later, Bun', '"Runtimes" does not say'],
  ['1.3 ms', '1.4 ms', 'no stored result is 1.4 ms (a)'],
  ['1.3 ms', '1.3 s', 'no stored result is 1.3 s (a)'],
  ['| 12    |', '| 13    |', 'no stored result is 13 (a)'],
  ['node bench/x.mjs', 'node bench/y.mjs', 'bench/y.mjs, which is not there'],
  ['On Node 24.', 'On Node v20.1.', '"Speed" says Node 20; the results are of Node 24'],
  ['node bench/x.mjs', 'measured', 'names no command'],
])('finds %j replaced by %j', (from, to, finding) => {
  expect(good).toContain(from)
  expect(readmeFindings(good.replace(from, to), facts)).toEqual([expect.stringContaining(finding)])
})

it('wants the sections in the order of all', () => {
  const [before, after] = good.split('## How to cite')
  const swapped = before!.replace('## Exports', `## How to cite${after!}\n## Exports`)
  expect(readmeFindings(swapped, facts)).toContainEqual(expect.stringContaining('in the order How to cite, Exports'))
})
