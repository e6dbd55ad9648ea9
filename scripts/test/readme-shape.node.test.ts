import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readmeFindings } from '../readme-shape.mjs'

const packages = path.join(import.meta.dirname, '../../packages')
const filesOf = (folder: string, ending: string) =>
  existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(ending)) : []

/** What a README is held against. */
function factsOf(folder: string) {
  const at = (...parts: string[]) => path.join(packages, folder, ...parts)
  const manifest = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { name: string; engines: { node: string } }
  const reports = filesOf(at('etc'), '.api.md').map((file) => readFileSync(at('etc', file), 'utf8'))
  return {
    name: manifest.name,
    node: manifest.engines.node,
    exports: [...reports.join('\n').matchAll(/^export (?:const|function|(?:abstract )?class|enum) (\w+)/gm)].map(
      ([, name]) => name!,
    ),
    benches: filesOf(at('bench'), '.mjs'),
    results: filesOf(at('bench/results'), '.json').map(
      (file) => JSON.parse(readFileSync(at('bench/results', file), 'utf8')) as unknown,
    ),
  }
}

describe.each(readdirSync(packages))('the README of %s', (folder) => {
  it('has the shape of all', () => {
    expect(readmeFindings(readFileSync(path.join(packages, folder, 'README.md'), 'utf8'), factsOf(folder))).toEqual([])
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

## How to cite

By name.
`
const facts = {
  name: '@safety-portfolio/x',
  node: '>=20.19',
  exports: ['one', 'two', 'betaCdf', 'betaQuantile'],
  benches: ['x.mjs'],
  results: [{ rows: [{ seconds: 0.00131, ratio: 11.9 }, { milliseconds: 1999.9 }] }],
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
  ['| `two(a, b)` |', '| `three`     |', 'no table of exports names two'],
  ['`Cdf`, `Quantile`', '`Cdf`', 'no table of exports names betaQuantile'],
  ['Node 20.19 or later, Bun', 'Node 22 or later, Bun', '"Runtimes" does not say'],
  ['1.3 ms', '1.4 ms', 'no stored result is 1.4 ms (a)'],
  ['1.3 ms', '1.3 s', 'no stored result is 1.3 s (a)'],
  ['| 12    |', '| 13    |', 'no stored result is 13 (a)'],
  ['node bench/x.mjs', 'node bench/y.mjs', 'bench/y.mjs, which is not there'],
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
