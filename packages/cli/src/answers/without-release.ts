import type { Finding } from '@safety-portfolio/stats'
import { isHumanBaseline } from './human-baseline.js'

/** A warning that names the models whose day of release is not known. */
export function withoutRelease(
  lines: readonly { readonly name: string; readonly released: string | null }[],
): readonly Finding[] {
  const names = lines
    .filter(({ name, released }) => released === null && !isHumanBaseline(name))
    .map(({ name }) => name)
  if (names.length === 0) return []
  return [
    {
      code: 'no-release-date',
      message: `No release date, so not part of the trend: ${names.join(', ')}. Give dates with --releases FILE.`,
    },
  ]
}
