import { plot, type PlotOptions } from '@observablehq/plot'

/**
 * The part of a DOM document that a chart needs: `document` of a browser, or `new Window().document` of happy-dom elsewhere.
 * Structural, so that this package needs no DOM types.
 */
export interface ChartDocument {
  /** Makes an element of a namespace, as in the DOM. */
  createElementNS(namespace: string, name: string): unknown
}

/** Options of {@link toSvg}. */
export interface ToSvgOptions {
  /**
   * Whether colours and type stay CSS variables (`--safety-portfolio-estimate`, `--safety-portfolio-background`, `--safety-portfolio-font`), for SVG that is
   * put inside a page. Default `false`: they become their defaults, for a file that any viewer can draw.
   */
  readonly themed?: boolean
}

/**
 * Draws a chart as one self-contained `<svg>` string: no script, no style sheet, no font and no reference to anything outside. Text and frontier are drawn in
 * `currentColor`, so that the same string fits light and dark pages.
 *
 * What Observable Plot leaves open for assistive technology is filled in: the picture has `role="img"` with the label and description of the options, and groups
 * with an `aria-label` have a role that permits one. Options with a `title`, `subtitle`, `caption` or legend, for which Plot makes an HTML figure, give the chart alone.
 *
 * @param options - What one of the chart functions returned, or any Plot options.
 * @param document - The document to draw with.
 *
 * @example
 * ```js
 * import { intervalChart, toSvg } from '@safety-portfolio/charts'
 * import { Window } from 'happy-dom'
 *
 * const chart = intervalChart([{ label: 'alpha', estimate: 0.35, lower: 0.32, upper: 0.37 }])
 * const svg = toSvg(chart, new Window().document)
 * svg.startsWith('<svg') // true
 * ```
 */
export function toSvg(options: PlotOptions, document: ChartDocument, { themed = false }: ToSvgOptions = {}): string {
  const { style, ...rest } = options as StyledOptions
  // Not every document lets `element.style` be assigned, as Plot does with a string.
  const inline = typeof style === 'string' ? style : undefined
  const settings: object = { ...rest, ...(inline === undefined ? { style } : {}), document }
  const drawn: unknown = plot(settings)
  const svg = chartOf(drawn as DrawnElement)
  for (const group of svg.querySelectorAll('g[aria-label]')) group.setAttribute('role', 'group')
  svg.setAttribute('role', 'img')
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  if (inline !== undefined) svg.setAttribute('style', inline)
  const markup = svg.outerHTML.replaceAll('&nbsp;', '&#160;').replaceAll(geometry, rounded)
  return themed ? markup : markup.replaceAll(/var\(--[\w-]+,\s*([^()]*)\)/g, '$1')
}

const geometry = / (?:d|transform|points|c?x|c?y|[xy][12]|r|width|height)="[^"]*"/g

/** Hundredths of a pixel are enough, make the file small, and are the same on every engine. */
function rounded(attribute: string): string {
  return attribute.replaceAll(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2))))
}

/** Plot types its style by the DOM, which this package does not know. */
interface StyledOptions {
  readonly style?: unknown
}

/** What is used of an SVG element. */
interface DrawnElement {
  readonly localName: string
  readonly outerHTML: string
  querySelectorAll(selectors: string): Iterable<DrawnElement>
  setAttribute(name: string, value: string): void
}

/** The chart itself, or the one inside a figure: Plot puts it after the pictures of the legends. */
function chartOf(drawn: DrawnElement): DrawnElement {
  return drawn.localName === 'svg' ? drawn : [...drawn.querySelectorAll('svg')].at(-1)!
}
