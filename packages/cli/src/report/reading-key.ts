import { html, trusted, type Html } from './html.js'

const estimate = 'var(--safety-portfolio-estimate)'
const threshold = 'var(--safety-portfolio-threshold)'
const unknown = 'var(--safety-portfolio-unknown)'

const interval = `<line x1="6" x2="48" y1="8" y2="8" stroke="${estimate}" stroke-width="7" stroke-opacity="0.35"/>`
const signs: readonly (readonly [string, string])[] = [
  ['estimate', `<circle cx="27" cy="8" r="4" fill="${estimate}"/>`],
  ['interval', interval],
  [
    'line of a policy',
    `<line x1="27" x2="27" y1="0" y2="16" stroke="${threshold}" stroke-width="2" stroke-dasharray="4 2.5"/>`,
  ],
  [
    'planted truth',
    `<path d="M27 2.5 32.5 8 27 13.5 21.5 8Z" fill="var(--paper)" stroke="currentColor" stroke-width="1.5"/>`,
  ],
  [
    'unknown',
    `<rect x="8" y="2" width="38" height="12" fill="none" stroke="${unknown}" stroke-width="1.5" stroke-dasharray="2 2"/><path d="M12 14 24 2M22 14 34 2M32 14 44 2" stroke="${unknown}" stroke-width="1.2"/>`,
  ],
]

/** What the signs of the charts stand for: told apart by shape, not by colour alone. */
export function readingKey(): Html {
  return html`<ul class="key" aria-label="Signs of the charts">
    ${signs.map(
      ([name, drawn]) => html`<li>${trusted(`<svg viewBox="0 0 54 16" aria-hidden="true">${drawn}</svg>`)}${name}</li>`,
    )}
  </ul>`
}

/** Where a truth lies in its interval: every interval has the same width here. */
export function truthStrip(
  truth: number,
  at: number | null,
  range: { readonly lower: number; readonly upper: number } | null,
): Html {
  if (range === null) {
    return trusted(
      `<svg class="strip" viewBox="0 0 144 16" aria-hidden="true"><rect x="36" y="2" width="72" height="12" fill="none" stroke="${unknown}" stroke-width="1.5" stroke-dasharray="2 2"/></svg>`,
    )
  }
  const width = range.upper - range.lower
  const place = (value: number): number => {
    const share =
      width > 0 ? (value - range.lower) / width : value === range.lower ? 0.5 : Math.sign(value - range.lower)
    return Math.round(10 * Math.min(140, Math.max(4, 36 + 72 * share))) / 10
  }
  const dot = at === null ? '' : `<circle cx="${place(at)}" cy="8" r="4" fill="${estimate}"/>`
  const x = place(truth)
  return trusted(
    `<svg class="strip" viewBox="0 0 144 16" aria-hidden="true"><line x1="36" x2="108" y1="8" y2="8" stroke="${estimate}" stroke-width="7" stroke-opacity="0.35"/>${dot}<path d="M${x} 2.5 ${x + 5.5} 8 ${x} 13.5 ${x - 5.5} 8Z" fill="var(--paper)" stroke="currentColor" stroke-width="1.5"/></svg>`,
  )
}
