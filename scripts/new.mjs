// Starts a contribution from a template: npm run new statistic|law|policy|eval|package NAME. It compiles and is registered; its tests are red until it has reference numbers.
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { inserted } from './templates/insert.mjs'
import { recipes } from './templates/recipes.mjs'

const root = process.cwd()
const { positionals } = parseArgs({ allowPositionals: true })
const [kind, name] = positionals
const recipe = recipes[kind]
if (recipe === undefined || positionals.length !== 2 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
  console.error(
    `usage: npm run new ${Object.keys(recipes).join('|')} NAME\nNAME is kebab-case, for example: npm run new statistic kendall-tau`,
  )
  process.exit(2)
}
const camelName = name.replaceAll(/-(.)/g, (_match, letter) => letter.toUpperCase())
const words = {
  __name__: name,
  __camelName__: camelName,
  __PascalName__: camelName[0].toUpperCase() + camelName.slice(1),
  __Title__: (name[0].toUpperCase() + name.slice(1)).replaceAll('-', ' '),
}
const filled = (text) => text.replaceAll(/__\w+?__/g, (word) => words[word] ?? word)
const at = (file) => path.join(root, file)

// Everything is worked out before anything is written.
const folder = path.join(import.meta.dirname, 'templates', kind)
const made = new Map(
  globSync('**/*.template', { cwd: folder }).map((template) => [
    filled(template).replace(/\.template$/, ''),
    filled(readFileSync(path.join(folder, template), 'utf8')),
  ]),
)
const changeset = `.changeset/${name}.md`
made.set(
  changeset,
  filled(`---\n${recipe.packages.map((each) => `'${each}': minor\n`).join('')}---\n\n${recipe.change}\n`),
)
const there = [...made.keys()].filter((file) => existsSync(at(file)))
if (there.length > 0) {
  console.error(`${there.join(', ')}: there already. Nothing was written.`)
  process.exit(2)
}
const extended = new Map()
try {
  for (const { file, ...place } of recipe.inserts) {
    const text = extended.get(file) ?? readFileSync(at(file), 'utf8')
    extended.set(file, inserted(file, text, Object.fromEntries(Object.entries(place).map(([k, v]) => [k, filled(v)]))))
  }
} catch (error) {
  console.error(`${error.message} Nothing was written.`)
  process.exit(1)
}

for (const [file, text] of [...made, ...extended]) {
  mkdirSync(path.dirname(at(file)), { recursive: true })
  writeFileSync(at(file), await formatted(file, text))
  console.log(`${made.has(file) ? 'made    ' : 'extended'} ${file}`)
}
console.log(`\nNext:\n${recipe.next.map((step, index) => `${index + 1}. ${filled(step)}`).join('\n')}`)

/** Names are of any length, so tables and lines are laid out anew. */
async function formatted(file, text) {
  if (!/\.(?:ts|mjs|js|json|md|mdx|yaml)$/.test(file) || file.includes('/oracles/')) return text
  return format(text, { ...(await resolveConfig(at(file))), filepath: at(file) })
}
