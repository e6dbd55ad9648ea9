import { expect, test } from '@playwright/test'
import { jointMiss } from '@safety-portfolio/risk'
import { checkDemo, openDemo, type DemoChecks } from './kit/demo-checks.js'
import { downloaded } from './kit/download.js'

const checks: DemoChecks = {
  path: '/demos/layers/',
  tag: 'layers-demo',
  ready: /Of 100,000 attacks 3,240 get through both filters; multiplying says 1,000/,
  control: { label: 'Correlation of misses', key: 'ArrowRight' },
  address: /\?correlation=0\.51$/,
}
checkDemo(checks)

test('what gets through is what the package says', async ({ page }) => {
  await openDemo(page, { ...checks, ready: /get through both/ }, '?first=1&second=2&correlation=0.7')
  const { joint, independent } = JSON.parse((await downloaded(page, 'Result (JSON)')).text) as {
    joint: number
    independent: number
  }
  expect(joint / jointMiss({ p: 0.01, q: 0.02, tetrachoric: 0.7 }) - 1).toBeCloseTo(0, 10)
  expect(independent).toBeCloseTo(0.0002, 12)
})
