import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { expectRefusal, printedJson, runCommand } from './run-command.js'

const folder = mkdtempSync(path.join(tmpdir(), 'policy-'))
const cwd = folder
const now = (): number => Date.parse('2026-09-10T12:00:00Z')

function file(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text)
  return name
}

const complete = `
case: Opus 4
subject: { weights: opus-4 }
asOf: 2025-05-22
assessment: { required: true }
determinations:
  - { threshold: CBRN-3, verdict: cannot-rule-out, rationale: near the line }
  - { threshold: CBRN-4, verdict: ruled-out, rationale: follow-up }
  - { threshold: AI R&D-4, verdict: ruled-out, rationale: survey }
safeguards: [{ standard: ASL-3 Deployment, status: met }, { standard: ASL-3 Security, status: met }]
approvals: [CEO, RSO]
shared: [Board, LTBT]
`
const good = file('good.yaml', complete)
const held = file('held.yaml', complete.replace('shared: [Board, LTBT]', 'shared: [Board]'))

interface Printed {
  readonly outcome: string
  readonly policy: { readonly version: string }
  readonly missing: readonly string[]
}

describe('policy decide', () => {
  it('permits with exit code 0 and holds with exit code 1', async () => {
    const permitted = await printedJson<Printed>(['policy', 'decide', '--case', good], { cwd })
    expect([permitted.outcome, permitted.policy.version]).toEqual(['permit', '2.2'])
    const hold = await printedJson<Printed>(['policy', 'decide', '--policy', 'rsp', '--case', held], { cwd }, 1)
    expect([hold.outcome, hold.missing]).toEqual(['hold', ['shared:LTBT']])
  })
  it('prints every part the result promises', async () => {
    const keys = ['outcome', 'policy', 'asOf', 'missing', 'decisive', 'obligations', 'thresholds', 'trace', 'warnings']
    expect(Object.keys(await printedJson(['policy', 'decide', '--case', good], { cwd }))).toEqual(
      expect.arrayContaining(keys),
    )
  })
  it('takes the version in force on a day, or a named one', async () => {
    const { policy } = await printedJson<Printed>(
      ['policy', 'decide', '--as-of', '2025-05-13', '--case', held.replace('held', 'dated')],
      { cwd: folderWith('dated.yaml', complete.replace('asOf: 2025-05-22\n', '')) },
    )
    expect(policy.version).toBe('2.1')
    const named = await printedJson<Printed>(['policy', 'decide', '--version', '2.1', '--case', good], { cwd })
    expect(named.policy.version).toBe('2.1')
  })
  it('decides every activity, and under other policies', async () => {
    const argv = ['policy', 'decide', '--case', good, '--matrix', '--beside', 'openai-pf', '--beside', 'eu-cop']
    const { matrix, beside } = await printedJson<{
      matrix: { cells: { activity: string; outcome: string }[] }[]
      beside: { policy: string; outcome: string }[]
    }>(argv, { cwd })
    expect(matrix[0]?.cells).toHaveLength(8)
    expect(beside.map(({ policy, outcome }) => [policy, outcome])).toEqual([
      ['openai-pf 2', 'hold'],
      ['eu-cop final', 'hold'],
    ])
    expect((await runCommand([...argv, '--quiet'], { cwd })).stdout).toMatch(
      /in every activity[\s\S]*under other policies/,
    )
  })
  it('is readable', async () => {
    const { stdout } = await runCommand(['policy', 'decide', '--case', held, '--quiet'], { cwd })
    expect(stdout).toMatch(/Hold under Responsible Scaling Policy, version 2\.2.*shared:LTBT/s)
  })
  it.each(['mermaid', 'svg', 'gsn', 'gsn-mermaid', 'oscal', 'markdown', 'in-toto'])(
    'writes the view %s',
    async (view) => {
      await runCommand(['policy', 'decide', '--case', held, '--view', view, '--view-file', `${view}.txt`, '--quiet'], {
        cwd,
        now,
      })
      expect(readFileSync(path.join(folder, `${view}.txt`), 'utf8')).toMatch(/opus.4/i)
    },
  )
  it.each([
    [
      'a case that contradicts itself',
      complete.replace(
        'verdict: ruled-out, rationale: survey',
        'verdict: ruled-out }\n  - { threshold: AI R&D-4, verdict: crossed',
      ),
      'stated twice',
    ],
    ['an unknown field', complete.replace('approvals', 'aprovals'), 'line 11: aprovals: unknown field'],
    [
      'a result from the future',
      complete.replace('approvals', 'evidence: [{ line: lfv-1, value: 0.5, measuredOn: 2026-01-01 }]\napprovals'),
      'after the day of decision',
    ],
    ['aliases', complete.replace('[CEO, RSO]', '&a [CEO, RSO]').replace('[Board, LTBT]', '*a'), 'alias *a'],
  ])('refuses %s', async (_what, text, words) => {
    await expectRefusal(['policy', 'decide', '--case', 'bad.yaml'], [words], { cwd: folderWith('bad.yaml', text) })
  })
  it('refuses 50 MB of aliases without reading them', async () => {
    writeFileSync(path.join(folder, 'bomb.yaml'), Buffer.alloc(50 * 2 ** 20, 'a: &a [x, x]\n'))
    const before = process.memoryUsage().rss
    await expectRefusal(['policy', 'decide', '--case', 'bomb.yaml'], ['larger than 1 MB'], { cwd })
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 25)
  })
  it('refuses what is not there', async () => {
    await expectRefusal(['policy', 'decide', '--policy', 'none', '--case', good], ['No shipped policy'], { cwd })
    await expectRefusal(['policy', 'decide', '--version', '9', '--case', good], ['There is no version 9'], { cwd })
    await expectRefusal(['policy', 'decide', '--as-of', '2023-01-01', '--case', good], ['in force'], { cwd })
    await expectRefusal(['policy', 'decide', '--case', good, '--view', 'svg'], ['go together'], { cwd })
  })
})

