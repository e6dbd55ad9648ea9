import { toSvg } from '@safety-portfolio/charts'
import type { PlotOptions } from '@observablehq/plot'

/** Redraws a chart where the one from the build was, for the width it has now. */
export class LiveChart {
  readonly #place: HTMLElement
  readonly #draw: (width: number) => PlotOptions | null
  readonly #observer: ResizeObserver
  #width = 0

  /** @param draw - The chart for a width in pixels, or `null` while there is nothing to draw. */
  constructor(place: HTMLElement, draw: (width: number) => PlotOptions | null) {
    this.#place = place
    this.#draw = draw
    this.#observer = new ResizeObserver(([entry]) => {
      const width = Math.round(entry?.contentRect.width ?? 0)
      if (width === this.#width || width === 0) return
      this.#width = width
      this.redraw()
    })
    this.#observer.observe(place)
  }

  redraw(): void {
    if (this.#width === 0) return
    const options = this.#draw(this.#width)
    if (options !== null) this.#place.innerHTML = toSvg(options, document, { themed: true })
  }

  disconnect(): void {
    this.#observer.disconnect()
  }
}
