import { describe, expect, it } from 'vitest'
import { watchRepeatedRows } from '../src/laws/repeated-rows.js'

function said(rows: readonly object[]): string | undefined {
  const watch = watchRepeatedRows()
  for (const row of rows) watch.see(row)
  return watch.findings()[0]?.message
}

const run = { params: 1e9, tokens: 2e10, loss: 2.5 }

describe('watchRepeatedRows', () => {
  it('counts rows that agree in everything', () => {
    expect(said([run, { ...run }, { ...run, loss: 2.51 }, { ...run }])).toMatch(/^2 rows of 4 are another row again/)
    expect(said([run, run])).toMatch(/^1 row of 2 is another row again/)
  })

  it('is silent where rows differ, and where there are none', () => {
    expect(said([run, { ...run, loss: 2.4 }])).toBeUndefined()
    expect(said([])).toBeUndefined()
  })

  it('remembers 10,000 rows', () => {
    const rows = Array.from({ length: 10_000 }, (_, loss) => ({ loss }))
    expect(said([...rows, ...rows])).toBeUndefined()
  })
})
