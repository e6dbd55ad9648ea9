// Rehearses a release: publishes every package to a registry on this machine and uses each one, installed alone, as a team would. Needs Node 22 or later.
// Usage: node scripts/rehearse-release.mjs [name of a package ...]   (default: all; --out FILE also writes what was found as JSON)
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startBrowser } from './rehearsal/browser.mjs'
import { installAlone } from './rehearsal/consumer.mjs'
import { requireIt, runCommand, runExamples } from './rehearsal/execution.mjs'
import { startRegistry } from './rehearsal/local-registry.mjs'
import { nextRelease } from './rehearsal/next-release.mjs'
import { publishAll, requireFirstRelease } from './rehearsal/publish-all.mjs'
import { reportLines } from './rehearsal/report.mjs'
import { forEachBeside } from './rehearsal/run.mjs'
import { installRuntimes } from './rehearsal/runtimes.mjs'
import { auditTarball } from './rehearsal/tarball-audit.mjs'
import { installTools } from './rehearsal/tools.mjs'
import { checkTypes } from './rehearsal/type-checks.mjs'

const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true })
const root = path.join(import.meta.dirname, '..')
const folder = mkdtempSync(path.join(tmpdir(), 'rehearsal-'))
const found = []
const registry = await startRegistry(folder)
const browser = await startBrowser()
try {
  const [tools, runtimes] = await stage('compilers, bundlers and runtimes', () =>
    Promise.all([installTools(), installRuntimes()]),
  )
  const { clone, published, tags } = await stage('version, build, publish', () =>
    publishAll(root, folder, registry.url),
  )
  console.log(`tags: ${tags.join(', ')}`)
  requireFirstRelease(published, tags)
  const wanted = published.filter(
    ({ name }) => positionals.length === 0 || positionals.some((each) => name.endsWith(each)),
  )
  const context = { folder, registry: registry.url, tools, runtimes, inBrowser: browser.inBrowser }
  found.push(
    ...(await stage('install each alone', () =>
      forEachBeside(wanted, (each) => attempt(each, () => install(each, context))),
    )),
  )
  const types = await stage('type-check', () =>
    checkTypes(
      folder,
      found.filter(({ examples }) => examples?.length > 0),
      tools.compilers,
    ),
  )
  await stage('bundle and run', () =>
    forEachBeside(found, async (each) => {
      if (each.error === undefined) Object.assign(each, await attempt(each, () => use(each, types, context)))
    }),
  )
  for (const each of found) console.log(`\n${reportLines(each).join('\n')}`)
  console.log(`\n${(await stage('the next release', () => nextRelease(clone, registry.url))).join('\n')}\n`)
} finally {
  await browser.stop()
  await registry.stop()
  rmSync(folder, { recursive: true, force: true })
}
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(found, null, 2)}\n`)
const failed = found.filter(({ error }) => error !== undefined)
console.log(`rehearsal: ${found.length - failed.length} packages usable, ${failed.length} not`)
process.exitCode = failed.length === 0 && found.length > 0 ? 0 : 1

async function install(published, context) {
  const tarball = await auditTarball(published, context.registry, context.folder)
  return { ...(await installAlone(published, context)), tarball }
}

async function use(installed, types, context) {
  const { isCommand, project, name, facts } = installed
  const { passed, errors } = types.get(project)
  if (errors.length > 0) throw new Error(errors.join('\n'))
  const { bundles, results } = await runExamples(installed, context)
  Object.assign(results, await requireIt(name, project, context))
  if (!isCommand) return { types: passed, bundles, results }
  const bin = path.join(project, 'node_modules', name, 'bin', `${name}.js`)
  return { types: passed, results: { ...results, ...(await runCommand(bin, facts.version, context)) } }
}

/** What an action gives for a package, or why it failed. */
async function attempt({ name, version }, action) {
  try {
    return { name, version, ...(await action()) }
  } catch (error) {
    return { name, version, error: error.message }
  }
}

async function stage(name, action) {
  const start = performance.now()
  const result = await action()
  console.log(`${((performance.now() - start) / 1000).toFixed(0).padStart(4)} s  ${name}`)
  return result
}
