import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { expectRefusal, printedJson, runCommand } from './run-command.js'

const folder = mkdtempSync(path.join(tmpdir(), 'policy-tests-'))
const cwd = folder
const now = (): number => Date.parse('2026-09-10T12:00:00Z')

function file(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text)
  return name
}

const housePolicy = `
id: house
version: '1'
title: House rules
publisher: Example
effective: 2026-01-01
summary: Rules for tests.
sources: { text: { title: House rules, status: read } }
clauses: { '1': { title: scores, source: text }, '2': { title: review, source: text } }
facts:
  score: { type: number, min: 0, max: 1, unit: share, meaning: share of harmful answers }
  reviewed: { type: truth, meaning: somebody reviewed it }
rules:
  - { id: low-score, clause: '1', require: score < 0.1, otherwise: restrict }
  - { id: review, clause: '2', require: { fact: reviewed } }
`
const houseTests = `
- { id: good, case: { case: g, subject: { weights: w }, facts: { score: 0.05, reviewed: true } }, expected: { outcome: permit } }
- { id: empty, case: { case: e, subject: { weights: w } }, expected: { outcome: hold, missing: [score, reviewed] } }
- { id: bad, case: { case: b, subject: { weights: w }, facts: { score: 0.5, reviewed: true } }, expected: { outcome: restrict } }
`

describe('policy test of one policy', () => {
  it('counts branches and changes that tests notice', async () => {
    const args = ['policy', 'test', file('tests.yaml', houseTests), '--policy', file('house.yaml', housePolicy)]
    const report = await printedJson<{ passed: number; coverage: readonly Record<string, unknown>[] }>(
      [...args, '--coverage', '--mutation'],
      { cwd },
    )
    expect(report.passed).toBe(3)
    // No test has an answered review that is false: one branch unseen, and dropping the rule goes unnoticed.
    expect(report.coverage).toMatchObject([
      {
        decisions: 3,
        branches: { seen: 5, total: 6 },
        mutants: { killed: 3, total: 4 },
        survivors: ['deploy-general: review: dropped'],
      },
    ])
    expect(await printedJson(args, { cwd })).not.toHaveProperty('coverage')
    const text = (await runCommand([...args, '--coverage'], { cwd })).stdout
    expect(text).toMatch(/5 of 6[\s\S]*review +false/)
    expect(text).not.toMatch(/changed rules/)
  })
  it('fails on a test that does not come out, and covers nothing by it', async () => {
    const tests = file(
      'wrong.yaml',
      '[{ id: a, case: { case: a, subject: { weights: w } }, expected: { outcome: permit } }, { id: b, case: { case: b, subject: { weights: w }, facts: { none: 1 } }, expected: { outcome: hold } }]',
    )
    const report = await printedJson<{ failed: unknown; notCovered: { reason: string }[] }>(
      ['policy', 'test', tests, '--policy', file('house.yaml', housePolicy)],
      { cwd },
      1,
    )
    expect(report.failed).toEqual([{ id: 'a', expected: { outcome: 'permit' }, got: { outcome: 'hold' } }])
    expect(report.notCovered[0]?.reason).toMatch(/none/)
  })
  it('refuses a file of something else', async () => {
    const tests = file('no.yaml', '[{ id: a, case: { case: a, subject: { weights: w } } }]')
    await expectRefusal(['policy', 'test', tests, '--policy', 'rsp'], ['expected', 'line 1'], { cwd })
  })
  it('looks at the decisions that scenarios come down to', async () => {
    const scenario = file(
      'cop.json',
      '[{"id":"a","kind":"cop","policy":"EU CoP 4.2","inputs":{"acceptable":null},"expected":{"outcome":"hold"}},{"id":"b","kind":"in-force","policy":"*","inputs":{"date":"2024-10-14"},"expected":{"version":"1.0"}}]',
    )
    const { coverage } = await printedJson<{ coverage: { policy: { id: string }; decisions: number }[] }>(
      ['policy', 'test', scenario, '--coverage'],
      { cwd },
    )
    expect(coverage.map(({ policy, decisions }) => [policy.id, decisions])).toEqual([['eu-cop', 1]])
  })
})

