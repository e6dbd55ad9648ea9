import { numberCell, optionalCell, parseCsv, rowSchema, textCell } from '@safety-portfolio/records'
import {
  allocationAt,
  caseBootstrap,
  type ChinchillaFit,
  fitChinchilla,
  publishedFits,
  runSchema,
  simulateRuns,
} from '@safety-portfolio/scaling-laws'
import { expect, test, type Page } from '@playwright/test'
import { checkDemo, moveFirst } from './kit/demo-checks.js'
import { downloaded } from './kit/download.js'

const columns = { params: 'params', tokens: 'tokens', compute: 'compute', loss: 'loss' }
const status = (page: Page) => page.locator('chinchilla-demo[data-settled] [data-part="status"]')
const finished = /64 runs, converged, 1000 bootstrap replicates/

checkDemo({
  path: '/demos/chinchilla/',
  tag: 'chinchilla-demo',
  ready: finished,
  control: { label: 'Budget', key: 'ArrowLeft' },
  address: /\?budget=23\.9$/,
})

async function open(page: Page, address = ''): Promise<void> {
  await page.goto(`/demos/chinchilla/${address}`)
  await expect(page.getByLabel('Paste a table')).toBeVisible()
}

test('the fit of the page is the fit of the package', async ({ page }) => {
  await open(page)
  await expect(status(page)).toContainText(finished)
  const { text } = await downloaded(page, 'Training runs (CSV)')
  const shown = JSON.parse((await downloaded(page, 'Result (JSON)')).text) as ChinchillaFit
  const fit = fitChinchilla(parseCsv(text, { schema: runSchema, columns }), {
    bootstrap: caseBootstrap({ replicates: 1000, seed: 1 }),
    allocation: allocationAt([1e24]),
  })
  // The browser's logarithm may differ from Node's in the last bit.
  for (const name of ['A', 'B', 'E', 'alpha', 'beta'] as const) {
    expect(shown.parameters![name] / fit.parameters![name] - 1).toBeCloseTo(0, 8)
    expect(shown.intervals[name]!.lower / fit.intervals[name]!.lower - 1).toBeCloseTo(0, 6)
  }
  const at = (each: ChinchillaFit) => each.allocation.find(({ compute }) => Math.abs(compute / 1e24 - 1) < 1e-9)!
  expect(at(shown).params.interval!.upper / at(fit).params.interval!.upper - 1).toBeCloseTo(0, 6)
})

test('the slider moves chart, table and address, and the address survives a reload', async ({ page }) => {
  await open(page)
  await expect(status(page)).toContainText(finished)
  const chart = page.locator('[data-chart="iso-loss"] svg').filter({ visible: true })
  const before = await chart.innerHTML()
  const slider = page.getByRole('slider', { name: 'Budget' })
  await slider.focus()
  await slider.press('ArrowLeft')
  await slider.press('ArrowLeft')
  await expect(slider).toHaveAttribute('aria-valuetext', '6.31×10²³ FLOP')
  await expect(page).toHaveURL(/\?budget=23\.8$/)
  await expect.poll(() => chart.innerHTML()).not.toBe(before)
  await expect(page.locator('chinchilla-demo')).toHaveAttribute('data-settled')
  const table = await page.locator('[data-table="allocation"]').innerText()
  await page.reload()
  await expect(status(page)).toContainText(finished)
  await expect(slider).toHaveValue('23.8')
  expect(await page.locator('[data-table="allocation"]').innerText()).toBe(table)
})

test('every setting stands in the address', async ({ page }) => {
  await open(page, '?loss=lad&drop=3&replicates=20&seed=5&budget=22')
  await expect(page.getByLabel('Loss function')).toHaveValue('lad')
  await expect(status(page)).toContainText('61 runs, converged, 20 bootstrap replicates')
  const fit = JSON.parse((await downloaded(page, 'Result (JSON)')).text) as ChinchillaFit
  expect(fit).toMatchObject({ loss: { name: 'lad' }, n: 61, bootstrap: { replicates: 20, seed: 5 } })
  await page.getByLabel('Drop highest losses').fill('4')
  await expect(status(page)).toContainText('60 runs')
  await expect(page).toHaveURL(/drop=4/)
})

