import { randomUUID } from 'node:crypto'
import { access, constants, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { UsageError } from '../usage-error.js'

/**
 * Writes the named files into a folder: all of them or none. They are written into a temporary folder beside it (inside it, when it
 * exists) and renamed when complete; other files of an existing folder stay.
 */
export async function writeFolder(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  let temporary: string | undefined
  let created: string | undefined
  try {
    const exists = await isFolder(folder)
    if (!exists) created = await mkdir(path.dirname(folder), { recursive: true })
    temporary = exists ? path.join(folder, `.partial-${randomUUID()}`) : `${folder}.partial-${randomUUID()}`
    await mkdir(temporary)
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(temporary, name), content)
    if (exists) {
      for (const name of Object.keys(files)) await rename(path.join(temporary, name), path.join(folder, name))
      await rm(temporary, { recursive: true })
    } else {
      await rename(temporary, folder)
    }
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true })
    if (created !== undefined) await rm(created, { recursive: true, force: true })
    throw refused(folder, error)
  }
}

/** Finds out early, before anything is computed, that a folder cannot be written. */
export async function checkFolder(folder: string): Promise<void> {
  try {
    let nearest = folder
    while (!(await isFolder(nearest))) nearest = path.dirname(nearest)
    await access(nearest, constants.W_OK)
  } catch (error) {
    throw refused(folder, error)
  }
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    if ((await stat(folder)).isDirectory()) return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
  throw Object.assign(new Error(`${folder} is a file`), { code: 'EEXIST' })
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left',
  EEXIST: 'a file of that name exists',
  ENOTDIR: 'a part of the path is a file',
  ENAMETOOLONG: 'the name is too long',
}

function refused(folder: string, error: unknown): UsageError {
  const { code = '', message } = error as NodeJS.ErrnoException
  return new UsageError(`Cannot write to ${folder}: ${reasons[code] ?? message}. Choose another folder with --out DIR.`)
}
