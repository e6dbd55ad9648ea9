import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { LogEntry } from '@safety-portfolio/asl-policy'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { demoPlan } from '../src/assess/demo-plan.js'
import { planJsonSchema } from '../src/assess/plan-schema.js'
import { reportJsonSchema } from '../src/assess/report-schema.js'
import { printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void
function validator(name: string) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats(ajv)
  return ajv.compile(JSON.parse(readFileSync(path.join(import.meta.dirname, '..', 'schemas', name), 'utf8')) as object)
}

it.each([
  ['report.schema.json', reportJsonSchema],
  ['plan.schema.json', planJsonSchema],
])(
  'publishes %s as the code has it (vitest run packages/cli/test/assess-schemas --update=all writes it)',
  async (name, schema) => {
    await expect(`${JSON.stringify(schema(), null, 2)}\n`).toMatchFileSnapshot(`../schemas/${name}`)
  },
)

it('writes a report that its schema takes, and the schema takes no other', async () => {
  writeFileSync(
    folder.path('plan.yaml'),
    demoPlan
      .replace('scenarios: 20', 'scenarios: 4')
      .replace(', defects: simulated', '')
      .replace('epochs: 4, line', 'limit: 10, line'),
  )
  await printedJson(['assess', 'plan.yaml', '--out', 'out'], { cwd: folder.path() }, 1)
  const report = JSON.parse(readFileSync(folder.path('out/report.json'), 'utf8')) as {
    readonly models: readonly { readonly suites: readonly object[] }[]
  }
  const valid = validator('report.schema.json')
  valid(report)
  expect(valid.errors ?? []).toEqual([])
  const page = readFileSync(folder.path('out/report.html'), 'utf8')
  const [, embedded] = /<script type="application\/json" id="result">([^<]*)</.exec(page)!
  expect(JSON.parse(embedded!)).toEqual(report)
  expect(valid({ ...report, schema: 2 })).toBe(false)
  expect(valid({ ...report, models: [] })).toBe(false)
  const [model] = report.models
  const [suite] = model!.suites
  expect(valid({ ...report, models: [{ ...model, suites: [{ ...suite, fine: 'yes' }] }] })).toBe(false)
}, 60_000)

it('takes the plan that init writes', () => {
  const valid = validator('plan.schema.json')
  valid(parse(demoPlan))
  expect(valid.errors ?? []).toEqual([])
  expect(valid({ models: [] })).toBe(false)
})

it('signs the log of decisions, which policy log verify proves, and a changed one does not pass', async () => {
  const key = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
  writeFileSync(folder.path('plan.yaml'), 'models: [simulated/modest, simulated/capable]\npolicy: {}\n')
  const { code } = await runCommand(['assess', 'plan.yaml', '--out', 'out', '--quiet'], {
    cwd: folder.path(),
    env: { SAFETY_PORTFOLIO_SIGNING_KEY: key },
  })
  expect(code).toBe(1)
  const file = folder.path('out/decision-log.jsonl')
  const verify = (...words: readonly string[]) =>
    runCommand(['policy', 'log', file, ...words, '--json', '--quiet'], { cwd: folder.path() })
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const log = lines.map((line) => JSON.parse(line) as LogEntry)
  const publicKey = log[0]!.signature!.publicKey
  expect(publicKey).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
  const verified = await verify('--signer', publicKey)
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('"valid": true')])
  expect((await verify('--signer', publicKey.replaceAll('d', 'e'))).code).toBe(1)
  writeFileSync(file, readFileSync(file, 'utf8').replace('"hold"', '"permit"'))
  expect((await verify()).code).toBe(1)
})
