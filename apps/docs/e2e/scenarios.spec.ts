import { expect, test } from '@playwright/test'
import { checkDemo, openDemo, type DemoChecks } from './kit/demo-checks.js'
import { downloaded } from './kit/download.js'

const checks: DemoChecks = {
  path: '/scenarios/',
  tag: 'scenarios-demo',
  ready: /Pessimistic: 33\.3 %, from/,
  control: { label: 'Pessimistic, before', key: 'ArrowRight' },
  address: /\?prior-pessimistic=1\.1$/,
}
checkDemo(checks)

interface Range {
  readonly estimate: number
  readonly lower: number
  readonly upper: number
}
interface Result {
  readonly posterior: Readonly<Record<'optimistic' | 'intermediate' | 'pessimistic', Range>>
}

async function resultOf(page: Parameters<typeof openDemo>[0], address: string): Promise<Result['posterior']> {
  await openDemo(page, { ...checks, ready: /Pessimistic: / }, address)
  return (JSON.parse((await downloaded(page, 'Result (JSON)')).text) as Result).posterior
}

test('equal likelihoods move nothing, however large and however often', async ({ page }) => {
  const exact = ['behaves', 'oversight', 'forecasts', 'survives', 'hidden']
    .map((id) => `${id}-seen=yes&${id}-known=exactly&${id}-optimistic=99&${id}-intermediate=99&${id}-pessimistic=99`)
    .join('&')
  const after = await resultOf(page, `?prior-optimistic=5&prior-intermediate=3&prior-pessimistic=2&${exact}`)
  for (const [scenario, prior] of [
    ['optimistic', 0.5],
    ['intermediate', 0.3],
    ['pessimistic', 0.2],
  ] as const) {
    expect(after[scenario].estimate).toBeCloseTo(prior, 12)
    expect(after[scenario].lower).toBeCloseTo(prior, 12)
    expect(after[scenario].upper).toBeCloseTo(prior, 12)
  }
  await expect(page.locator('table[data-table="evidence"]')).toContainText('nothing: as likely under each')
})

test("a finding moves by Bayes' theorem, and its ends by the worst odds", async ({ page }) => {
  const finding =
    'behaves-seen=not+looked&survives-seen=yes&survives-optimistic=20&survives-intermediate=50&survives-pessimistic=80'
  const after = await resultOf(page, `?${finding}&survives-known=exactly`)
  expect(after.pessimistic.estimate).toBeCloseTo(0.8 / 1.5, 12)
  expect(after.pessimistic.upper).toBeCloseTo(0.8 / 1.5, 12)
  // Odds of 4 within 2 are 2 to 8, odds of 1 are 1/2 to 2, odds of 1/4 are 1/8 to 1/2.
  const ranged = await resultOf(page, `?${finding}`)
  expect(ranged.pessimistic.lower).toBeCloseTo(2 / 3 / (2 / 3 + 2 / 3 + 1 / 3), 12)
  expect(ranged.pessimistic.upper).toBeCloseTo(8 / 9 / (8 / 9 + 1 / 3 + 1 / 9), 12)
  // Looked for and not seen is the other side of the same odds.
  const unseen = await resultOf(page, `?${finding.replace('survives-seen=yes', 'survives-seen=no')}`)
  expect(unseen.optimistic.estimate).toBeCloseTo(0.8 / 1.5, 12)
  expect(unseen.optimistic.upper).toBeCloseTo(8 / 9 / (8 / 9 + 1 / 3 + 1 / 9), 12)
})

test('unknown likelihoods leave everything open', async ({ page }) => {
  const after = await resultOf(page, '?behaves-known=not+at+all')
  for (const range of Object.values(after)) expect([range.lower, range.upper]).toEqual([0, 1])
  await expect(page.locator('[data-part="findings"]')).toContainText('Unknown is not safe.')
})
