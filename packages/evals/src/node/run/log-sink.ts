import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'

/** Where a log's bytes go. Every call has happened when it returns, so that a process that is killed has written what it said it had. */
export interface LogSink {
  write(bytes: Uint8Array, position: number): void
  /** Reads into the front of `into`, or into bytes of their own. */
  read(position: number, length: number, into?: Uint8Array): Uint8Array
  truncate(size: number): void
  /** Forces what was written to the disk. */
  sync(): void
  close(): void
}

/** A file as a sink: a new one, or one that exists. */
export function fileSink(file: string, mode: 'new' | 'existing'): LogSink {
  const descriptor = openSync(file, mode === 'new' ? 'wx+' : 'r+')
  return {
    write(bytes, position) {
      let done = 0
      while (done < bytes.length) done += writeSync(descriptor, bytes, done, bytes.length - done, position + done)
    },
    read(position, length, into) {
      const bytes = into === undefined || into.length < length ? new Uint8Array(length) : into
      let filled = 0
      while (filled < length) {
        const read = readSync(descriptor, bytes, filled, length - filled, position + filled)
        if (read === 0) break
        filled += read
      }
      return bytes.subarray(0, filled)
    },
    truncate(size) {
      ftruncateSync(descriptor, size)
    },
    sync() {
      fsyncSync(descriptor)
    },
    close() {
      closeSync(descriptor)
    },
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than is allowed',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EIO: 'the disk failed',
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'the file exists',
}

/** A log that cannot be written any more. What was written before is kept, and the run can be resumed. */
export class LogWriteError extends Error {
  override readonly name = 'LogWriteError'
  /** Code of the operating system. */
  readonly code: string

  constructor(file: string, error: unknown) {
    const { code = '', message } = error as NodeJS.ErrnoException
    super(`the log ${file} cannot be written: ${reasons[code] ?? message}`, { cause: error })
    this.code = code
  }
}
