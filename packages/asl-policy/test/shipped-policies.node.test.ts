import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { expect, it } from 'vitest'
import { caseJsonSchema, policyJsonSchema } from '../src/index.js'
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

it('the published JSON Schemas are those of the code (node policies/schemas.mjs after a build)', () => {
  const published = (name: string): unknown =>
    JSON.parse(readFileSync(path.join(import.meta.dirname, '..', 'schemas', name), 'utf8'))
  expect(published('policy.json')).toEqual(JSON.parse(JSON.stringify(policyJsonSchema())))
  expect(published('case.json')).toEqual(JSON.parse(JSON.stringify(caseJsonSchema())))
})
