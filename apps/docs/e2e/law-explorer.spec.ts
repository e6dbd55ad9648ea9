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
  await expect(demo.locator('table')).toContainText('M4')
  await expect(demo.locator('[data-part="findings"]')).toContainText('M4:')
  await page.getByLabel('power law', { exact: true }).check()
  await expect(page).toHaveURL(/laws=power%2Cm4/)
  await expect(demo.locator('table tbody tr')).toHaveCount(2)
})
