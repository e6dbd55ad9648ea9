import { expect, test } from '@playwright/test'
import { checkPage } from './kit/page-checks.js'
import { watch } from './kit/watch.js'

const pages = [
  '/',
  '/guides/start-here/',
  '/guides/installation/',
  '/playground/',
  '/glossary/',
  '/what-none-of-this-can-show/',
  '/guides/first-fit/',
  '/guides/from-model-to-decision/',
  '/methods/chinchilla/',
  '/methods/kaplan/',
  '/methods/data-constrained/',
  '/methods/over-training/',
  '/methods/broken-laws/',
  '/methods/loss-to-loss/',
  '/methods/observational/',
  '/methods/isoflop/',
  '/methods/inference-aware/',
  '/methods/selection/',
  '/methods/uncertainty/',
  '/methods/presets/',
  '/methods/flop-counters/',
  '/methods/inference-scaling/',
  '/methods/compute-trends/',
  '/methods/triggers/',
  '/methods/time-horizons/',
  '/methods/emergence/',
  '/methods/statistics/',
  '/reproductions/chinchilla/',
  '/reference-data/',
  '/api/readme/',
  '/api/safety-portfolio/charts/readme/',
  '/api/safety-portfolio/charts/functions/isolosschart/',
  '/api/safety-portfolio/scaling-laws/interfaces/chinchillafit/',
  '/404.html',
]

for (const path of pages) checkPage(path)

test('search finds a page', async ({ page }) => {
  const complaints = await watch(page)
  await page.goto('/')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('sandwich covariance')
  await expect(page.getByRole('dialog').getByRole('link', { name: 'The Chinchilla law' }).first()).toBeVisible()
  expect(complaints).toEqual([])
})

test('a page says how to cite it and when it changed', async ({ page }) => {
  await page.goto('/methods/kaplan/')
  const about = page.getByRole('complementary', { name: 'About this page' })
  await about.getByText('Cite this page').click()
  await expect(about.locator('pre')).toContainText('@misc{safety-portfolio-methods-kaplan,')
  await expect(about.getByRole('link', { name: 'This page as Markdown' })).toHaveAttribute('href', '/methods/kaplan.md')
})

test('on paper there is the page and nothing around it', async ({ page }) => {
  await page.goto('/methods/emergence/')
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('banner')).toBeHidden()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('figure.chart svg[role="img"]').filter({ visible: true }).first()).toBeVisible()
})

test('formulas are typeset', async ({ page }) => {
  await page.goto('/methods/chinchilla/')
  const formula = page.locator('.katex-display').first()
  await expect(formula).toBeVisible()
  expect(
    await formula
      .locator('.katex-html')
      .evaluate((element) => getComputedStyle(element.querySelector('.mord')!).fontFamily),
  ).toContain('KaTeX')
  await expect(page.locator('.katex-error')).toHaveCount(0)
})

test('readers of plain text find every page', async ({ request }) => {
  expect(await (await request.get('/llms.txt')).text()).toContain('safety-portfolio')
  const small = await (await request.get('/llms-small.txt')).text()
  expect(small).toContain('The Chinchilla law')
  expect(small).toContain('Why starts fail')
  const page = await (await request.get('/methods/kaplan.md')).text()
  expect(page).toMatch(/^# Kaplan's laws\n/)
  // Formulas as TeX, charts in words, tables as they were computed.
  expect(page).toContain('\\alpha_N')
  expect(page).toContain("Kaplan's loss over tokens for four model sizes: 100B: ")
  expect(page).toContain('| 2.3035505520 |')
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the home page shows the report of both models', async ({ page }) => {
    await page.goto('/')
    const report = page.locator('.home table')
    await expect(report.locator('tfoot')).toContainText('Permit')
    await expect(report.locator('tfoot')).toContainText('Hold')
    await expect(report.locator('tbody td svg').first()).toBeVisible()
  })
})
