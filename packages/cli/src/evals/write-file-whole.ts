import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { UsageError } from '../usage-error.js'

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of the path is a file',
  EISDIR: 'it is a folder',
}

/** Writes a file whole or not at all: beside it first, then renamed. */
export async function writeFileWhole(file: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${file}.partial-${randomUUID()}`
  try {
    const handle = await open(temporary, 'wx')
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    const { code = '', message } = error as NodeJS.ErrnoException
    throw new UsageError(`Cannot write ${file}: ${reasons[code] ?? message}.`)
  }
}
