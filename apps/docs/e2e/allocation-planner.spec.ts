import { expect, test } from '@playwright/test'
import { parseCsv } from '@safety-portfolio/records'
import {
  allocationAt,
  dataConstrainedOptimal,
  fitChinchilla,
  publishedFits,
  runSchema,
} from '@safety-portfolio/scaling-laws'
import { checkDemo, openDemo, type DemoChecks } from './kit/demo-checks.js'
import { downloaded } from './kit/download.js'

const checks: DemoChecks = {
  path: '/demos/allocation-planner/',
  tag: 'allocation-planner-demo',
  ready: /64 runs: 88\.9B parameters on 1\.87T tokens/,
  control: { label: 'Budget', key: 'ArrowLeft' },
  address: /\?budget=23\.9$/,
}
checkDemo(checks)

test('plans are those of the package', async ({ page }) => {
  await openDemo(page, { ...checks, ready: /64 runs: 27\.8B parameters/ }, '?budget=23&unique=10')
  const { text } = await downloaded(page, 'Training runs (CSV)')
  const fit = fitChinchilla(parseCsv(text, { schema: runSchema }), { allocation: allocationAt([1e23]) })
  const { rows } = JSON.parse((await downloaded(page, 'Result (JSON)')).text) as {
    rows: { params: number; paramsLower: number | null; tokens: number }[]
  }
  expect(rows[0]!.params / fit.allocation[0]!.params.estimate! - 1).toBeCloseTo(0, 6)
  expect(rows[0]!.paramsLower! / fit.allocation[0]!.params.interval!.lower - 1).toBeCloseTo(0, 5)
  const { RD, RN } = publishedFits.muennighoff.parameters
  const limited = dataConstrainedOptimal({ ...fit.parameters!, RD, RN }, 1e23, 1e10)
  expect(rows[2]!.tokens / limited.tokens - 1).toBeCloseTo(0, 4)
  // What has no interval shows none.
  expect(rows[2]!.paramsLower).toBeNull()
})
