import { html, type Html } from './html.js'
import { numberHtml } from './number-html.js'

const greek: Readonly<Record<string, string>> = { alpha: 'α', beta: 'β' }

/** A formula or the name of a constant as print writes it: Greek letters, exponents raised, numbers with their power of ten. */
export function symbolHtml(text: string): Html {
  const parts = text.replaceAll(/\b(?:alpha|beta)\b/g, (name) => greek[name]!).split(/\^(-?[\wαβ])/)
  // Odd parts are the exponents that the pattern captured.
  return html`${parts.map((part, index) => (index % 2 === 0 ? numberHtml(part) : html`<sup>${part.replace('-', '−')}</sup>`))}`
}
