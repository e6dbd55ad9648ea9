import { html, trusted, type Html } from './html.js'

/** Text with its powers of ten written as such: `1.2e21` becomes 1.2 × 10 to the 21. */
export function numberHtml(text: string): Html {
  const parts = text.split(/(?<=\d)e(-?\d+)/)
  // Odd parts are the exponents that the pattern captured.
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : powerHtml(part)))}`
}

function powerHtml(exponent: string): Html {
  return trusted(`&#8239;×&#8239;10<sup>${exponent.replace('-', '−')}</sup>`)
}
