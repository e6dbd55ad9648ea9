import { access, constants, stat } from 'node:fs/promises'
import { UsageError } from '../usage-error.js'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'permission denied',
}

/** The size of a file that can be read; `undefined` where that is not known before it has been read (a pipe). */
export async function fileSize(file: string): Promise<number | undefined> {
  let found
  try {
    found = await stat(file)
    await access(file, constants.R_OK)
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    throw new UsageError(`Cannot read ${file}: ${reasons[code] ?? message}.`)
  }
  if (found.isDirectory()) throw new UsageError(`Cannot read ${file}: it is a folder. Name a file in it.`)
  return found.isFile() ? found.size : undefined
}
