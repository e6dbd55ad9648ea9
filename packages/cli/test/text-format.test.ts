import { expect, it } from 'vitest'
import { textFormat } from '../src/io/text-format.js'

async function* pieces(...texts: readonly string[]): AsyncGenerator<string, void, void> {
  await Promise.resolve()
  yield* texts
}

it.each([
  ['a.csv', ['{"a": 1}\n'], 'csv'],
  ['a.TSV', ['a\tb\n'], 'tsv'],
  ['a.json', ['a,b\n'], 'json'],
  ['a.jsonl.gz', ['[\n'], 'jsonl'],
  ['a.ndjson', [], 'jsonl'],
  ['standard input', ['a,b\n1,2\n'], 'csv'],
  ['standard input', ['{"a": 1}\n{"a": 2}\n'], 'jsonl'],
  ['standard input', ['\uFEFF\n {"a"', ': 1}', '\n'], 'jsonl'],
  ['standard input', ['{"a": 1}'], 'jsonl'],
  ['standard input', ['{"a": -Infinity, "b": "NaN", "c": NaN}\n{"a": 2}\n'], 'jsonl'],
  ['standard input', ['{\n  "rows": []\n}\n'], 'json'],
  ['standard input', ['[{"a": 1},\n{"a": 2}]\n'], 'json'],
  ['runs.txt', ['[', ']'], 'json'],
  ['runs', ['', '  ', 'a;b\n'], 'csv'],
  ['runs', [], 'csv'],
] as const)('%s with %j is %s', async (name, texts, format) => {
  expect(await textFormat(name, pieces(...texts))).toBe(format)
})
