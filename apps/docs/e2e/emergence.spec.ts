import { expect, test } from '@playwright/test'
import { checkDemo, openDemo, type DemoChecks } from './kit/demo-checks.js'

const checks: DemoChecks = {
  path: '/demos/emergence/',
  tag: 'emergence-demo',
  ready: /8 models, 50 items, answers of 4 tokens: no break is found/,
  control: { label: 'Tokens of an answer', key: 'ArrowRight' },
  address: /\?tokens=5$/,
}
checkDemo(checks)

test('a planted jump is found when the test is large enough', async ({ page }) => {
  const demo = await openDemo(page, { ...checks, ready: /a break is found/ }, '?jump=8&items=500&exponent=0.3')
  await expect(demo.locator('[data-table="models"] tbody tr')).toHaveCount(8)
})

test('with few items the small models cannot be seen, and that is said', async ({ page }) => {
  const demo = await openDemo(page, { ...checks, ready: /10 items/ }, '?items=10&metric=token-success')
  await expect(demo.locator('table')).toContainText('cannot be seen')
  await expect(demo.locator('[data-chart="metric"] .unknown circle').first()).toBeAttached()
})
