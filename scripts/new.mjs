// Starts a contribution from a template: npm run new statistic|law|policy|eval|package NAME. It compiles; its tests are red until it has reference numbers.
import { appendFileSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
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

const folder = path.join(import.meta.dirname, 'templates', kind)
const files = globSync('**/*.template', { cwd: folder }).map((template) => ({
  template: path.join(folder, template),
  file: filled(template).replace(/\.template$/, ''),
}))
const there = files.filter(({ file }) => existsSync(path.join(root, file)))
if (there.length > 0) {
  console.error(`${there.map(({ file }) => file).join(', ')}: there already. Nothing was written.`)
  process.exit(2)
}
for (const { template, file } of files) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), filled(readFileSync(template, 'utf8')))
  console.log(`made     ${file}`)
}
for (const { file, line } of recipe.lines ?? []) {
  appendFileSync(path.join(root, filled(file)), `${filled(line)}\n`)
  console.log(`extended ${filled(file)}`)
}
writeFileSync(
  path.join(root, `.changeset/${name}.md`),
  filled(`---\n'${recipe.package}': minor\n---\n\n${recipe.change}\n`),
)
console.log(
  `made     .changeset/${name}.md\n\nNext:\n${recipe.next.map((step, index) => `${index + 1}. ${filled(step)}`).join('\n')}`,
)
