import type { Finding } from '@safety-portfolio/stats'

/** A finding whose message is its code in words, what was seen, and which data would cure it. */
export function lacking(code: string, seen: string, columns: string): Finding {
  return { code, message: `${code.replaceAll('-', ' ')}: ${seen}. Add runs over a wider range of ${columns}.` }
}