describe('noncompliance and attestation', () => {
  it('due lists what reports call for', async () => {
    const reports = file(
      'reports.yaml',
      '[{ id: r1, reportedOn: 2026-08-01, summary: a, substantiated: true, materialSafetyRisk: true, aboutOfficer: false }, { id: r2, reportedOn: 2026-08-10, summary: b, aboutOfficer: true, recipients: [RSO] }]',
    )
    const args = ['policy', 'due', '--as-of', '2026-09-01', '--noncompliance', reports]
    const { noncompliance } = await printedJson<{ noncompliance: unknown }>(args, { cwd, now }, 1)
    expect(noncompliance).toMatchObject([
      { id: 'r1', status: 'action-owed', owed: ['notify-board-promptly'], nextUpdate: '2026-11-01' },
      { id: 'r2', status: 'violation', owed: ['investigate'], missing: ['recipient:Board-member'] },
    ])
    await expectRefusal([...args, '--version', '2.2'], ['rsp 2.2 has none'], { cwd, now })
    await expectRefusal(['policy', 'due', '--as-of', '2026-08-05', '--noncompliance', reports], ['after 2026-08-05'], {
      cwd,
      now,
    })
    await expectRefusal(['policy', 'due'], ['--since or --noncompliance'], { cwd, now })
  })
  it('log attests the last decision', async () => {
    const decision = file(
      'decision.json',
      (
        await runCommand(
          [
            'policy',
            'decide',
            '--case',
            file('c.yaml', 'case: c\nsubject: { weights: w }\n'),
            '--version',
            '2.2',
            '--as-of',
            '2025-05-22',
            '--json',
          ],
          { cwd, now },
        )
      ).stdout,
    )
    const key = file('key.hex', `${'07'.repeat(32)}\n`)
    const attest = ['policy', 'log', 'attested.jsonl', '--append', decision, '--key-file', key, '--attest', 'a.json']
    const digest = 'ab'.repeat(32)
    const { attested } = await printedJson<{ attested: Record<string, unknown> }>(
      [...attest, '--weights-sha256', digest],
      { cwd, now },
    )
    expect(attested).toMatchObject({ entry: 1, sha256: digest, subject: 'w (default)' })
    const envelope = JSON.parse(readFileSync(path.join(folder, 'a.json'), 'utf8')) as { payload: string }
    const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as {
      predicate: { outcome: string }
    }
    expect(statement.predicate.outcome).toBe('hold')
    await expectRefusal(['policy', 'log', 'attested.jsonl', '--attest', 'a.json'], ['--key-file'], { cwd, now })
    await expectRefusal(['policy', 'log', 'attested.jsonl', '--weights-sha256', 'x'], ['64 hexadecimal'], { cwd, now })
    await expectRefusal(['policy', 'log', 'attested.jsonl', '--weights-sha256', digest], ['belongs to --attest'], {
      cwd,
      now,
    })
    const note = file('note.json', '{ "note": 1 }')
    await expectRefusal(
      ['policy', 'log', 'notes.jsonl', '--append', note, '--key-file', key, '--attest', 'b.json'],
      ['not a decision'],
      { cwd, now },
    )
    expect(['notes.jsonl', 'b.json'].map((name) => existsSync(path.join(folder, name)))).toEqual([false, false])
  })
})

it('decide sets configurations beside each other, each in every activity', async () => {
  const open = file('open.yaml', 'case: m\nsubject: { weights: m, configuration: unfiltered }\n')
  const filtered = file(
    'filtered.yaml',
    'case: m\nsubject: { weights: m, configuration: filtered }\nfacts: { level: Moderate, residual: low }\n',
  )
  const args = ['policy', 'decide', '--policy', 'meta', '--case', open, '--configuration', filtered]
  const { matrix } = await printedJson<{
    matrix: { configuration: string; cells: { activity: string; outcome: string }[] }[]
  }>([...args, '--matrix'], { cwd, now }, 1)
  const general = matrix.map(({ configuration, cells }) => [
    configuration,
    cells.find(({ activity }) => activity === 'deploy-general')?.outcome,
  ])
  expect(general).toEqual([
    ['unfiltered', 'hold'],
    ['filtered', 'permit'],
  ])
  await expectRefusal(args, ['--configuration belongs to --matrix'], { cwd, now })
})

it('does not take an older version for one that is not shipped', async () => {
  const subject = file('gemini.yaml', 'case: g\nsubject: { weights: g }\n')
  const args = ['policy', 'decide', '--policy', 'gdm-fsf', '--case', subject]
  await expectRefusal([...args, '--as-of', '2025-12-01'], ['2.0 was replaced on 2025-09-22', '--version'], { cwd, now })
  const decided = await printedJson<{ policy: { version: string } }>(
    [...args, '--as-of', '2025-08-01'],
    { cwd, now },
    1,
  )
  expect(decided.policy.version).toBe('2.0')
})
