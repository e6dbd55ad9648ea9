// An empty project that installs one package alone, and the facts of what it got.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runBeside } from './run.mjs'
import { expectModule, standaloneExamples } from './standalone-example.mjs'

/**
 * @param {{ name: string, version: string }} published
 * @param {{ folder: string, registry: string }} context
 * @returns {Promise<{ name: string, project: string, facts: object, isCommand: boolean, examples: { file: string, forNode: boolean }[] }>}
 */
export async function installAlone({ name, version }, { folder, registry }) {
  const project = path.join(folder, name.replace('@safety-portfolio/', ''))
  mkdirSync(project, { recursive: true })
  writeFileSync(path.join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  await install(project, `${name}@${version}`, registry)
  const facts = packageFacts(project, name)
  const isCommand = existsSync(path.join(project, 'node_modules', name, 'bin'))
  const readme = readFileSync(path.join(project, 'node_modules', name, 'README.md'), 'utf8')
  const examples = writeExamples(project, readme)
  if (examples.length === 0) throw new Error(`${name}: the README has no example that runs`)
  if (examples.some(({ forNode }) => forNode)) await install(project, '@types/node@24', registry)
  return { name, project, facts, isCommand, examples }
}

/** Writes the examples of a README into a project. @returns {{ file: string, forNode: boolean }[]} */
export function writeExamples(project, readme) {
  writeFileSync(path.join(project, 'expect.ts'), expectModule)
  return standaloneExamples(readme).map(({ module, forNode }, index) => {
    const file = index === 0 ? 'example.ts' : 'example-elsewhere.ts'
    writeFileSync(path.join(project, file), module)
    return { file, forNode }
  })
}

function packageFacts(project, name) {
  const lock = JSON.parse(readFileSync(path.join(project, 'package-lock.json'), 'utf8'))
  const manifest = JSON.parse(readFileSync(path.join(project, 'node_modules', name, 'package.json'), 'utf8'))
  const scripts = Object.entries(lock.packages)
    .filter(([, each]) => each.hasInstallScript)
    .map(([each]) => each)
  if (scripts.length > 0) throw new Error(`${name}: install scripts run in ${scripts.join(', ')}`)
  return { version: manifest.version, engines: manifest.engines?.node, packages: Object.keys(lock.packages).length - 1 }
}

async function install(project, what, registry) {
  await runBeside('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', what], project, {
    npm_config_registry: registry,
  })
}
