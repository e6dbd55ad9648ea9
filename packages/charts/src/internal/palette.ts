/**
 * Colours of the charts. A page may set the variables; the fallbacks have a relative luminance between 0.13 and 0.30, so that they keep a
 * contrast of 3:1 on white and on near-black alike.
 */
export const accent = 'var(--safety-portfolio-accent, #0e8099)'
/** Behind labels that lie on lines; `none` where the page does not say what its background is. */
export const background = 'var(--safety-portfolio-background, none)'

const low = [14, 128, 153] as const
const high = [168, 138, 104] as const

/** From the accent (share 0, the lowest loss) to a warm grey (share 1, the highest). */
export function lossColour(share: number): string {
  const t = Math.min(1, Math.max(0, share))
  const channels = low.map((from, index) => Math.round(from + t * (high[index]! - from)))
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}
