// The examples of a package where it says that it runs: bundled for the browser by esbuild and Vite, in every runtime, in Chromium; what is for Node, in every Node.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runBeside } from './run.mjs'

/**
 * @param {{ project: string, examples: { file: string, forNode: boolean }[] }} installed
 * @returns {Promise<{ bundles?: { esbuild: number, vite: number }, results: Record<string, unknown> }>} What each runtime printed.
 */
export async function runExamples({ project, examples }, context) {
  const results = {}
  let bundles
  for (const { file, forNode } of examples) {
    if (forNode) await onNode(project, file, context, results)
    else bundles = await everywhere(project, file, context, results)
  }
  return { ...(bundles === undefined ? {} : { bundles }), results }
}

/** With the package as it was installed, and only the example itself turned into JavaScript. */
async function onNode(project, file, { tools, runtimes }, results) {
  const script = path.join(project, 'out/example.js')
  await bundle(tools, project, [file, '--packages=external', '--platform=node', `--outfile=${script}`])
  for (const { label, execute } of runtimes.filter(({ runtime }) => runtime === 'Node')) {
    results[label] = await execute(script, project)
  }
}

async function everywhere(project, file, { tools, runtimes, inBrowser }, results) {
  const [plain, byVite] = [path.join(project, 'out/everywhere.js'), path.join(project, 'out/vite/example.js')]
  await bundle(tools, project, [file, '--platform=browser', '--minify', `--outfile=${plain}`])
  const config = `export default { logLevel: 'error', build: { target: 'es2022', outDir: 'out/vite', lib: { entry: '${file}', formats: ['es'], fileName: () => 'example.js' } } }`
  writeFileSync(path.join(project, 'vite.config.mjs'), config)
  await runBeside(process.execPath, [tools.vite, 'build'], project)
  for (const { label, execute } of runtimes) {
    const key = label in results ? `${label}, what is for every runtime` : label
    results[key] = await execute(plain, project)
  }
  results['Chromium, bundled by esbuild'] = await inBrowser(plain)
  results['Chromium, bundled by Vite'] = await inBrowser(byVite)
  return { esbuild: statSync(plain).size, vite: statSync(byVite).size }
}

async function bundle({ esbuild }, project, args) {
  await runBeside(esbuild, [...args, '--bundle', '--format=esm'], project)
}

/** CommonJS that requires the package, on every Node. @returns {Promise<Record<string, string[]>>} How many names it got. */
export async function requireIt(name, project, { runtimes }) {
  const results = {}
  for (const { label, program } of runtimes.filter(({ runtime }) => runtime === 'Node')) {
    const script = `console.log(Object.keys(require(${JSON.stringify(name)})).length)`
    const names = (await runBeside(program, ['--no-warnings', '-e', script], project)).trim()
    if (!/^[1-9]\d*$/.test(names)) throw new Error(`require('${name}') on ${label} gave ${names} names`)
    results[`${label}, require()`] = [`${names} names`]
  }
  return results
}

/** The command on every Node: its version, and the first lines of its demonstration. @returns {Promise<Record<string, string[]>>} */
export async function runCommand(bin, version, { runtimes }) {
  const results = {}
  for (const { label, program } of runtimes.filter(({ runtime }) => runtime === 'Node')) {
    const folder = mkdtempSync(path.join(tmpdir(), 'command-'))
    try {
      const printed = (await runBeside(program, [bin, '--version'], folder)).trim()
      if (printed !== version) throw new Error(`safety-portfolio --version printed ${printed}, not ${version}`)
      const demo = await runBeside(program, [bin, 'demo', '--quiet'], folder)
      results[`${label}, demo`] = demo.trim().split('\n').filter(Boolean).slice(0, 3)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return results
}