test('the file of results holds what the tables show', async ({ page }) => {
  await open(page)
  await expect(status(page)).toContainText(finished)
  const { name, text } = await downloaded(page, 'Constants of the law (CSV)')
  expect(name).toBe('chinchilla-constants.csv')
  const number = optionalCell(numberCell())
  const schema = rowSchema({ symbol: textCell(), estimate: number, lower: number, upper: number, truth: number })
  const rows = new Map(parseCsv(text, { schema }).map((row) => [row.symbol, row]))
  const shown = await page.locator('[data-table="constants"] tbody tr').all()
  expect(shown).toHaveLength(5)
  expect(rows.size).toBe(5)
  for (const line of shown) {
    const row = rows.get(await line.locator('var').innerText())!
    const [estimate = '', interval = ''] = await line.locator('td').allInnerTexts()
    const [lower = '', upper = ''] = interval.split(' to ')
    for (const [text, value] of [
      [estimate, row.estimate],
      [lower, row.lower],
      [upper, row.upper],
    ] as const) {
      // Three significant digits are shown, four for losses.
      expect(Math.abs(fromLabel(text) / value! - 1)).toBeLessThan(0.006)
    }
  }
})

function fromLabel(text: string): number {
  const factors: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 }
  return Number.parseFloat(text) * (factors[text.at(-1) ?? ''] ?? 1)
}

test('bad rows are listed, all at once, and nothing is fitted', async ({ page }) => {
  await open(page)
  await expect(status(page)).toContainText(finished)
  await page.getByLabel('Paste a table').fill('params,tokens,loss\n1e9,2e10,2.5\n1e9,2e10,<b>n/a</b>\n-1,2e10,2.4\n')
  const issues = page.locator('[data-part="issues"]')
  await expect(issues).toContainText('2 problems in the table')
  await expect(issues.locator('tbody tr').nth(0)).toContainText('3loss')
  await expect(issues.locator('tbody tr').nth(0)).toContainText('<b>n/a</b>')
  await expect(issues.locator('tbody tr').nth(1)).toContainText('4params')
  await expect(page.locator('[data-part="results"]')).toBeHidden()
  await page.getByRole('button', { name: 'Simulated runs' }).click()
  await expect(status(page)).toContainText(finished)
  await expect(issues).toBeEmpty()
})

test('a file with other names and tabs is understood, and columns can be changed', async ({ page }) => {
  await open(page)
  const runs = simulateRuns({ parameters: publishedFits.besiroglu.parameters, modelsPerBudget: 4, seed: 2 })
  const lines = runs.map((run) => [run.params, run.compute, run.loss, run.loss + 1].join('\t'))
  const text = ['Model Size\tTraining FLOP\tloss\tother loss', ...lines, ''].join('\n')
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'runs.tsv', mimeType: 'text/plain', buffer: Buffer.from(text) })
  await expect(status(page)).toContainText('32 runs, converged, 1000 bootstrap replicates')
  await expect(page.getByLabel('Parameters', { exact: true })).toHaveValue('Model Size')
  await expect(page.getByLabel('Tokens', { exact: true })).toHaveValue('')
  const before = await page.locator('[data-table="constants"]').innerText()
  await page.locator('[name="columnLoss"]').selectOption('other loss')
  await expect(page).toHaveURL(/column-loss=other\+loss/)
  await expect(page.locator('[data-table="constants"]')).not.toHaveText(before)
  await page.locator('[name="columnParams"]').selectOption('none')
  await expect(page.locator('[data-part="issues"]')).toContainText('choose columns for two of')
})

