import { expect, test, type Locator, type Page } from '@playwright/test'
import { fitChinchilla, parseRuns } from '@safety-portfolio/scaling-laws'
import { parseCsv, type StandardSchemaV1 } from '@safety-portfolio/records'
import { checkDemo, openDemo, type DemoChecks } from './kit/demo-checks.js'
import { downloaded } from './kit/download.js'
import { watch } from './kit/watch.js'

const checks: DemoChecks = {
  path: '/playground/',
  tag: 'playground-demo',
  ready: /Scaling runs: 64 runs follow L = E/,
  control: { label: 'Scaling runs: log10 of the budget', key: 'ArrowUp' },
  address: /\?budget=25$/,
}
checkDemo(checks)

async function paste(page: Page, text: string): Promise<Locator> {
  const demo = page.locator(checks.tag)
  await demo.getByLabel('Paste a table, or drop a file on it').fill(text)
  return demo
}

const kinds = [
  ['decisions', /^Yes\/no decisions about people: 120 decisions on 20 questions/],
  ['opinions', /^Survey and model answers \(JSON Lines\): 24 questions, 3 countries, 1 model; most similar: /],
  ['filters', /^Outcomes of several filters: Of 300 items/],
  ['rare-behaviour', /^Observations of a rare behaviour: 120 queries/],
  ['eval-log', /^Eval log \(JSON\): sums, simulated: 30 samples, 1 score/],
  ['horizons', /^Attempts of agents at tasks of known human time: 120 attempts of 4 agents/],
  ['compute-trend', /^Models with date and training compute: Training compute of 120 models grows/],
  ['mixed', /^Any table, with the formula of a mixed model: 159 rows, 4 coefficients/],
  ['scaling-runs', checks.ready],
] as const

for (const [kind, ready] of kinds) {
  test(`a sample of the kind ${kind} is known by its columns, and a link holds it`, async ({ page }) => {
    const complaints = await watch(page)
    const demo = await openDemo(page, checks)
    await demo.getByLabel('Simulated data of another kind').selectOption(kind)
    await expect(demo.locator('[data-part="status"]')).toContainText(ready)
    await expect(demo).toHaveAttribute('data-settled')
    const rows = await demo.locator('table[data-table="estimates"]').innerText()
    expect(rows).not.toMatch(/NaN|undefined|Infinity/)
    await expect(demo.locator('[data-chart="chart"] svg[role="img"]')).toBeVisible()
    await page.reload()
    await expect(demo.locator('[data-part="status"]')).toContainText(ready)
    await expect(demo).toHaveAttribute('data-settled')
    expect(await demo.locator('table[data-table="estimates"]').innerText()).toBe(rows)
    expect(complaints).toEqual([])
  })
}

test('the estimates are those of the package', async ({ page }) => {
  const demo = await openDemo(page, checks)
  const text = await demo.getByLabel('Paste a table, or drop a file on it').inputValue()
  const any: StandardSchemaV1<unknown, object> = {
    '~standard': { version: 1, vendor: 'e2e', validate: (row) => ({ value: row as object }) },
  }
  const fit = fitChinchilla(parseRuns(parseCsv(text, { schema: any })))
  const { text: csv } = await downloaded(page, 'Estimates (CSV)')
  const rows = parseCsv(csv, { schema: any }) as readonly { quantity: string; estimate: string }[]
  const alpha = Number(rows.find(({ quantity }) => quantity === 'alpha')?.estimate)
  expect(alpha / fit.parameters!.alpha).toBeCloseTo(1, 6)
})

test('columns of other names are found when they are named', async ({ page }) => {
  const demo = await openDemo(page, checks)
  const table = await demo.getByLabel('Paste a table, or drop a file on it').inputValue()
  await paste(page, table.replace('params,tokens,compute,loss', 'size of it,seen,cost,bpb'))
  await expect(demo.locator('[data-part="issues"]')).toContainText('write a formula')
  await demo.getByLabel('Columns, as field=column, …').fill('params=size of it, tokens=seen, loss=bpb')
  await expect(demo.locator('[data-part="status"]')).toContainText('64 runs follow')
  await expect(page).toHaveURL(/columns=/)
})

test('every bad row is listed, and nothing is computed', async ({ page }) => {
  const demo = await openDemo(page, checks)
  await paste(page, 'params,tokens,loss\n1e9,2e10,2.5\nx,2e10,2.4\n1e9,-3,2.3\n1e9,2e10,\n')
  const issues = demo.locator('[data-part="issues"]')
  await expect(issues).toContainText('3 problems')
  await expect(issues.locator('tbody tr')).toHaveCount(3)
  await expect(demo.locator('[data-part="results"]')).toBeHidden()
  await paste(page, 'input,output\n1,0\n1,maybe\nnever,1\n0,0\n1,1\n1,0\n1,1\n1,1\n')
  await expect(issues).toContainText('2 problems')
  await paste(page, '{"question":"a","options":["x","y"],"country":"Chile","distribution":[1,0]}\nnot json\n[1]\n')
  await expect(issues).toContainText('2 problems')
  await paste(page, 'a,b\n1,2\n3,4\n')
  await expect(issues).toContainText('The columns: a, b')
  await demo.getByLabel('Formula of a mixed model').fill('b ~ nothing')
  await expect(issues).toContainText('nothing')
})
