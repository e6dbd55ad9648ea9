import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

it('is stored that every planted truth lies in its interval in at least 93 % of 200 seeds, as the guide says', () => {
  const file = path.join(import.meta.dirname, '..', 'bench', 'results', 'coverage.json')
  const { pooled, quantities } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly pooled: number
    readonly quantities: readonly { readonly seeds: number; readonly held: number; readonly noInterval: number }[]
  }
  expect(quantities).toHaveLength(30)
  for (const { seeds, held, noInterval } of quantities) {
    expect(seeds).toBe(200)
    // A seed without an interval counts as one that does not hold the truth; more than a few would be another finding.
    expect(noInterval).toBeLessThanOrEqual(2)
    expect(held).toBeGreaterThanOrEqual(0.93 * 200)
  }
  const guide = readFileSync(
    path.join(import.meta.dirname, '..', '..', '..', 'docs', 'guides', 'from-model-to-decision.md'),
    'utf8',
  )
  expect(guide).toContain(`${(100 * pooled).toFixed(1)} % of all`)
})
