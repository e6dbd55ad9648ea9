const units = ['bytes', 'kB', 'MB', 'GB'] as const

/** A size of a file in decimal units: `912 bytes`, `23.2 kB`, `1.16 MB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toPrecision(3)} ${units[power]!}`
}
