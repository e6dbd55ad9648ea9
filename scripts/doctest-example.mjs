// Finds the ```ts examples of a Markdown or TypeScript text and renders each as a vitest file.

const fence = /^```ts( no-run)?[^\n]*\n([\s\S]*?)^```/gm

/** The examples of a text: their code, and whether they are to be run or only type-checked. */
export function examplesIn(text, isTypeScript) {
  const prose = isTypeScript ? commentsOf(text) : text
  return [...prose.matchAll(fence)].map(([, noRun, code]) => ({ code, run: noRun === undefined }))
}

/** A vitest file that executes one example; see doctest.mjs for what its comments assert. */
export function renderExample({ code, run }, title) {
  const imports = []
  const body = []
  let open = false
  for (const line of code.split('\n')) {
    if (open || /^import[ {]/.test(line)) {
      imports.push(line)
      open = !/['"];?\s*$/.test(line)
    } else body.push(assertion(line))
  }
  return [
    `import { expect, it } from 'vitest'`,
    ...imports,
    `${run ? 'it' : 'it.skipIf(true)'}(${JSON.stringify(title)}, async () => {`,
    'await Promise.resolve()',
    'void expect',
    ...body,
    '})',
    '',
  ].join('\n')
}

function commentsOf(text) {
  return [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].map((match) => match[1].replaceAll(/^[ \t]*\* ?/gm, '')).join('\n')
}

function assertion(line) {
  const throws = /^\s*(?:const \w+ = )?(.+?);?\s*\/\/ throws (\w+)/.exec(line)
  if (throws) {
    return `expect(() => ${throws[1]}).toThrow(expect.objectContaining({ name: ${JSON.stringify(throws[2])} }))`
  }
  const match = /^(\s*)(?:const (\w+) = )?(.+?);?\s*\/\/ => (.+)$/.exec(line)
  if (!match) return line
  const [, , name, expression, expected] = match
  const declared = name === undefined ? '' : `const ${name} = ${expression}\n`
  const actual = name ?? expression
  if (!expected.startsWith('~')) return `${declared}expect(${actual}).toEqual(${expected})`
  const value = expected.slice(1).trim()
  return `${declared}expect(Math.abs(Number(${actual}) - (${value}))).toBeLessThanOrEqual(${halfOfLastDigit(value)})`
}

/** Half of one unit in the last digit that is printed, with room for rounding: 0.352 -> 0.0005, 1.5e9 -> 5e7. */
function halfOfLastDigit(value) {
  const [mantissa, exponent = '0'] = value.replace('-', '').toLowerCase().split('e')
  const decimals = mantissa.split('.')[1]?.length ?? 0
  return 0.500001 * 10 ** (Number(exponent) - decimals)
}
