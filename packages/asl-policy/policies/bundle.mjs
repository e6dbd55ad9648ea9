// Writes src/shipped/policies.json from the YAML files beside it: the package carries its policies as data that needs no file system.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'

const folder = new URL('.', import.meta.url)
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .toSorted()
const read = (name) => parse(readFileSync(new URL(name, folder), 'utf8'), { schema: 'core', maxAliasCount: 0 })
const policies = files.filter((name) => !name.startsWith('history')).map(read)
const history = read('history.yaml')
writeFileSync(new URL('../src/shipped/policies.json', folder), `${JSON.stringify(policies)}\n`)
writeFileSync(new URL('../src/shipped/history.json', folder), `${JSON.stringify(history)}\n`)
