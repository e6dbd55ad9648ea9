import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach } from 'vitest'

/** A fresh folder for each test of the file, removed afterwards. */
export interface TemporaryFolder {
  /** Absolute path of a file in it. */
  path(...parts: readonly string[]): string
  /** Everything in it, folders first named, sorted. */
  entries(): Promise<readonly string[]>
}

export function useTemporaryFolder(): TemporaryFolder {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'safety-portfolio-test-'))
  })
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true })
  })
  return {
    path: (...parts) => path.join(folder, ...parts),
    entries: async () => (await readdir(folder, { recursive: true })).toSorted(),
  }
}
