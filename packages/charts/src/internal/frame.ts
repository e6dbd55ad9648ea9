import { text, type PlotOptions, type Markish } from '@observablehq/plot'
import type { ChartSize } from '../chart-size.js'

/** What every chart shares: size, type, and a name and description for those who do not see it. */
export function frame(
  size: ChartSize,
  defaultHeight: number,
  words: { readonly label: string; readonly description: string },
): PlotOptions & { readonly width: number } {
  return {
    width: size.width ?? 680,
    height: size.height ?? defaultHeight,
    ariaLabel: words.label,
    ariaDescription: words.description,
    style:
      'font-family: var(--safety-portfolio-font, system-ui, sans-serif); font-size: 12px; background: none; overflow: visible',
  }
}

/** A small sentence in the lower right corner of the plot: what the reader must know about what is (not) drawn. */
export function note(message: string): Markish {
  return text([message], {
    frameAnchor: 'bottom-right',
    dx: -6,
    dy: -6,
    fill: 'currentColor',
    fillOpacity: 0.75,
    lineWidth: 34,
    textAnchor: 'end',
    className: 'note',
  })
}

/** A chart that says why nothing is drawn. */
export function emptyChart(size: ChartSize, defaultHeight: number, label: string, message: string): PlotOptions {
  return {
    ...frame(size, defaultHeight, { label, description: message }),
    axis: null,
    marks: [text([message], { frameAnchor: 'middle', fill: 'currentColor', lineWidth: 32, className: 'note' })],
  }
}
