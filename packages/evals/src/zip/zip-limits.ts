import { LogError } from '../log/log-error.js'
import { zipMethod, type ZipEntry } from './zip-entry.js'

/** What an archive may cost to read. */
export interface ZipLimits {
  /** Most bytes a single member may unpack to. Default: 1 GiB. */
  readonly memberBytes: number
  /** Most members. Default: 20 million. */
  readonly members: number
}

export const defaultZipLimits: ZipLimits = { memberBytes: 2 ** 30, members: 20_000_000 }

/** Above this size a member whose compression ratio exceeds {@link bombRatio} is taken for a zip bomb. */
const bombBytes = 2 ** 26
const bombRatio = 1000

/** Refuses a member that leads outside the archive, unpacks to too much, or is packed in an unknown way. */
export function checkEntry(entry: ZipEntry, limits: ZipLimits): void {
  const { name, size, compressedSize, method } = entry
  if (isUnsafeName(name)) {
    throw new LogError('unsafe-name', `member ${JSON.stringify(name.slice(0, 200))} leads out of the archive`)
  }
  if (size > limits.memberBytes) {
    throw new LogError('too-large', `member ${name} unpacks to ${size} bytes; the limit is ${limits.memberBytes}`)
  }
  if (size > bombBytes && size / Math.max(compressedSize, 1) > bombRatio) {
    throw new LogError('too-large', `member ${name} would unpack ${compressedSize} bytes to ${size}: a zip bomb`)
  }
  if (method !== zipMethod.stored && method !== zipMethod.deflate && method !== zipMethod.zstandard) {
    throw new LogError('corrupt-zip', `member ${name} is compressed by method ${method}; known are 0, 8 and 93`)
  }
}

/** Absolute, with a drive, with a backslash or control character, or with a `..` step. */
function isUnsafeName(name: string): boolean {
  return name === '' || /^\/|^[a-z]:|\\|\p{Cc}/iu.test(name) || name.split('/').includes('..')
}

/** Refuses members that share bytes: an archive can otherwise unpack to far more than its size without any ratio being high. */
export function checkOverlaps(entries: readonly ZipEntry[], directoryStart: number): void {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset)
  for (const [index, entry] of sorted.entries()) {
    const end = entry.offset + 30 + entry.compressedSize
    const next = sorted[index + 1]?.offset ?? directoryStart
    if (end > next) throw new LogError('too-large', `member ${entry.name} overlaps what follows it, as in a zip bomb`)
  }
}
