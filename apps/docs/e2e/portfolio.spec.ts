import { expect, test } from '@playwright/test'
import { checkDemo, openDemo, type DemoChecks } from './kit/demo-checks.js'
import { downloaded } from './kit/download.js'

const checks: DemoChecks = {
  path: '/portfolio/',
  tag: 'portfolio-demo',
  ready: /simulated\/capable: hold under Responsible Scaling Policy, version 2\.2; missing or not met: /,
  control: { label: 'Simulated model', key: 'ArrowDown' },
  address: /\?model=modest$/,
}
checkDemo(checks)

interface Report {
  readonly models: readonly {
    readonly model: string
    readonly policy: { readonly decision: object }
    readonly suites: readonly {
      readonly finding: string
      readonly planted: readonly { readonly quantity: string; readonly holds: boolean | null }[]
    }[]
  }[]
}

test('the page decides, finds and counts what the report of the command says', async ({ page, request }) => {
  const report = (await (await request.get('/portfolio/report.json')).json()) as Report
  for (const [index, name] of ['modest', 'capable'].entries()) {
    const model = report.models[index]!
    const demo = await openDemo(page, { ...checks, ready: new RegExp(`simulated/${name}`) }, `?model=${name}`)
    const { decision } = JSON.parse((await downloaded(page, 'Result (JSON)')).text) as { decision: object }
    expect(decision).toEqual(model.policy.decision)
    for (const { finding } of model.suites) await expect(demo.locator('[data-part="results"]')).toContainText(finding)
  }
  const rows = page.locator('table[data-table="planted"] tbody tr')
  const planted = report.models.flatMap(({ suites }) => suites.flatMap((suite) => suite.planted))
  await expect(rows).toHaveCount(planted.length)
})

test('what the next budget would buy is said of the budget of the plan, here and on the home page', async ({
  page,
}) => {
  await page.goto('/portfolio/')
  const chart = page.locator('[data-chart="scaling"] svg[role="img"]').filter({ visible: true })
  await expect(chart).toContainText('Best for 10²³ FLOP')
  await page.goto('/')
  await expect(page.getByRole('rowheader', { name: 'Best size for 10²³ FLOP' })).toBeVisible()
})

test('what is supposed changes the decision and no measurement', async ({ page }) => {
  const demo = await openDemo(page, checks)
  // The page draws its charts anew when the reader turns to it.
  await demo.getByLabel('Threshold AI R&D-4').focus()
  await expect(demo.locator('[data-chart="discrimination"] svg[role="img"]')).toHaveCount(1)
  const chart = await demo.locator('[data-chart="discrimination"]').innerHTML()
  await demo.getByLabel('Threshold AI R&D-4').selectOption('ruled out')
  await expect(demo.locator('[data-part="status"]')).toContainText('simulated/capable: permit under')
  expect(await demo.locator('[data-chart="discrimination"]').innerHTML()).toBe(chart)
  await demo.getByLabel('Threshold AI R&D-4').selectOption('unknown')
  await expect(demo.locator('[data-part="status"]')).not.toContainText('permit')
})

test('the files of the command come with the page and name no folder of the machine that made them', async ({
  request,
}) => {
  for (const file of ['report.html', 'report.json', 'decision.md', 'plan.yaml']) {
    const response = await request.get(`/portfolio/${file}`)
    expect(response.ok()).toBe(true)
    // The files are long: a failure should not print them.
    expect(/(?:\/|%2F)(?:tmp|home|work|Users)(?:\/|%2F)/.exec(await response.text())?.[0]).toBeUndefined()
  }
})
