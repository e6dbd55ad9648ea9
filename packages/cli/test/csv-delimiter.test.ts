import { expect, it } from 'vitest'
import { csvDelimiter } from '../src/io/csv-delimiter.js'

async function* pieces(...texts: readonly string[]): AsyncGenerator<string, void, void> {
  await Promise.resolve()
  yield* texts
}

it.each([
  [['a,b\n1;2,3\n'], ','],
  [['a;b\r\n1,5;2\r\n'], ';'],
  [['a\tb\n'], '\t'],
  [['a|b\n1|2\n'], '|'],
  [['"a, first";b\n'], ';'],
  [['"say ""a,b""";c\n'], ';'],
  [['a', ';b', '\n1,2;3\n'], ';'],
  [['\n\na;b\n'], ';'],
  [['a,b;c\n'], ','],
  [['loss\n1\n'], ','],
  [[], ','],
])('%j is separated by %j', async (texts, delimiter) => {
  expect(await csvDelimiter(pieces(...texts))).toBe(delimiter)
})
