import { expect, test } from '@playwright/test'
import { forecastRare, observationSchema, observationsFromRows } from '@safety-portfolio/risk'
import { parseCsv } from '@safety-portfolio/records'
import { checkDemo, openDemo, type DemoChecks } from './kit/demo-checks.js'
import { downloaded } from './kit/download.js'

const checks: DemoChecks = {
  path: '/demos/rare-behaviours/',
  tag: 'rare-behaviours-demo',
  ready: /400 queries measured: the worst of 1M is forecast at/,
  control: { label: 'Queries at deployment', key: 'ArrowRight' },
  address: /\?deployment=6\.1$/,
}
checkDemo(checks)

test('the forecast is that of the package', async ({ page }) => {
  await openDemo(page, { ...checks, ready: /400 queries measured/ }, '?deployment=7&method=ols&top=12')
  const { text } = await downloaded(page, 'Queries (CSV)')
  const observations = observationsFromRows(parseCsv(text, { schema: observationSchema }))
  const expected = forecastRare(observations, { to: [1e7], method: 'ols', top: 12, replicates: 500, seed: 1 })
  const result = JSON.parse((await downloaded(page, 'Result (JSON)')).text) as typeof expected
  expect(result.worst[0]!.logP! / expected.worst[0]!.logP! - 1).toBeCloseTo(0, 9)
  expect(result.worst[0]!.interval!.upper / expected.worst[0]!.interval!.upper - 1).toBeCloseTo(0, 9)
})

test('a table that allows no forecast is refused with what holds all the same', async ({ page }) => {
  await openDemo(page, checks)
  await page.getByLabel('Paste a table, or drop a file on it').fill('hits,samples\n0,50\n0,50\n0,50\n0,50\n')
  await expect(page.getByRole('status').first()).toContainText('No forecast')
  await expect(page.getByRole('status').first()).toContainText('95 % confidence')
})
