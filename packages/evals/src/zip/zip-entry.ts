/** A member of a zip archive, as its directory describes it. */
export interface ZipEntry {
  /** Its path in the archive. */
  readonly name: string
  /** 0 stored, 8 deflate, 93 Zstandard. */
  readonly method: number
  /** CRC-32 of the unpacked bytes. */
  readonly crc: number
  /** Bytes in the archive. */
  readonly compressedSize: number
  /** Bytes unpacked. */
  readonly size: number
  /** Where its local header starts. */
  readonly offset: number
}

/** Zip methods this package reads. */
export const zipMethod = { stored: 0, deflate: 8, zstandard: 93 } as const
