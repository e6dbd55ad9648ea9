/** Markup that is safe to put into a page as it stands. Made by {@link html}, or by {@link trusted} for markup of our own. */
export class Html {
  readonly markup: string

  constructor(markup: string) {
    this.markup = markup
  }
}

/** What may be put between the markup of {@link html}. */
export type HtmlValue = string | number | Html | readonly HtmlValue[] | null | undefined | false

/** A template whose every value is escaped, unless it is `Html` already. Lists are joined; `null`, `undefined` and `false` vanish. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.reduce((text, part, index) => text + render(values[index - 1]) + part))
}

/** Markup that this program made itself. */
export function trusted(markup: string): Html {
  return new Html(markup)
}

function render(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof Html) return value.markup
  if (typeof value === 'object') return value.map(render).join('')
  return escapeHtml(String(value))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it must be written inside an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character]!)
}
