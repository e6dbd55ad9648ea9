import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { expect, it } from 'vitest'
import documents from '../src/shipped/policies.json' with { type: 'json' }
import history from '../src/shipped/history.json' with { type: 'json' }

const folder = path.join(import.meta.dirname, '..', 'policies')
const read = (name: string): unknown => parse(readFileSync(path.join(folder, name), 'utf8'), { schema: 'core' })

it('the bundled policies are the YAML files (node policies/bundle.mjs)', () => {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('history'))
    .toSorted()
  expect(documents).toEqual(files.map(read))
  expect(history).toEqual(read('history.yaml'))
})
