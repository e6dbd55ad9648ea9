import { openSync, closeSync, readFileSync, rmSync, writeSync } from 'node:fs'

/** A log that another process is writing. */
export class LogLockedError extends Error {
  override readonly name = 'LogLockedError'
}

/**
 * Takes the log for this process; call what it gives when done. A lock of a process that is gone, as after SIGKILL, is taken over.
 */
export function lockLog(file: string): () => void {
  const lock = `${file}.lock`
  for (let tries = 0; ; tries += 1) {
    try {
      const descriptor = openSync(lock, 'wx')
      writeSync(descriptor, String(process.pid))
      closeSync(descriptor)
      return () => {
        rmSync(lock, { force: true })
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries > 2) throw error
      const pid = ownerOf(lock)
      if (pid !== null && isAlive(pid)) throw new LogLockedError(`${file} is being written by process ${pid}`)
      rmSync(lock, { force: true })
    }
  }
}

function ownerOf(lock: string): number | null {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
