// A clone of the committed state with its dependencies, removed afterwards. What it builds is shared with the repository through turbo's cache.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from './run.mjs'

/**
 * @param {string} root - The repository.
 * @param {(clone: string, env: Record<string, string>) => unknown} use - Given the clone, built, and an environment in which its tools come first.
 */
export async function inClone(root, use) {
  const folder = mkdtempSync(path.join(tmpdir(), 'clone-'))
  const clone = path.join(folder, 'clone')
  const env = cloneEnvironment(root, clone)
  try {
    run('git', ['clone', '--quiet', root, clone], folder)
    run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline'], clone, env)
    run('turbo', ['run', 'build', '--filter=./packages/*', '--output-logs=errors-only'], clone, env)
    await use(clone, env)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns {Record<string, string>} */
export function cloneEnvironment(root, clone) {
  return {
    // Its own tools; before it has any, those of the repository, whose package manager is the same.
    PATH: [`${clone}/node_modules/.bin`, `${root}/node_modules/.bin`, process.env['PATH']].join(path.delimiter),
    CI: 'true',
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_CACHE_DIR: path.join(root, '.turbo/cache'),
  }
}
