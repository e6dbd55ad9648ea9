// Turns every ```ts block of the docs, READMEs and JSDoc comments into a test under doctest/, where `expression // => value` is an assertion.
//   // => value     deep equality with the literal value (write every digit that is claimed)
//   // => ~value    agreement to the digits printed: 0.352 means within 0.0005
//   // throws Name  the line before the comment throws that error
// A block opened as ```ts no-run is only type-checked. `vitest run --project doctest` executes, `tsc -p doctest` type-checks.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const out = 'doctest'
const sources = globSync(['docs/**/*.{md,mdx}', 'README.md', 'packages/*/README.md', 'packages/*/src/**/*.ts'])
const fence = /^```ts( no-run)?[^\n]*\n([\s\S]*?)^```/gm

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
let examples = 0
let files = 0
for (const source of sources.toSorted()) {
  const text = readFileSync(source, 'utf8')
  const prose = source.endsWith('.ts') ? commentsOf(text) : text
  const blocks = [...prose.matchAll(fence)]
  if (blocks.length === 0) continue
  files += 1
  for (const [index, [, noRun, code]] of blocks.entries()) {
    examples += 1
    const file = join(out, `${source}.${index + 1}.test.ts`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, render(code, `${source} example ${index + 1}`, noRun !== undefined))
  }
}
writeFileSync(
  join(out, 'tsconfig.json'),
  JSON.stringify({
    extends: '../tsconfig.base.json',
    compilerOptions: { types: ['node'], isolatedDeclarations: false, declaration: false },
    include: ['.'],
  }),
)
console.log(`${examples} examples from ${files} files`)

function commentsOf(text) {
  return [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].map((match) => match[1].replaceAll(/^\s*\* ?/gm, '')).join('\n')
}

function render(code, title, noRun) {
  const lines = code.split('\n')
  const imports = []
  const body = []
  let open = false
  for (const line of lines) {
    if (open || /^import[ {]/.test(line)) {
      imports.push(line)
      open = !/['"];?\s*$/.test(line)
    } else body.push(assertion(line))
  }
  const run = noRun ? 'it.skipIf(true)' : 'it'
  return [
    `import { expect, it } from 'vitest'`,
    ...imports,
    `${run}(${JSON.stringify(title)}, async () => {`,
    'await Promise.resolve()',
    ...body,
    'void expect',
    '})',
    '',
  ].join('\n')
}

function assertion(line) {
  const throws = /^\s*(?:const \w+ = )?(.+?);?\s*\/\/ throws (\w+)/.exec(line)
  if (throws)
    return `expect(() => ${throws[1]}).toThrow(expect.objectContaining({ name: ${JSON.stringify(throws[2])} }))`
  const match = /^(\s*)(?:const (\w+) = )?(.+?);?\s*\/\/ => (.+)$/.exec(line)
  if (!match) return line
  const [, , name, expression, expected] = match
  const declared = name === undefined ? '' : `const ${name} = ${expression}\n`
  const actual = name ?? expression
  if (!expected.startsWith('~')) return `${declared}expect(${actual}).toEqual(${expected})`
  const value = expected.slice(1).trim()
  return `${declared}expect(Math.abs(${actual} - (${value}))).toBeLessThanOrEqual(${lastDigit(value) / 2} * 1.000001)`
}

/** One unit in the last digit that is printed: 0.352 -> 0.001, 1.5e9 -> 1e8. */
function lastDigit(value) {
  const [mantissa, exponent = '0'] = value.replace('-', '').toLowerCase().split('e')
  const decimals = mantissa.split('.')[1]?.length ?? 0
  return 10 ** (Number(exponent) - decimals)
}
