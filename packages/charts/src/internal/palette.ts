import { colourTokens, type ColourRole } from '../colour-tokens.js'

/** Behind labels that lie on lines; `none` where the page does not say what its background is. */
export const background = 'var(--safety-portfolio-background, none)'

export const estimate: string = variable('estimate')
export const interval: string = variable('interval')
export const threshold: string = variable('threshold')
export const unknown: string = variable('unknown')

/** What a page may set, and what a file that stands alone is drawn with. */
function variable(role: ColourRole): string {
  return `var(--safety-portfolio-${role}, ${colourTokens[role].standalone})`
}

const low = [14, 128, 153] as const
const high = [168, 138, 104] as const

/** From the colour of estimates (share 0, the lowest loss) to a warm grey (share 1, the highest). Its relative luminance stays between 0.13 and 0.30: a contrast of 3:1 on white and on near-black alike. */
export function lossColour(share: number): string {
  const t = Math.min(1, Math.max(0, share))
  const channels = low.map((from, index) => Math.round(from + t * (high[index]! - from)))
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

/** Keeps a label readable that lies on lines or dots: a seam in the colour of the page. */
export const seam: { readonly stroke: string; readonly strokeWidth: number } = { stroke: background, strokeWidth: 4 }
