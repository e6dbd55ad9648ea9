import { expect, test } from '@playwright/test'
import { checkDemo, openDemo, type DemoChecks } from './kit/demo-checks.js'

const checks: DemoChecks = {
  path: '/demos/discrimination/',
  tag: 'discrimination-demo',
  ready: /320 decisions on 40 questions, prompt default: \d of 4 scores differ from 0/,
  control: { label: 'Score of the charts below', key: 'ArrowRight' },
  address: /\?score=4$/,
}
checkDemo(checks)

test('another prompt has smaller scores, and the table of prompts says by how much', async ({ page }) => {
  const demo = await openDemo(page, { ...checks, ready: /prompt ignore:/ }, '?prompt=ignore')
  await expect(demo.locator('[data-table="scores"] tbody tr')).toHaveCount(4)
  await expect(demo.locator('[data-table="prompts"] tbody tr')).toHaveCount(3)
})

test('a table without people is refused in words', async ({ page }) => {
  const demo = await openDemo(page, checks)
  await demo.getByLabel('Paste a table').fill('question,logit\n1,2\n1,3\n2,1\n')
  await expect(demo.locator('[data-part="issues"]')).toContainText('no demographic column')
})
