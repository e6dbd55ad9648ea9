import { expect, test } from '@playwright/test'
import { checkDemo, openDemo, type DemoChecks } from './kit/demo-checks.js'
import { checkPage } from './kit/page-checks.js'

const workbench: DemoChecks = {
  path: '/demos/policy-workbench/',
  tag: 'policy-workbench-demo',
  ready: /hold under Responsible Scaling Policy, version 2\.2; missing or not met: shared:LTBT/,
  control: { label: 'Policy', key: 'ArrowUp' },
  address: /\?policy=rsp(?:\+|%20)2\.1$/,
}
checkDemo(workbench)

const explorer: DemoChecks = {
  path: '/demos/policy-explorer/',
  tag: 'policy-explorer-demo',
  ready: /rsp 2\.1 → rsp 2\.2: as a whole weaker, 1 part differs/,
  control: { label: 'To', key: 'ArrowDown' },
  address: /\?to=rsp(?:\+|%20)3\.0$/,
}
checkDemo(explorer)

checkPage('/methods/policies/')
checkPage('/reproductions/policy-history/')

test('giving what is missing permits, and taking a safeguard away restricts', async ({ page }) => {
  const demo = await openDemo(page, workbench)
  const evidence = demo.getByLabel('Paste a table, or drop a file on it')
  const text = await evidence.inputValue()
  await evidence.fill(text.replace('LTBT,', 'LTBT,yes'))
  await expect(demo.locator('[data-part="status"]')).toContainText('permit under')
  await expect(page).toHaveURL(/#data=/)
  await evidence.fill(text.replace('ASL-3 Security,met', 'ASL-3 Security,not met'))
  await expect(demo.locator('[data-part="status"]')).toContainText('restrict under')
})

test('evidence that fits no policy is listed, and nothing is decided', async ({ page }) => {
  const demo = await openDemo(page, workbench)
  await demo.getByLabel('Paste a table, or drop a file on it').fill('part,name,value\nevidence,none,1\n')
  await expect(demo.locator('[data-part="issues"]')).toContainText('no shipped policy has this evidence')
  await expect(demo.locator('[data-part="results"]')).toBeHidden()
  await demo.getByLabel('Paste a table, or drop a file on it').fill('part,name,value\napproval,CEO,yes\n')
  await expect(demo.locator('[data-part="results"]')).toBeVisible()
})
