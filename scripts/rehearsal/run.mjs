// Runs a program to its end; a failure throws with what it printed.
import { spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { text } from 'node:stream/consumers'

/** @returns {string} What the program wrote to standard output. */
export function run(program, args, cwd, env = {}) {
  const result = spawnSync(program, args, { ...options(cwd, env), encoding: 'utf8', maxBuffer: 1 << 28 })
  if (result.error) throw result.error
  return outputOf(program, args, result)
}

/** The same while others run. @returns {Promise<string>} */
export async function runBeside(program, args, cwd, env = {}) {
  const child = spawn(program, args, options(cwd, env))
  const failure = new Promise((_resolve, reject) => child.once('error', reject))
  const ended = Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('close', resolve)),
  ])
  const [stdout, stderr, status] = await Promise.race([ended, failure])
  return outputOf(program, args, { stdout, stderr, status })
}

/** Does something for each item, as many at a time as there are cores; results in the order of the items. */
export async function forEachBeside(items, action) {
  const results = new Array(items.length)
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const index = next
      next += 1
      results[index] = await action(items[index])
    }
  }
  await Promise.all(Array.from({ length: Math.min(items.length, availableParallelism()) }, worker))
  return results
}

function options(cwd, env) {
  return { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }
}

function outputOf(program, args, { stdout, stderr, status }) {
  if (status === 0) return stdout
  const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-200).join('\n')
  throw new Error(`${program} ${args.join(' ')} ended with code ${status}:\n${said}`)
}
