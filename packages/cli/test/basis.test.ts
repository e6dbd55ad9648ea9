import { describe, expect, it } from 'vitest'
import { styleFor } from '../src/io/style.js'
import { basisHtml, basisText, warningsHtml } from '../src/report/basis.js'
import { memoryIo } from './memory-io.js'

const basis = {
  method: 'least squares',
  assumptions: ['Runs are independent.'],
  warnings: [{ code: 'few-runs', message: 'Fewer than <30> runs.' }],
}
const style = styleFor(memoryIo().stdout, {})

describe('basisText', () => {
  it('puts warnings first', () => {
    expect(basisText(basis, style, 80)).toEqual([
      'Warnings\n- Fewer than <30> runs. [few-runs]',
      'Method\nLeast squares.',
      'Assumptions\n- Runs are independent.',
    ])
  })
  it('has no warnings where there are none', () => {
    expect(basisText({ ...basis, warnings: [] }, style, 80)).toHaveLength(2)
  })
})

it('is the same in a report, escaped', () => {
  expect(warningsHtml(basis).markup).toContain('<strong>few-runs</strong><br />Fewer than &lt;30&gt; runs.')
  expect(warningsHtml({ ...basis, warnings: [] }).markup).toBe('')
  expect(basisHtml(basis).markup).toMatch(/<p>Least squares\.<\/p>[^]*<li>Runs are independent\.<\/li>/)
})
