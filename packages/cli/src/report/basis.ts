import type { Finding } from '@safety-portfolio/stats'
import type { Style } from '../io/style.js'
import { sentence, wrap } from '../text/wrap.js'
import { html, type Html } from './html.js'

/** What numbers rest on; every result of this repository carries it. */
export interface Basis {
  /** What was done. */
  readonly method: string
  /** What has to hold for the numbers to mean what they say. */
  readonly assumptions: readonly string[]
  /** What the reader must know before using them. */
  readonly warnings: readonly Finding[]
}

/** Warnings, method and assumptions for a terminal, as blocks to be set apart by empty lines. */
export function basisText({ method, assumptions, warnings }: Basis, style: Style, width: number): readonly string[] {
  const list = (items: readonly string[]): string => items.map((item) => wrap(`- ${item}`, width, '  ')).join('\n')
  const findings = warnings.map(({ code, message }) => `${message} [${code}]`)
  return [
    ...(warnings.length === 0 ? [] : [`${style.caution('Warnings')}\n${list(findings)}`]),
    `${style.bold('Method')}\n${wrap(sentence(method), width)}`,
    `${style.bold('Assumptions')}\n${list(assumptions)}`,
  ]
}

/** The warnings, which come before the numbers they are about. */
export function warningsHtml({ warnings }: Basis): Html {
  if (warnings.length === 0) return html``
  return html`<h3>Warnings</h3>
    <ul class="findings">
      ${warnings.map(({ code, message }) => html`<li><strong>${code}</strong><br />${message}</li>`)}
    </ul>`
}

/** Method and assumptions. */
export function basisHtml({ method, assumptions }: Basis): Html {
  return html`<h3>Method</h3>
    <p>${sentence(method)}</p>
    <h3>Assumptions</h3>
    <ul>
      ${assumptions.map((assumption) => html`<li>${assumption}</li>`)}
    </ul>`
}
