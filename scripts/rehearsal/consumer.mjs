// An empty project that installs one package alone and uses it: its README example, three compilers, two bundlers, a browser.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { run } from './run.mjs'
import { expectModule, standaloneExample } from './standalone-example.mjs'

/**
 * @param {{ name: string, version: string, folder: string }} published
 * @param {{ folder: string, registry: string, tools: object, runtimes: object[], inBrowser: (script: string) => Promise<unknown> }} context
 */
export async function useAsATeam(published, { folder, registry, tools, runtimes, inBrowser }) {
  const { name, version } = published
  const project = path.join(folder, name.replace('@safety-portfolio/', ''))
  mkdirSync(project, { recursive: true })
  writeFileSync(path.join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  install(project, `${name}@${version}`, registry)
  const installed = packageFacts(project, name)
  if (existsSync(path.join(project, 'node_modules', name, 'bin')))
    return { ...installed, ...commandRuns(project, version) }
  const example = standaloneExample(readFileSync(path.join(project, 'node_modules', name, 'README.md'), 'utf8'))
  if (example === undefined) throw new Error(`${name}: the README has no example that runs`)
  writeFileSync(path.join(project, 'example.ts'), example.module)
  writeFileSync(path.join(project, 'expect.ts'), expectModule)
  // What reads files or talks to networks says so by importing from Node; such a package is for Node alone.
  const forNode = /from 'node:/.test(example.module)
  if (forNode) install(project, '@types/node@24', registry)
  const types = typeChecks(project, tools, forNode)
  if (forNode) return { ...installed, types, results: onNode(project, tools, runtimes) }
  const bundles = bundled(project, tools)
  const results = {}
  for (const { label, execute } of runtimes) results[label] = execute(path.join(project, 'out/esbuild.js'), project)
  results['Chromium, bundled by esbuild'] = await inBrowser(path.join(project, 'out/esbuild.js'))
  results['Chromium, bundled by Vite'] = await inBrowser(path.join(project, 'out/vite/example.js'))
  return { ...installed, types, bundles, results }
}

function packageFacts(project, name) {
  const lock = JSON.parse(readFileSync(path.join(project, 'package-lock.json'), 'utf8'))
  const manifest = JSON.parse(readFileSync(path.join(project, 'node_modules', name, 'package.json'), 'utf8'))
  const scripts = Object.entries(lock.packages)
    .filter(([, each]) => each.hasInstallScript)
    .map(([each]) => each)
  if (scripts.length > 0) throw new Error(`${name}: install scripts run in ${scripts.join(', ')}`)
  return {
    name,
    version: manifest.version,
    engines: manifest.engines?.node,
    packages: Object.keys(lock.packages).length - 1,
  }
}

function commandRuns(project, version) {
  const printed = run('npx', ['--no-install', 'safety-portfolio', '--version'], project).trim()
  if (printed !== version) throw new Error(`safety-portfolio --version printed ${printed}, not ${version}`)
  const demo = run('npx', ['--no-install', 'safety-portfolio', 'demo', '--quiet'], project)
  return { results: { 'Node, demo': demo.trim().split('\n').slice(0, 4) } }
}

function install(project, what, registry) {
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', what], project, {
    npm_config_registry: registry,
  })
}

/** The example on every Node, with the package as it was installed and only the example itself turned into JavaScript. */
function onNode(project, { esbuild }, runtimes) {
  run(
    esbuild,
    ['example.ts', '--bundle', '--packages=external', '--format=esm', '--platform=node', '--outfile=out/esbuild.js'],
    project,
  )
  const results = {}
  for (const { label, execute } of runtimes.filter((runtime) => runtime.label.startsWith('Node'))) {
    results[label] = execute(path.join(project, 'out/esbuild.js'), project)
  }
  return results
}

/** The example under both module resolutions that teams use, with every compiler; nothing of the package's types is skipped. */
function typeChecks(project, { compilers }, forNode) {
  const passed = []
  for (const [resolution, module] of [
    ['node16', 'node16'],
    ['bundler', 'esnext'],
  ]) {
    const config = `tsconfig.${resolution}.json`
    writeFileSync(
      path.join(project, config),
      JSON.stringify({
        files: ['example.ts'],
        compilerOptions: {
          strict: true,
          noEmit: true,
          skipLibCheck: false,
          types: forNode ? ['node'] : [],
          lib: ['ES2023', 'DOM'],
          target: 'ES2022',
          module,
          moduleResolution: resolution,
        },
      }),
    )
    for (const { name, program } of compilers) {
      requireOwnTypes(project, program, config)
      passed.push(`${name} ${resolution}`)
    }
  }
  return passed
}

/** Errors in declarations of third parties are theirs: a team that meets them sets skipLibCheck. Ours, and those of the example, are not. */
function requireOwnTypes(project, program, config) {
  try {
    run(process.execPath, [program, '-p', config, '--pretty', 'false'], project)
  } catch (error) {
    const lines = error.message.split('\n').filter((line) => /error TS/.test(line))
    const ours = lines.filter((line) => !/^node_modules\/(?!@safety-portfolio\/)/.test(line))
    if (ours.length > 0 || lines.length === 0) throw error
  }
}

function bundled(project, { esbuild, vite }) {
  run(
    esbuild,
    ['example.ts', '--bundle', '--format=esm', '--platform=browser', '--minify', '--outfile=out/esbuild.js'],
    project,
  )
  writeFileSync(
    path.join(project, 'vite.config.mjs'),
    `export default { logLevel: 'error', build: { target: 'es2022', outDir: 'out/vite', lib: { entry: 'example.ts', formats: ['es'], fileName: () => 'example.js' } } }`,
  )
  run(process.execPath, [vite, 'build'], project)
  return {
    esbuild: statSync(path.join(project, 'out/esbuild.js')).size,
    vite: statSync(path.join(project, 'out/vite/example.js')).size,
  }
}
