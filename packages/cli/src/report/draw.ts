import type { PlotOptions } from '@observablehq/plot'
import { html, trusted, type Html } from './html.js'

/** A chart at a given width in pixels. */
type ChartAt = (width: number) => PlotOptions

/** Draws a chart with its caption: once for wide pages and paper, once for narrow screens. */
export type Draw = (chart: ChartAt, caption: string) => Html

const wide = 680
const narrow = 340

/** Charts need a plotting library and a DOM to be drawn in. They are loaded only here: that takes longer than a fit. */
export async function createDraw(): Promise<Draw> {
  const [{ toSvg }, { Window }] = await Promise.all([import('@safety-portfolio/charts'), import('happy-dom')])
  const { document } = new Window()
  const svg = (chart: PlotOptions): Html => trusted(toSvg(chart, document, { themed: true }))
  return (chart, caption) =>
    html`<figure>
      <div class="wide">${svg(chart(wide))}</div>
      <div class="narrow">${svg(chart(narrow))}</div>
      <figcaption>${caption}</figcaption>
    </figure>`
}
