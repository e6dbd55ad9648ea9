import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'vitest'

/** The folder of real data and reference results that lies beside the checkout. */
const root: string = path.resolve(
  process.env['SAFETY_PORTFOLIO_SHARED'] ?? path.join(import.meta.dirname, '..', '..', 'shared'),
)

/** Path of a file in the shared folder, e.g. `sharedPath('oracles/scaling/chinchilla_fit.json')`. */
export function sharedPath(file: string): string {
  return path.join(root, file)
}

/** A `describe` that is skipped, and counted as skipped, where the named files of the shared folder are missing. */
export function describeWithShared(title: string, files: readonly string[], define: () => void): void {
  const missing = files.filter((file) => !existsSync(sharedPath(file)))
  if (missing.length === 0) describe(title, define)
  // Its body may read the files, so it is not even collected.
  else
    describe(title, () => {
      it.skipIf(true)(`needs ${missing.join(', ')}`, () => undefined)
    })
}
