import { describe, expect, it } from 'vitest'
import { escapeHtml, html, trusted } from '../src/report/html.js'
import { numberHtml } from '../src/report/number-html.js'
import { symbolHtml } from '../src/report/symbol-html.js'

describe('html', () => {
  it('escapes every value', () => {
    expect(html`<p title="${`"'`}">${'<script>&'}</p>`.markup).toBe('<p title="&quot;&#39;">&lt;script&gt;&amp;</p>')
  })
  it('joins lists, keeps markup and drops nothing-values', () => {
    const items = ['a', '<'].map((item) => html`<li>${item}</li>`)
    const { markup } = html`${items}${null}${undefined}${false}${0}${trusted('<hr>')}`
    expect(markup).toBe('<li>a</li><li>&lt;</li>0<hr>')
  })
  it('escapes the five characters that matter', () => {
    expect(escapeHtml(`<>&"'`)).toBe('&lt;&gt;&amp;&quot;&#39;')
  })
})

it.each([
  ['1.2e21', '1.2&#8239;×&#8239;10<sup>21</sup>'],
  ['1e-5 to 2e-5', '1&#8239;×&#8239;10<sup>−5</sup> to 2&#8239;×&#8239;10<sup>−5</sup>'],
  ['none', 'none'],
  ['line 3<', 'line 3&lt;'],
  ['', ''],
])('numberHtml of %s', (text, markup) => {
  expect(numberHtml(text).markup).toBe(markup)
})

it.each([
  ['L(N, D) = E + A/N^alpha + B/D^beta', 'L(N, D) = E + A/N<sup>α</sup> + B/D<sup>β</sup>'],
  ['alphabet', 'alphabet'],
  ['L(x) = E + B x^-c', 'L(x) = E + B x<sup>−c</sup>'],
  ['a in N ~ C^a', 'a in N ~ C<sup>a</sup>'],
  ['1e19', '1&#8239;×&#8239;10<sup>19</sup>'],
])('symbolHtml of %s', (text, markup) => {
  expect(symbolHtml(text).markup).toBe(markup)
})
