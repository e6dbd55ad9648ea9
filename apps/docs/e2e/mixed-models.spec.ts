import { fitMixed, type MixedFit } from '@safety-portfolio/mixed-models'
import { parseCsv } from '@safety-portfolio/records'
import { expect, test, type Page } from '@playwright/test'
import { checkDemo } from './kit/demo-checks.js'
import { downloaded } from './kit/download.js'

const finished = /rows, groups: 30 of question; REML, proven optimum/
const status = (page: Page) => page.locator('mixed-model-demo[data-settled] [data-part="status"]')

checkDemo({
  path: '/demos/mixed-models/',
  tag: 'mixed-model-demo',
  ready: finished,
  control: { label: 'Random effect', key: 'ArrowLeft' },
  address: /\?effect=1$/,
})

async function open(page: Page, address = ''): Promise<void> {
  await page.goto(`/demos/mixed-models/${address}`)
  await expect(page.getByLabel('Formula')).toBeVisible()
}

const anything = {
  '~standard': {
    version: 1 as const,
    vendor: 'test',
    validate: (row: unknown) => ({ value: row as Record<string, unknown> }),
  },
}

test('the fit of the page is the fit of the package', async ({ page }) => {
  await open(page)
  await expect(status(page)).toContainText(finished)
  const { text } = await downloaded(page, 'Your table (CSV)')
  const shown = JSON.parse((await downloaded(page, 'Result (JSON)')).text) as { fit: MixedFit }
  const fit = fitMixed('logit ~ age + gender + (1 + age | question)', parseCsv(text, { schema: anything }), {
    baselines: { gender: 'male' },
  })
  expect(shown.fit.fixed.map(({ term }) => term)).toEqual(fit.fixed.map(({ term }) => term))
  fit.fixed.forEach(({ estimate, interval }, k) => {
    expect(shown.fit.fixed[k]!.estimate).toBeCloseTo(estimate, 6)
    expect(shown.fit.fixed[k]!.interval!.lower).toBeCloseTo(interval!.lower, 5)
  })
})

test('another formula, another inference, and what cannot be used is said, not shown', async ({ page }) => {
  await open(page, '?inference=cluster-bootstrap&replicates=50')
  await expect(status(page)).toContainText('cluster-bootstrap intervals')
  await page.getByLabel('Formula').fill('logit ~ age + (1 | question)')
  await expect(status(page)).toContainText('30 of question')
  await expect(page.locator('[data-table="fixed"] tbody tr')).toHaveCount(2)
  await page.getByLabel('Formula').fill('logit ~ height + (1 | question)')
  await expect(status(page)).toContainText('No fit: the data have no column "height"')
  await page.getByLabel('Formula').fill('logit ~ age + (1 | question')
  await expect(status(page)).toContainText('No fit: expected')
})

test('the chosen random effect is that of both charts', async ({ page }) => {
  await open(page)
  await expect(status(page)).toContainText(finished)
  const chart = page.locator('[data-chart="caterpillar"] svg').filter({ visible: true })
  await expect(chart.first()).toHaveAttribute('aria-label', 'Random effects in order: age by question')
  const slider = page.getByRole('slider', { name: 'Random effect' })
  await slider.focus()
  await slider.press('ArrowLeft')
  await expect(slider).toHaveAttribute('aria-valuetext', '(Intercept) by question')
})
