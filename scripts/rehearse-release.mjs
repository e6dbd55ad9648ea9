// Rehearses a release: publishes every package to a registry on this machine and uses each one, installed alone, as a team would. Needs Node 22 or later.
// Usage: node scripts/rehearse-release.mjs [name of a package ...]   (default: all; --out FILE also writes what was found as JSON)
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startBrowser } from './rehearsal/browser.mjs'
import { useAsATeam } from './rehearsal/consumer.mjs'
import { startRegistry } from './rehearsal/local-registry.mjs'
import { nextRelease } from './rehearsal/next-release.mjs'
import { publishAll } from './rehearsal/publish-all.mjs'
import { run } from './rehearsal/run.mjs'
import { installRuntimes } from './rehearsal/runtimes.mjs'
import { auditTarball } from './rehearsal/tarball-audit.mjs'
import { installTools } from './rehearsal/tools.mjs'

const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true })
const root = path.join(import.meta.dirname, '..')
const folder = mkdtempSync(path.join(tmpdir(), 'rehearsal-'))
const registry = await startRegistry(folder)
const browser = await startBrowser()
const found = []
try {
  const { clone, published } = publishAll(root, folder, registry.url)
  console.log(`tags: ${run('git', ['tag', '--points-at', 'HEAD'], clone).trim().split('\n').join(', ')}`)
  const tools = installTools(folder, registry.url)
  const runtimes = installRuntimes(folder, registry.url)
  const context = { folder, registry: registry.url, tools, runtimes, inBrowser: browser.inBrowser }
  for (const each of published) {
    if (positionals.length > 0 && !positionals.some((name) => each.name.endsWith(name))) continue
    found.push(await attempt(each, context))
  }
  console.log(`\n${nextRelease(clone, registry.url).join('\n')}\n`)
} finally {
  await browser.stop()
  await registry.stop()
  rmSync(folder, { recursive: true, force: true })
}
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(found, null, 2)}\n`)
const failed = found.filter(({ error }) => error !== undefined)
console.log(`rehearsal: ${found.length - failed.length} packages usable, ${failed.length} not`)
process.exitCode = failed.length === 0 && found.length > 0 ? 0 : 1

async function attempt(published, context) {
  try {
    const tarball = auditTarball(published, context.registry, context.folder)
    const result = { ...(await useAsATeam(published, context)), tarball }
    const { name, version, packages, types = [], bundles, results } = result
    const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} kB`
    console.log(
      `\n${name} ${version}: ${tarball.files} files, ${kilobytes(tarball.packed)} packed, ${kilobytes(tarball.unpacked)} unpacked; ${packages} packages installed`,
    )
    if (types.length > 0) console.log(`  types: ${types.join(', ')}`)
    if (bundles) console.log(`  example bundled: esbuild ${bundles.esbuild} bytes, Vite ${bundles.vite} bytes`)
    for (const [label, lines] of Object.entries(results)) console.log(`  ${label}: ${lines.join(' | ')}`)
    return result
  } catch (error) {
    console.log(`\n${published.name} ${published.version}: ${error.message}`)
    return { ...published, error: error.message }
  }
}
