// Turns every ```ts block of the docs, READMEs and JSDoc comments into a test under doctest/, where comments are assertions.
//   expression // => value     deep equality with the value
//   expression // => ~value    agreement to the digits printed: ~0.352 means within 0.0005
//   expression // throws Name  throws that error
// A block opened as ```ts no-run is only type-checked. `vitest run --project doctest` executes, `tsc -p doctest` type-checks.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { examplesIn, renderExample } from './doctest-example.mjs'

const out = 'doctest'
const sources = globSync(['docs/**/*.{md,mdx}', 'README.md', 'packages/*/README.md', 'packages/*/src/**/*.ts'])

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
let examples = 0
let files = 0
for (const source of sources.toSorted()) {
  const found = examplesIn(readFileSync(source, 'utf8'), source.endsWith('.ts'))
  if (found.length > 0) files += 1
  for (const [index, example] of found.entries()) {
    examples += 1
    const file = join(out, `${source}.${index + 1}.test.ts`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, renderExample(example, `${source} example ${index + 1}`))
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
