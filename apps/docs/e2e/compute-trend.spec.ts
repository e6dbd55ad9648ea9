import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { parseCsv } from '@safety-portfolio/records'
import { computeModelSchema, fitComputeTrend } from '@safety-portfolio/scaling-laws'
import { checkDemo, openDemo, type DemoChecks } from './kit/demo-checks.js'
import { downloaded } from './kit/download.js'

const checks: DemoChecks = {
  path: '/demos/compute-trend/',
  tag: 'compute-trend-demo',
  ready: /120 models: compute grows 4\.\d+ times a year; next assessment due 2026-/,
  control: { label: 'Threshold', key: 'ArrowLeft' },
  address: /\?threshold=26\.9$/,
}
checkDemo(checks)

test('the trend is that of the package, in the window of the page', async ({ page }) => {
  const demo = await openDemo(page, checks)
  await page.getByLabel('From', { exact: true }).fill('2018-01-01')
  await expect(page).toHaveURL(/from=2018-01-01/)
  await expect(demo).toHaveAttribute('data-settled')
  const { text } = await downloaded(page, 'Models (CSV)')
  const trend = fitComputeTrend(parseCsv(text, { schema: computeModelSchema }), { from: '2018-01-01', level: 0.9 })
  const shown = JSON.parse((await downloaded(page, 'Result (JSON)')).text) as { trend: typeof trend }
  expect(shown.trend.n).toBe(trend.n)
  expect(shown.trend.growthPerYear.estimate! / trend.growthPerYear.estimate! - 1).toBeCloseTo(0, 9)
  expect(shown.trend.growthPerYear.interval!.lower / trend.growthPerYear.interval!.lower - 1).toBeCloseTo(0, 9)
})

test('a model without compute is left out and not taken for a small one', async ({ page }) => {
  const demo = await openDemo(page, checks)
  const rows = Array.from(
    { length: 8 },
    (_, k) => `m${k},20${15 + k}-05-01,${k === 7 ? '' : 10 ** (18 + k / 2 + (k % 2) / 5)}`,
  )
  await page.getByLabel('Paste a table').fill(['Model,Publication date,Training compute (FLOP)', ...rows].join('\n'))
  await expect(demo).toHaveAttribute('data-settled')
  await expect(demo.locator('[data-part="status"]')).toContainText('7 models')
})

test('a gzipped table is unpacked in the page, and a damaged one is no table', async ({ page }) => {
  const demo = await openDemo(page, checks)
  const rows = Array.from({ length: 9 }, (_, k) => `m${k},20${14 + k}-03-01,${10 ** (18 + k / 2 + (k % 2) / 5)}`)
  const text = ['System;Publication date;Training compute (FLOP)', ...rows.map((row) => row.replaceAll(',', ';'))].join(
    '\n',
  )
  const file = { name: 'models.csv.gz', mimeType: 'application/gzip', buffer: gzipSync(text) }
  await demo.locator('input[type="file"]').setInputFiles(file)
  await expect(demo.locator('[data-part="status"]')).toContainText('9 models')
  await demo.locator('input[type="file"]').setInputFiles({ ...file, buffer: gzipSync(text).subarray(0, 30) })
  await expect(demo.locator('[data-part="status"]')).toContainText('There is no result')
})
