import { gzipSync } from 'node:zlib'
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

const questions = Array.from({ length: 24 }, (_, index) => `Question ${index}`)
const survey = questions.flatMap((question, index) =>
  ['Peru', 'Kenya'].map((country, place) => {
    const yes = (place === 0 ? index + 1 : 29 - index) / 30
    return { question, country, options: ['Yes', 'No'], distribution: [yes, 1 - yes] }
  }),
)
const answers = questions.map((question) => ({
  question,
  model: 'mine',
  options: ['Yes', 'No'],
  distribution: [0.1, 0.9],
}))
const lines = (rows: readonly object[]): Buffer => Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'))

test('a survey and models of the reader are compared in the page, and nothing of them is sent', async ({ page }) => {
  const demo = await openDemo(page, checks)
  const sent: string[] = []
  page.on('request', (request) => {
    const isOwn = ['blob:', 'data:', new URL(page.url()).origin].some((start) => request.url().startsWith(start))
    if (request.method() !== 'GET' || !isOwn) sent.push(`${request.method()} ${request.url()}`)
  })
  const files = demo.locator('input[name="opinion-files"]')
  await files.setInputFiles([
    {
      name: 'survey.jsonl',
      mimeType: 'application/jsonl',
      buffer: lines([...survey, { question: 'Odd?', country: 'Peru', distribution: [2, 3] }]),
    },
    { name: 'answers.jsonl.gz', mimeType: 'application/gzip', buffer: gzipSync(lines(answers)) },
  ])
  await expect(demo.locator('[data-part="file-status"]')).toContainText(
    'Survey: 48 answers to 24 questions. Models: mine.',
  )
  await expect(demo.locator('[data-part="status"]')).toContainText('Model “mine”: most like ')
  await expect(demo.locator('[data-table="countries"] tbody tr')).toHaveCount(2)
  await expect(demo.getByLabel('Country', { exact: true }).locator('option')).toHaveText(['Kenya', 'Peru'])
  await expect(demo.locator('[data-part="findings"]')).toContainText('survey, row 49: Peru: the shares sum to 5, not 1')
  await expect(demo.locator('[data-text="notice"]')).toContainText('Your files')
  expect(sent).toEqual([])
  await demo.getByRole('button', { name: 'Simulated survey' }).click()
  await expect(demo.locator('[data-part="status"]')).toContainText('Simulated model “mirror”')
  await expect(demo.locator('[data-table="countries"] tbody tr')).toHaveCount(24)
})

test('a file that cannot be read says why, and what is shown stays', async ({ page }) => {
  const demo = await openDemo(page, checks)
  await demo.locator('input[name="opinion-files"]').setInputFiles({
    name: 'broken.parquet',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('PAR1 and nothing else'),
  })
  await expect(demo.locator('[data-part="file-status"]')).toContainText('Not read: ')
  await expect(demo.locator('[data-part="status"]')).toContainText('Simulated model “mirror”')
})
