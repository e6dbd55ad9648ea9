import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'

const pages = [
  '/',
  '/guides/installation/',
  '/guides/first-fit/',
  '/demos/chinchilla/',
  '/methods/chinchilla/',
  '/methods/statistics/',
  '/reproductions/chinchilla/',
  '/reference-data/',
  '/api/readme/',
  '/api/safety-portfolio/charts/readme/',
  '/api/safety-portfolio/charts/functions/isolosschart/',
  '/api/safety-portfolio/scaling-laws/interfaces/chinchillafit/',
  '/404.html',
]

/** Blocks and collects whatever is not served by the site itself, and collects what the console calls an error. */
async function watch(page: Page): Promise<string[]> {
  const complaints: string[] = []
  await page.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => {
      complaints.push(`external request: ${route.request().url()}`)
      return route.abort()
    },
  )
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

async function violations(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page })
    // Starlight's search button is labelled "Search" and also shows its key, "Ctrl K", which this rule wants in the label.
    .disableRules(['label-content-name-mismatch'])
    // What is drawn for the eye only; the formula itself is the MathML beside it.
    .exclude('.katex-html')
    // One page without frames needs no second page to put results together.
    .setLegacyMode(true)
    .analyze()
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)
}

for (const path of pages) {
  test(`${path} is accessible in light and dark, fits 320 pixels and asks nobody else`, async ({ page }) => {
    const complaints = await watch(page)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.goto(path)
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
    await expect(page.locator('chinchilla-demo[data-busy]')).toHaveCount(0)
    expect(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 320, height: 800 })
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    expect(await violations(page)).toEqual([])
    expect(complaints).toEqual([])
  })
}

test('search finds a page', async ({ page }) => {
  const complaints = await watch(page)
  await page.goto('/')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('sandwich covariance')
  await expect(page.getByRole('dialog').getByRole('link', { name: 'The Chinchilla law' }).first()).toBeVisible()
  expect(complaints).toEqual([])
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
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the demo shows the chart and the tables made at build time', async ({ page }) => {
    await page.goto('/demos/chinchilla/')
    await expect(page.getByText('Without JavaScript you see the fit')).toBeVisible()
    await expect(page.locator('chinchilla-demo svg[role="img"]').filter({ visible: true })).toHaveCount(1)
    await expect(page.locator('[data-part="allocation"] tr')).toHaveCount(4)
    await expect(page.locator('[data-part="constants"] tr')).toHaveCount(5)
    await expect(page.locator('form.controls')).toBeHidden()
    await page.goto('/')
    await expect(page.locator('.home svg[role="img"]').filter({ visible: true })).toHaveCount(1)
  })
})
