// What a package ships: nothing but the build, its sources and the texts that belong to it.
import { run } from './run.mjs'

const allowed = /^(dist|src|bin|schemas|policies)\/|^(README\.md|CHANGELOG\.md|LICENSE|package\.json)$/
const needed = ['README.md', 'CHANGELOG.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts']

/** @returns {{ files: number, packed: number, unpacked: number }} Sizes in bytes. */
export function auditTarball({ name, version }, registry, folder) {
  const [packed] = JSON.parse(
    run('npm', ['pack', '--dry-run', '--json', `${name}@${version}`], folder, { npm_config_registry: registry }),
  )
  const files = packed.files.map(({ path }) => path)
  const strangers = files.filter((file) => !allowed.test(file))
  if (strangers.length > 0) throw new Error(`${name} ships ${strangers.slice(0, 5).join(', ')}`)
  const missing = needed.filter((file) => !files.includes(file))
  if (missing.length > 0) throw new Error(`${name} ships no ${missing.join(', ')}`)
  return { files: files.length, packed: packed.size, unpacked: packed.unpackedSize }
}
