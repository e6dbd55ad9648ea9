import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { UsageError } from '../usage-error.js'

/** Writes one file, whole or not at all: beside its place first, then renamed. `flag` is what the user can change. */
export async function writeWholeFile(file: string, text: string, flag: string): Promise<void> {
  const partial = `${file}.partial-${randomUUID()}`
  try {
    await writeFile(partial, text)
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    throw new UsageError(`Cannot write ${file}: ${(error as Error).message}. Choose another file with ${flag} FILE.`)
  }
}
