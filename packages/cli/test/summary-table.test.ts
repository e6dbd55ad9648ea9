import { expect, it } from 'vitest'
import { styleFor } from '../src/io/style.js'
import { tableHtml, tableText } from '../src/report/summary-table.js'
import { memoryIo } from './memory-io.js'

const table = { caption: 'Best <use>', header: ['FLOP', 'loss'], rows: [['1e19', '2.92 (2.91 to 2.93)']] }

it('is text with its caption', () => {
  expect(tableText(table, styleFor(memoryIo().stdout, {}))).toBe(
    'Best <use>\nFLOP          loss\n1e19          2.92\n      2.91 to 2.93',
  )
})

it('is an accessible table with the interval under the estimate', () => {
  const markup = tableHtml(table).markup.replaceAll(/>\s+/g, '>').replaceAll(/\s+</g, '<')
  expect(markup).toContain('<caption><span>Best &lt;use&gt;</span></caption>')
  expect(markup).toContain('<th scope="col">loss</th>')
  expect(markup).toMatch(/<th scope="row">1.*10<sup>19<\/sup><\/th>/)
  expect(markup).toContain('<td>2.92<small>2.91 to 2.93</small></td>')
  expect(markup).toContain('role="group" aria-label="Best &lt;use&gt;"')
  expect(markup).toContain('tabindex="0"')
})

it('keeps empty cells', () => {
  expect(tableHtml({ caption: '', header: ['a'], rows: [[]] }).markup).toContain('<th scope="row"></th>')
})
