// Programs of stated versions from the registry, kept below node_modules/.cache so that one gate after another finds them installed.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runBeside } from './run.mjs'

/**
 * @param {string} name - What they are for.
 * @param {Record<string, string>} dependencies - As in package.json; with no install script run where `ignoreScripts` is set.
 * @returns {Promise<string>} The folder node_modules that holds them.
 */
export async function installedOnce(name, dependencies, { ignoreScripts = false } = {}) {
  const key = createHash('sha256').update(JSON.stringify(dependencies)).digest('hex').slice(0, 12)
  const home = path.join(import.meta.dirname, '../../node_modules/.cache/rehearsal', `${name}-${key}`)
  const complete = path.join(home, 'complete')
  if (!existsSync(complete)) {
    rmSync(home, { recursive: true, force: true })
    mkdirSync(home, { recursive: true })
    writeFileSync(path.join(home, 'package.json'), JSON.stringify({ private: true, dependencies }))
    const flags = ignoreScripts ? ['--ignore-scripts'] : []
    await runBeside('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...flags], home)
    writeFileSync(complete, '')
  }
  return path.join(home, 'node_modules')
}
