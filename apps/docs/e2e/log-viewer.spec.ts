import { writeZipLog, type EvalLog } from '@safety-portfolio/evals'
import { expect, test } from '@playwright/test'
import { checkDemo, type DemoChecks } from './kit/demo-checks.js'

const checks: DemoChecks = {
  path: '/demos/log-viewer/',
  tag: 'log-viewer-demo',
  ready: /the log of this page: sums on .*, success, 24 attempts/,
  control: { label: 'Samples listed', key: 'ArrowDown' },
  address: /\?show=not(?:\+|%20)right$/,
}
checkDemo(checks)

const attack = '<img src=x onerror="window.pwned=1">'
const log: EvalLog = {
  version: 2,
  status: 'success',
  eval: { task: attack, model: 'm', created: '2026-01-01T00:00:00Z', dataset: {}, config: {} },
  plan: {},
  stats: {},
  samples: [1, 2, 3, 4].map((id) => ({
    id,
    epoch: 1,
    input: attack,
    target: 'yes',
    messages: [{ role: 'user', content: attack }],
    output: { model: 'm', choices: [], completion: attack },
    scores: { match: { value: id === 1 ? 'I' : 'C' } },
    metadata: {},
    store: {},
    events: [],
    model_usage: {},
    role_usage: {},
    attachments: {},
  })),
}

test('a log is read in the page, sent nowhere, and nothing of it runs', async ({ page, baseURL }) => {
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (baseURL !== undefined && !request.url().startsWith(new URL(baseURL).origin)) elsewhere.push(request.url())
  })
  await page.goto('/demos/log-viewer/')
  const viewer = page.locator('log-viewer-demo')
  await expect(viewer.locator('[data-table="scores"] tbody')).toContainText('includes')
  await viewer
    .locator('input[type=file]')
    .setInputFiles({ name: 'run.eval', mimeType: 'application/octet-stream', buffer: Buffer.from(writeZipLog(log)) })
  await expect(viewer.locator('[data-part="status"]')).toContainText('run.eval')
  await expect(viewer.locator('[data-table="scores"] tbody')).toContainText('0.75')
  await expect(viewer.locator('[data-table="checks"] tbody')).toContainText('holds')
  await expect(viewer.locator('[data-part="samples"] details')).toHaveCount(4)
  await expect(viewer.locator('img')).toHaveCount(0)
  expect(await page.evaluate('window.pwned')).toBeUndefined()
  expect(elsewhere).toEqual([])
})

test('what is no log is refused with its reason', async ({ page }) => {
  await page.goto('/demos/log-viewer/')
  const viewer = page.locator('log-viewer-demo')
  await viewer
    .locator('input[type=file]')
    .setInputFiles({ name: 'notes.json', mimeType: 'application/json', buffer: Buffer.from('{"a":') })
  await expect(viewer.locator('[data-part="status"]')).toContainText('notes.json cannot be shown')
})
