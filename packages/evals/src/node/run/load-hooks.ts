import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { isObject } from '../../log/migrate-log.js'
import type { Hooks } from '../../task/hooks.js'
import { allowOwnImports } from '../tasks/own-imports.js'
import { RunError } from './run-error.js'

/**
 * Hooks out of a module: its default export, or export `hooks`, is one, or a list of them.
 *
 * @throws RunError where there is no such module, or it exports none.
 */
export async function loadHooks(given: string, folder: string): Promise<readonly Hooks[]> {
  allowOwnImports()
  let module: Readonly<Record<string, unknown>>
  try {
    module = (await import(pathToFileURL(path.resolve(folder, given)).href)) as Readonly<Record<string, unknown>>
  } catch (error) {
    throw new RunError(`the hooks ${given} cannot be loaded: ${(error as Error).message}`, { cause: error })
  }
  const exported = module['default'] ?? module['hooks']
  const list: readonly unknown[] = Array.isArray(exported) ? exported : [exported]
  for (const one of list) {
    if (!isObject(one) || typeof one['name'] !== 'string')
      throw new RunError(
        `${given}: its default export is no hooks: they need a name, and functions such as onSampleEnd`,
      )
  }
  return list as readonly Hooks[]
}
