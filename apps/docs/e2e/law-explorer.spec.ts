import { expect, test } from '@playwright/test'
import { bnslLoss, fitPowerOffset, type CurvePoint } from '@safety-portfolio/scaling-laws'
import { checkDemo, openDemo, type DemoChecks } from './kit/demo-checks.js'
import { downloaded } from './kit/download.js'

const checks: DemoChecks = {
  path: '/demos/law-explorer/',
  tag: 'law-explorer-demo',
  ready: /18 points seen, 12 held out: broken law forecasts best/,
  control: { label: 'Points seen', key: 'ArrowRight' },
  address: /\?seen=61$/,
}
checkDemo(checks)

test('the page fits what the package fits', async ({ page }) => {
  const demo = await openDemo(page, checks)
  const points: readonly CurvePoint[] = [1, 2, 4, 8, 16, 32, 64, 128].map((step) => {
    const x = step * 1e3
    return { x, loss: bnslLoss({ a: 0.5, b: 20, c0: 0.4 }, x) * (1 + 0.004 * ((step % 3) - 1)) }
  })
  await page
    .getByLabel('Paste a table')
    .fill(['tokens,loss', ...points.map(({ x, loss }) => `${x},${loss}`)].join('\n'))
  await expect(demo).toHaveAttribute('data-settled')
  await expect(demo.locator('[data-part="status"]')).toContainText('5 points seen, 3 held out')
  const { forms } = JSON.parse((await downloaded(page, 'Result (JSON)')).text) as {
    forms: { form: string; constants: Record<string, number> | null }[]
  }
  const ours = fitPowerOffset(points.slice(0, 5), { loss: 'log-squared' }).parameters!
  const shown = forms.find(({ form }) => form === 'power-offset')!.constants!
  for (const name of ['E', 'B', 'c'] as const) expect(shown[name]! / ours[name] - 1).toBeCloseTo(0, 6)
})

test('a form that cannot be fitted says why, and choosing forms changes the address', async ({ page }) => {
  const demo = await openDemo(page, { ...checks, ready: /9 points seen, 21 held out/ }, '?laws=m4&seen=30')
  await expect(demo.locator('table[data-table="forms"]')).toContainText('M4')
  await expect(demo.locator('[data-part="findings"]')).toContainText('M4:')
  await page.getByLabel('power law', { exact: true }).check()
  await expect(page).toHaveURL(/laws=power%2Cm4/)
  await expect(demo.locator('table[data-table="forms"] tbody tr')).toHaveCount(2)
})

test('every constant that is not at its bound has its interval, also in the file', async ({ page }) => {
  const demo = await openDemo(page, checks)
  const rows = demo.locator('table[data-table="constants"] tbody tr')
  // Three constants of the power law with offset and at least six of the broken law.
  expect(await rows.count()).toBeGreaterThanOrEqual(9)
  await expect(rows.nth(1)).toContainText(/power law with offset.* to /)
  // The offset of this curve vanishes: no interval, and the page says so.
  await expect(demo.locator('[data-part="findings"]')).toContainText('the loss is not seen to level off')
  const { forms } = JSON.parse((await downloaded(page, 'Result (JSON)')).text) as {
    forms: { constants: Record<string, number>; intervals: Record<string, { lower: number; upper: number } | null> }[]
  }
  for (const { constants, intervals } of forms)
    for (const [name, value] of Object.entries(constants)) {
      if (value === 0) continue
      expect(intervals[name]!.lower).toBeLessThanOrEqual(value)
      expect(intervals[name]!.upper).toBeGreaterThanOrEqual(value)
    }
})

test('a table of several experiments says so, and one of them does not', async ({ page }) => {
  const demo = await openDemo(page, checks)
  const rows = ['c4', 'pile'].map((dataset, index) =>
    Array.from(
      { length: 8 },
      (_, k) => `${2 ** k * 1e3},${(2 + index + 9 * (2 ** k * 1e3) ** -0.3).toFixed(4)},${dataset}`,
    ),
  )
  const paste = page.getByLabel('Paste a table')
  await paste.fill(['tokens,loss,dataset', ...rows.flat()].join('\n'))
  await expect(demo.locator('[data-part="findings"]')).toContainText('Column "dataset" has 2 values ("c4", "pile")')
  await paste.fill(['tokens,loss,dataset', ...rows[0]!].join('\n'))
  await expect(demo.locator('[data-part="findings"]')).not.toContainText('several experiments')
})