test('short data travel in the link, long data do not, and that is said', async ({ page, context }) => {
  await open(page)
  const runs = simulateRuns({ parameters: publishedFits.hoffmann.parameters, modelsPerBudget: 3, seed: 3 })
  const short = [
    'params,tokens,loss',
    ...runs.map((run) => [run.params, run.tokens, run.loss].map((x) => x.toPrecision(5))),
  ]
  await page.getByLabel('Paste a table').fill(short.join('\n'))
  await expect(status(page)).toContainText('24 runs, converged, 1000 bootstrap replicates')
  await expect(page).toHaveURL(/#data=/)
  const other = await context.newPage()
  await other.goto(page.url())
  await expect(status(other)).toContainText('24 runs, converged')
  expect(await other.getByLabel('Paste a table').inputValue()).toBe(short.join('\n'))
  const many = simulateRuns({ parameters: publishedFits.hoffmann.parameters, modelsPerBudget: 40, seed: 3 })
  await page
    .getByLabel('Paste a table')
    .fill(['params,tokens,loss', ...many.map((run) => [run.params, run.tokens, run.loss])].join('\n'))
  await expect(page.getByText('Your table is too long for a link')).toBeVisible()
  await expect(page).not.toHaveURL(/#data=/)
})

test('a long bootstrap can be cancelled', async ({ page }) => {
  await open(page, '?replicates=20000')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(status(page)).toContainText('cancelled')
  await expect(page.locator('[data-part="progress"]')).toBeHidden()
  await page.getByLabel('Bootstrap replicates').fill('10')
  await expect(status(page)).toContainText('10 bootstrap replicates')
})

test('runs that cannot identify the law are refused with the cure', async ({ page }) => {
  await open(page)
  const rows = Array.from({ length: 9 }, (_, k) => `${1e8 * (k + 1)},2e10,${3 - k / 20}`)
  await page.getByLabel('Paste a table').fill(['params,tokens,loss', ...rows].join('\n'))
  await expect(status(page)).toContainText('No fit: too few dataset sizes: 1, at least 3 are needed')
  await expect(page.locator('[data-part="findings"]')).toContainText('Add runs over a wider range of tokens')
  await expect(page.locator('[data-table="constants"]')).not.toContainText('NaN')
})

test('the chart as a file stands alone', async ({ page }) => {
  await open(page)
  await expect(status(page)).toContainText(finished)
  const { name, text } = await downloaded(page, 'Chart (SVG)')
  expect(name).toBe('chinchilla-iso-loss.svg')
  expect(text).not.toMatch(/var\(|url\(|href=|<script/)
  const root = await page.evaluate((svg) => {
    const { documentElement } = new DOMParser().parseFromString(svg, 'image/svg+xml')
    return { name: documentElement.localName, label: documentElement.getAttribute('aria-label') }
  }, text)
  expect(root).toEqual({ name: 'svg', label: 'IsoLoss contours and efficient frontier' })
})

test('nothing leaves the page: fitting makes no request at all', async ({ page }) => {
  await page.goto('/demos/chinchilla/')
  await expect(status(page)).toContainText(finished)
  await moveFirst(page, 'chinchilla-demo')
  await page.waitForLoadState('networkidle')
  const requests: string[] = []
  page.on('request', (request) => {
    // The worker is part of the script; the icon is asked for again whenever the address changes.
    if (!/^blob:|\/favicon\.svg$/.test(request.url())) requests.push(request.url())
  })
  const runs = simulateRuns({ parameters: publishedFits.hoffmann.parameters, modelsPerBudget: 3, seed: 4 })
  await page
    .getByLabel('Paste a table')
    .fill(['params,tokens,loss', ...runs.map((run) => [run.params, run.tokens, run.loss])].join('\n'))
  await expect(status(page)).toContainText('24 runs, converged, 1000 bootstrap replicates')
  await page.getByLabel('Bootstrap replicates').fill('20000')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByLabel('Bootstrap replicates').fill('50')
  await expect(status(page)).toContainText('50 bootstrap replicates')
  await page.getByRole('slider', { name: 'Budget' }).fill('22')
  await downloaded(page, 'Constants of the law (CSV)')
  await downloaded(page, 'Chart (SVG)')
  expect(requests).toEqual([])
})
