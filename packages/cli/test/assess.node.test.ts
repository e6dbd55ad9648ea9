import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { verifyLog, type LogEntry } from '@safety-portfolio/asl-policy'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planFrom } from '../src/assess/read-plan.js'
import { expectRefusal, printedJson, runCommand } from './run-command.js'

const cwd = mkdtempSync(path.join(tmpdir(), 'assess-'))
afterAll(() => {
  rmSync(cwd, { recursive: true, force: true })
})

interface Assessed {
  readonly models: readonly {
    readonly model: string
    readonly suites: readonly {
      readonly suite: string
      readonly fine: boolean
      readonly planted: readonly { readonly quantity: string; readonly holds: boolean | null }[]
      readonly logs: readonly string[]
    }[]
    readonly policy: { readonly outcome: string; readonly decision: { readonly missing: readonly string[] } } | null
  }[]
}

function plan(name: string, text: string): string {
  writeFileSync(path.join(cwd, name), text)
  return name
}

describe('the demonstration', () => {
  let result: Assessed
  beforeAll(async () => {
    result = await printedJson<Assessed>(['assess', '--demo', '--out', 'demo', '--quiet'], { cwd })
  }, 300_000)

  it('runs every suite on both models', () => {
    for (const { suites } of result.models) {
      const names = ['capability', 'discrimination', 'opinions', 'rare-behaviours', 'layers', 'scaling']
      expect([...new Set(suites.map(({ suite }) => suite))]).toEqual(names)
      expect(suites.every(({ fine }) => fine)).toBe(true)
    }
  })

  it('holds the planted truth in nearly all of its intervals', () => {
    const planted = result.models.flatMap(({ suites }) => suites.flatMap((suite) => suite.planted))
    expect(planted.length).toBeGreaterThanOrEqual(28)
    // 95 % intervals: of 30, four or more misses have a chance of 6 %, six of 0.3 %.
    expect(planted.filter(({ holds }) => holds !== true).length).toBeLessThanOrEqual(5)
  })

  it('permits the model that stays below its line and holds the other, naming what is missing', () => {
    expect(result.models.map(({ policy }) => policy!.outcome)).toEqual(['permit', 'hold'])
    expect(result.models[1]!.policy!.decision.missing).toContain('standard:ASL-3 Security')
  })

  it('writes the report, its data, charts, the decision and a log that verifies', () => {
    const files = readdirSync(path.join(cwd, 'demo'))
    expect(files).toEqual(
      expect.arrayContaining(['report.html', 'report.json', 'decision.md', 'decision-log.jsonl', 'logs']),
    )
    expect(files.filter((file) => file.endsWith('.svg'))).toHaveLength(17)
    const page = readFileSync(path.join(cwd, 'demo/report.html'), 'utf8')
    expect(page).not.toMatch(/<script(?! type="application\/json")|src="http|href="http(?!s:\/\/github\.com)/)
    const log = readFileSync(path.join(cwd, 'demo/decision-log.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as LogEntry)
    expect(verifyLog(log)).toMatchObject({ valid: true, entries: 2 })
    expect(readFileSync(path.join(cwd, 'demo/decision.md'), 'utf8')).toContain('ASL-3 Security')
  })

  it('names the command that gives it again, and nothing of the machine that it ran on', () => {
    const page = readFileSync(path.join(cwd, 'demo/report.html'), 'utf8')
    expect(page).toContain('safety-portfolio assess --demo --out demo --seed 1')
    expect(page).not.toContain(cwd)
    expect(readFileSync(path.join(cwd, 'demo/report.json'), 'utf8')).not.toContain(cwd)
    for (const log of result.models.flatMap(({ suites }) => suites.flatMap(({ logs }) => logs)))
      expect(readdirSync(path.join(cwd, 'demo', path.dirname(log)))).toContain(path.basename(log))
  })

  it('asks nothing again when resuming', async () => {
    const again = await printedJson<Assessed>(['assess', '--demo', '--out', 'demo', '--resume', '--quiet'], { cwd })
    const planted = (assessed: Assessed) =>
      assessed.models.flatMap(({ suites }) => suites.flatMap((suite) => suite.planted))
    expect(planted(again)).toEqual(planted(result))
  }, 300_000)
})

it('ends with 1 when a plan is held, and prints the reason', async () => {
  const file = plan(
    'held.yaml',
    'models: [simulated/modest]\npolicy: { policy: rsp, version: "2.2", case: { subject: { weights: m } } }\n',
  )
  const { code, stdout } = await runCommand(['assess', file, '--out', 'held', '--quiet'], { cwd })
  expect(code).toBe(1)
  expect(stdout).toMatch(/Hold under Responsible Scaling Policy, version 2\.2.*missing or\s+not met/s)
})

it('measures without a policy', async () => {
  const file = plan('layers.yaml', 'models: [simulated/modest]\nsuites: { layers: { outcomes: simulated } }\n')
  const result = await printedJson<Assessed>(['assess', file, '--out', 'layers', '--quiet'], { cwd })
  expect(result.models[0]!.policy).toBeNull()
  expect(result.models[0]!.suites).toHaveLength(1)
})

it.each([
  ['no plan', [], ['Name a plan, or give --demo']],
  ['an unknown field', [plan('unknown.yaml', 'models: [simulated/modest]\nsuits: {}\n')], ['suits']],
  ['a plan that measures nothing', [plan('empty.yaml', 'models: [simulated/modest]\n')], ['measures nothing']],
  ['no model', [plan('none.yaml', 'models: []\n')], ['models']],
  ['text that is no YAML', [plan('broken.yaml', 'models: [simulated/modest\n')], ['broken.yaml']],
  [
    'a simulated survey for a real model',
    [plan('real.yaml', 'models: [openai/m]\nsuites: { opinions: { survey: simulated } }\n')],
    ['needs a survey of people'],
  ],
  [
    'rare behaviours of a real model without a pattern',
    [plan('rare.yaml', 'models: [openai/m]\nsuites: { rareBehaviours: { queries: q.csv } }\n')],
    ['give the pattern'],
  ],
  [
    'a line without a policy',
    [plan('line.yaml', 'models: [simulated/modest]\nsuites: { capability: [{ task: unit-traps, line: l }] }\n')],
    ['no policy is named'],
  ],
  [
    'a case for a model that is not there',
    [plan('other.yaml', 'models: [simulated/modest]\npolicy: { models: { other: {} } }\n')],
    ['other is none of the models'],
  ],
])('refuses %s', async (_what, args, words) => {
  await expectRefusal(['assess', ...args, '--out', 'refused'], words, { cwd })
})

it('writes a plan that assess takes, with its schema, and overwrites nothing', async () => {
  const { code, stdout } = await runCommand(['init', 'made.yaml'], { cwd })
  expect([
    code,
    stdout
      .trim()
      .split('\n')
      .map((file) => path.basename(file)),
  ]).toEqual([0, ['made.yaml', 'made.schema.json']])
  const schema = JSON.parse(readFileSync(path.join(cwd, 'made.schema.json'), 'utf8')) as {
    readonly required: readonly string[]
  }
  expect(schema.required).toEqual(['models'])
  const made = readFileSync(path.join(cwd, 'made.yaml'), 'utf8')
  expect(planFrom(made, 'made.yaml').plan.models.map(({ name }) => name)).toEqual([
    'simulated/modest',
    'simulated/capable',
  ])
  const again = await runCommand(['init', 'made.yaml'], { cwd })
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('there already')])
  expect(readFileSync(path.join(cwd, 'made.yaml'), 'utf8')).toBe(made)
})
