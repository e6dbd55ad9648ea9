// Runs a program to its end; a failure throws with what it printed.
import { spawnSync } from 'node:child_process'

/** @returns {string} What the program wrote to standard output. */
export function run(program, args, cwd, env = {}) {
  const result = spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (result.error) throw result.error
  if (result.status !== 0) {
    const said = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-200).join('\n')
    throw new Error(`${program} ${args.join(' ')} ended with code ${result.status}:\n${said}`)
  }
  return result.stdout
}
