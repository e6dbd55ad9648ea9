import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

const folder = path.join(import.meta.dirname, '..')
/** The file that users run. */
export const binary: string = path.join(folder, 'bin', 'safety-portfolio.js')

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built command as a process of its own. */
export function runBuilt(
  argv: readonly string[],
  { cwd, input, node = [] }: { readonly cwd: string; readonly input?: string; readonly node?: readonly string[] },
): Finished {
  if (!existsSync(path.join(folder, 'dist', 'index.js'))) {
    throw new Error('packages/cli/dist is missing: run npm run build before these tests, which run the built command.')
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, binary, ...argv], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(input === undefined ? {} : { input }),
  })
  return { code: status, stdout, stderr }
}
