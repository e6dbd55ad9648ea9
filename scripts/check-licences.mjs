// Fails when a published package brings a dependency whose licence is not permissive. Prints how many packages carry each licence.
import { run } from './rehearsal/run.mjs'

const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
])
/** An expression such as "(MIT OR GPL-3.0)" is permissive when one alternative is. */
const isPermissive = (licence) =>
  licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((alternative) => alternative.split(' AND ').every((each) => permissive.has(each.trim())))

const found = JSON.parse(
  run('pnpm', ['--filter', './packages/*', 'licenses', 'list', '--prod', '--json'], process.cwd()),
)
for (const [licence, packages] of Object.entries(found)) console.log(`${licence}: ${packages.length} packages`)
const refused = Object.entries(found).filter(([licence]) => !isPermissive(licence))
for (const [licence, packages] of refused) console.error(`${licence}: ${packages.map(({ name }) => name).join(', ')}`)
process.exitCode = refused.length === 0 && Object.keys(found).length > 0 ? 0 : 1