describe('policy list, show, diff, check', () => {
  it('list', async () => {
    const { policies } = await printedJson<{ policies: { id: string }[] }>(['policy', 'list', 'rsp'])
    expect(policies).toHaveLength(9)
    expect((await runCommand(['policy', 'list', '--quiet'])).stdout).toMatch(/eu-cop/)
    await expectRefusal(['policy', 'list', 'none'], ['No shipped policy'])
  })
  it('show', async () => {
    const { stdout } = await runCommand(['policy', 'show', '--version', '2.2', '--quiet'])
    expect(stdout).toMatch(/CBRN-3[\s\S]*The five commitments/)
  })
  it('diff', async () => {
    const { direction } = await printedJson<{ direction: string }>(['policy', 'diff', '2.1', '2.2'])
    expect(direction).toBe('weaker')
    expect((await runCommand(['policy', 'diff', '2.2', '3.0', '--quiet'])).stdout).toMatch(/incomparable/)
  })
  it('check', async () => {
    const { sound } = await printedJson<{ sound: boolean }>(['policy', 'check', '--policy', 'meta'])
    expect(sound).toBe(true)
    const text = `id: own\nversion: '1'\ntitle: Own\npublisher: p\neffective: 2026-01-01\nsummary: s\nsources: { t: { title: t, status: read } }\nclauses: { '1': { title: c, source: t } }\nfacts: { x: { type: truth, meaning: m } }\nrules: [{ id: a, clause: '1', require: '!x' }]\n`
    const bad = await printedJson<{ lints: unknown[] }>(
      ['policy', 'check', '--policy', 'own.yaml'],
      { cwd: folderWith('own.yaml', text) },
      1,
    )
    expect(bad.lints).toHaveLength(1)
    const { checks } = await printedJson<{ checks: unknown[] }>(['policy', 'check', '--policy', 'xai', '--all'])
    expect(checks).toHaveLength(2)
  })
})

