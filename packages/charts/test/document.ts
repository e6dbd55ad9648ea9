import type { PlotOptions } from '@observablehq/plot'
import { toSvg, type ChartDocument, type ToSvgOptions } from '../src/index.js'

/** What the tests use of an element. */
export interface Drawn {
  readonly localName: string
  readonly textContent: string
  readonly parentElement: Drawn | null
  innerHTML: string
  getAttribute(name: string): string | null
  querySelector(selectors: string): Drawn | null
  querySelectorAll(selectors: string): Iterable<Drawn>
}

interface TestDocument extends ChartDocument {
  createElement(name: string): Drawn
}

// The tests run in a browser, with its document, and in Node, with that of happy-dom, which no bundler should look at.
const library = 'happy-dom'
const { document: browser } = globalThis as { readonly document?: TestDocument }

export const testDocument: TestDocument =
  browser ??
  new ((await import(/* @vite-ignore */ library)) as { Window: new () => { document: TestDocument } }).Window().document

/** Draws a chart and gives its `<svg>`. */
export function draw(options: PlotOptions, svgOptions?: ToSvgOptions): Drawn {
  return parse(toSvg(options, testDocument, svgOptions))
}

export function parse(markup: string): Drawn {
  // The parser of happy-dom loses what follows a style sheet inside SVG.
  const plain = markup.replaceAll(/<style>.*?<\/style>/gs, '')
  const holder = testDocument.createElement('div')
  holder.innerHTML = plain
  return holder.querySelector('svg')!
}

export function all(root: Drawn, selectors: string): readonly Drawn[] {
  return [...root.querySelectorAll(selectors)]
}

export function texts(root: Drawn, selectors: string): readonly string[] {
  return all(root, selectors).map((element) => element.textContent)
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** The corners of a path that consists of straight lines. */
export function corners(path: Drawn): readonly Point[] {
  return [...(path.getAttribute('d') ?? '').matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }))
}

/** The numbers in an attribute such as `translate(12,34)`. */
export function numbers(element: Drawn, attribute: string): readonly number[] {
  return [...(element.getAttribute(attribute) ?? '').matchAll(/-?[\d.]+/g)].map(Number)
}
