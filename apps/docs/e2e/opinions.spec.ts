import { expect, test } from '@playwright/test'
import { checkDemo, openDemo, type DemoChecks } from './kit/demo-checks.js'

const checks: DemoChecks = {
  path: '/demos/opinions/',
  tag: 'opinions-demo',
  ready: /Simulated model “mirror”: most like /,
  control: { label: 'Shown on the map', key: 'ArrowDown' },
  address: /\?show=skill$/,
}
checkDemo(checks)

test('the map draws what has no data as such, and lists beside it what has no shape', async ({ page }) => {
  const demo = await openDemo(page, checks)
  const map = demo.locator('[data-chart="map"] svg').filter({ visible: true })
  expect(await map.locator('.shapes path').count()).toBeGreaterThan(15)
  expect(await map.locator('.unknown path').count()).toBeGreaterThan(200)
  await expect(map.locator('.unknown').first()).toHaveAttribute('fill', 'none')
  const beside = demo.locator('[data-table="beside"]')
  await expect(beside).toContainText('Northern Ireland')
  await expect(beside).toContainText('a part of United Kingdom')
  await expect(beside).toContainText('another label of South Korea')
  await expect(demo.locator('[data-table="countries"] tbody tr')).toHaveCount(24)
})

test('a link holds condition, country and question', async ({ page }) => {
  const demo = await openDemo(
    page,
    { ...checks, ready: /“cautious”, asked to answer for Brazil/ },
    '?model=cautious&condition=Brazil&country=Kenya&question=12&base=e',
  )
  await expect(demo.getByLabel('Country', { exact: true })).toHaveValue('Kenya')
  await expect(demo.locator('[data-text="question"]')).toContainText('machines will make people forget')
  await expect(demo.locator('[data-part="findings"]')).toContainText('0.1674')
})