describe('policy due, log, replay, explain', () => {
  it('due writes a calendar and fails on what is late', async () => {
    const late = await printedJson<{ duties: { status: string }[] }>(
      ['policy', 'due', '--since', 'risk-report=2026-02-24', '--ics', 'duties.ics'],
      { cwd, now },
      1,
    )
    expect(late.duties[0]?.status).toBe('late')
    expect(readFileSync(path.join(folder, 'duties.ics'), 'utf8')).toContain('DTSTART;VALUE=DATE:20260824')
    await printedJson(['policy', 'due', '--since', 'risk-report=2026-08-14'], { cwd, now })
    await expectRefusal(['policy', 'due', '--since', 'risk-report=soon'], ['must be a date'], { cwd, now })
    await expectRefusal(['policy', 'due', '--since', 'none=2026-08-14'], ['must be one of'], { cwd, now })
  })
  it('log appends, verifies, and finds what was changed', async () => {
    const entry = file('entry.json', '{"outcome":"hold"}')
    file('key.hex', `${'9d'.repeat(32)}\n`)
    for (const count of [1, 2]) {
      const { entries, valid } = await printedJson<{ entries: number; valid: boolean }>(
        ['policy', 'log', 'log.jsonl', '--append', entry, '--key-file', 'key.hex'],
        { cwd, now },
      )
      expect([entries, valid]).toEqual([count, true])
    }
    await printedJson(['policy', 'log', 'log.jsonl'], { cwd })
    const text = readFileSync(path.join(folder, 'log.jsonl'), 'utf8')
    file('edited.jsonl', text.replace('hold', 'permit'))
    const { problems } = await printedJson<{ problems: { code: string }[] }>(
      ['policy', 'log', 'edited.jsonl', '--append', entry],
      { cwd, now },
      1,
    )
    expect(problems[0]?.code).toBe('edited')
    expect(readFileSync(path.join(folder, 'edited.jsonl'), 'utf8')).not.toContain('"sequence":3')
    await expectRefusal(['policy', 'log', 'none.jsonl'], ['there is no such file'], { cwd })
    await expectRefusal(['policy', 'log', 'log.jsonl', '--key-file', 'key.hex'], ['--append'], { cwd })
  })
  it('replay', async () => {
    const { total, decisions } = await printedJson<{ total: number; decisions: number }>(['policy', 'replay'])
    expect([total, decisions > 150]).toEqual([23, true])
    expect((await runCommand(['policy', 'replay', '--quiet'])).stdout).toMatch(/Claude Opus 4 /)
  })
  it('explain', async () => {
    const { stdout, code } = await runCommand(
      ['policy', 'explain', '--case', held, '--rule', 'shared:LTBT', '--quiet'],
      { cwd },
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/shared:LTBT: unknown/)
    await expectRefusal(['policy', 'explain', '--case', held, '--rule', 'none'], ['No rule is called'], { cwd })
  })
})

describeWithShared('policy test', ['oracles/policy/scenarios.json'], () => {
  it('passes every scenario', async () => {
    const report = await printedJson<{ total: number; passed: number }>([
      'policy',
      'test',
      sharedPath('oracles/policy/scenarios.json'),
    ])
    expect(report).toMatchObject({ total: 85, passed: 85, failed: [], notCovered: [] })
  })
})
it('policy test fails on what differs', async () => {
  const wrong = file(
    'wrong.json',
    '[{"id":"a","kind":"in-force","policy":"*","inputs":{"date":"2024-10-14"},"expected":{"version":"2.0"}},{"id":"b","kind":"none","policy":"*","inputs":{},"expected":{}}]',
  )
  const report = await printedJson<{ passed: number; failed: unknown[]; notCovered: unknown[] }>(
    ['policy', 'test', wrong],
    { cwd },
    1,
  )
  expect([report.passed, report.failed.length, report.notCovered.length]).toEqual([0, 1, 1])
  expect((await runCommand(['policy', 'test', wrong, '--quiet'], { cwd })).stdout).toMatch(/0 of 2/)
  await expectRefusal(['policy', 'test', file('text.json', 'no')], ['not a JSON document'], { cwd })
})

function folderWith(name: string, text: string): string {
  const made = mkdtempSync(path.join(tmpdir(), 'policy-'))
  writeFileSync(path.join(made, name), text)
  return made
}
