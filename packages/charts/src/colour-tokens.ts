/** What a sign of a chart stands for. */
export type ColourRole = 'estimate' | 'interval' | 'threshold' | 'unknown'

/** The colour of a role on a light page, on a dark one, and in a file whose background nobody knows. */
export interface ColourToken {
  /** On paper: contrast of at least 3:1 with white. */
  readonly light: string
  /** On near-black: contrast of at least 3:1 with `#161513`. */
  readonly dark: string
  /** Contrast of at least 3:1 with both. */
  readonly standalone: string
}

/**
 * The colours of everything that safety-portfolio draws, on the site and in reports.
 *
 * A colour never speaks alone: an estimate is a dot or a solid line, an interval a wide translucent bar or band, a threshold a dashed line with its name, what is unknown hatched, outlined
 * or in italics. The colours differ in lightness (at least 1.4:1 on a page) as well as in hue, on an axis from blue-green to orange that the common forms of colour blindness leave
 * apart: a grey print and a red-green blind reader see the same picture. An interval is the estimate's colour, because it is the estimate's; it is drawn translucent.
 *
 * @example
 * ```ts
 * import { colourTokens } from '@safety-portfolio/charts'
 *
 * colourTokens.threshold.light // => '#8a2a0a'
 * ```
 */
export const colourTokens: Readonly<Record<ColourRole, ColourToken>> = {
  estimate: { light: '#0e7490', dark: '#2aa3bf', standalone: '#0e8099' },
  interval: { light: '#0e7490', dark: '#2aa3bf', standalone: '#0e8099' },
  threshold: { light: '#8a2a0a', dark: '#ffc39a', standalone: '#a8501f' },
  unknown: { light: '#8a8276', dark: '#7d766b', standalone: '#8f887c' },
}

/**
 * The tokens as CSS variables (`--safety-portfolio-estimate` and so on) for the two themes of a page. A chart drawn by `toSvg` with `themed` uses them.
 *
 * @param selectors - Which elements are light and which dark.
 *
 * @example
 * ```ts
 * import { colourTokenCss } from '@safety-portfolio/charts'
 *
 * colourTokenCss({ light: ':root', dark: '.dark' }).split('\n')[0] // => ':root { --safety-portfolio-estimate: #0e7490; --safety-portfolio-interval: #0e7490; --safety-portfolio-threshold: #8a2a0a; --safety-portfolio-unknown: #8a8276 }'
 * ```
 */
export function colourTokenCss(selectors: { readonly light: string; readonly dark: string }): string {
  return (['light', 'dark'] as const)
    .map((theme) => {
      const variables = Object.entries(colourTokens).map(
        ([role, token]) => `--safety-portfolio-${role}: ${token[theme]}`,
      )
      return `${selectors[theme]} { ${variables.join('; ')} }`
    })
    .join('\n')
}
