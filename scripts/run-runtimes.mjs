// The README examples of every package, from the build, in every runtime that the package supports: npm run runtimes [name of a package ...]. Needs Node 22 or later.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { startBrowser } from './rehearsal/browser.mjs'
import { writeExamples } from './rehearsal/consumer.mjs'
import { requireIt, runCommand, runExamples } from './rehearsal/execution.mjs'
import { packagesOf } from './rehearsal/publish-all.mjs'
import { forEachBeside } from './rehearsal/run.mjs'
import { installRuntimes } from './rehearsal/runtimes.mjs'
import { supports } from './rehearsal/support.mjs'
import { installTools } from './rehearsal/tools.mjs'

const root = path.join(import.meta.dirname, '..')
const wanted = process.argv.slice(2)
const packages = packagesOf(root).filter(
  ({ name }) => wanted.length === 0 || wanted.some((each) => name.endsWith(each)),
)
const [tools, runtimes] = await Promise.all([installTools(), installRuntimes()])
const browser = await startBrowser()
// Inside the repository, where the packages resolve.
const folder = mkdtempSync(path.join(root, 'node_modules', '.runtimes-'))
let failed = 0
try {
  const context = { tools, runtimes, inBrowser: browser.inBrowser }
  await forEachBeside(packages, async (each) => {
    try {
      const ran = Object.keys(await useBuilt(each, context))
      const missing = supports(each.name).filter((runtime) => !ran.some((label) => label.startsWith(runtime)))
      if (missing.length > 0) throw new Error(`nothing was run in ${missing.join(', ')}`)
      console.log(`ok     ${each.name}: ${ran.join(', ')}`)
    } catch (error) {
      failed += 1
      console.log(`FAILED ${each.name}: ${error.message}`)
    }
  })
} finally {
  await browser.stop()
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${packages.length - failed} packages run where they say, ${failed} do not`)
process.exitCode = failed === 0 && packages.length > 0 ? 0 : 1

async function useBuilt({ name, version, folder: source }, context) {
  const project = path.join(folder, path.basename(source))
  mkdirSync(project)
  writeFileSync(path.join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const examples = writeExamples(project, readFileSync(path.join(source, 'README.md'), 'utf8'))
  if (examples.length === 0) throw new Error('the README has no example that runs')
  const { results } = await runExamples({ project, examples }, context)
  Object.assign(results, await requireIt(name, project, context))
  if (name !== 'safety-portfolio') return results
  return { ...results, ...(await runCommand(path.join(source, 'bin/safety-portfolio.js'), version, context)) }
}
