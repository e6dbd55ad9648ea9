import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { verifyLog, type LogEntry } from '@safety-portfolio/asl-policy'
import { expect, it } from 'vitest'
import { expectRefusal, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const key = '11'.repeat(32)

function plan(name: string, weights: string, more = ''): string {
  writeFileSync(
    folder.path(name),
    `models: [simulated/modest]\n${more}policy: { policy: rsp, version: "2.2", case: { subject: { weights: ${weights} } } }\n`,
  )
  return name
}

async function assessed(file: string, env: Readonly<Record<string, string>> = {}): Promise<readonly LogEntry[]> {
  const { code } = await runCommand(['assess', file, '--out', 'out', '--quiet'], { cwd: folder.path(), env })
  expect(code).toBe(1)
  const lines = readFileSync(folder.path('out/decision-log.jsonl'), 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as LogEntry)
}

it('goes on with the log that is there: a new decision is chained to it, the same one is not added twice', async () => {
  const first = await assessed(plan('a.yaml', 'first'))
  expect(await assessed('a.yaml')).toEqual(first)
  const second = await assessed(plan('b.yaml', 'second'))
  expect(second.slice(0, 1)).toEqual(first)
  expect(verifyLog(second)).toMatchObject({ valid: true, entries: 2 })
  // With a key, what was only chained before is signed.
  const signed = await assessed('b.yaml', { SAFETY_PORTFOLIO_SIGNING_KEY: key })
  expect(signed.map(({ signature }) => signature !== undefined)).toEqual([false, false, true])
  expect(verifyLog(signed).valid).toBe(true)
})

it('writes over no log that does not verify, and asks nothing before it has looked', async () => {
  await assessed(plan('a.yaml', 'first'))
  const log = readFileSync(folder.path('out/decision-log.jsonl'), 'utf8')
  const edited = log.replace('"hold"', '"permit"')
  writeFileSync(folder.path('out/decision-log.jsonl'), edited)
  const asking = plan('b.yaml', 'first', 'suites: { capability: [{ task: unit-traps, limit: 2 }] }\n')
  await expectRefusal(['assess', asking, '--out', 'out'], ['does not verify', 'Choose another folder'], {
    cwd: folder.path(),
  })
  expect(readFileSync(folder.path('out/decision-log.jsonl'), 'utf8')).toBe(edited)
  expect(readdirSync(folder.path('out'))).not.toContain('logs')
})

it('refuses a key that is none before anything is asked, and does not print it', async () => {
  const { code, stderr } = await runCommand(['assess', plan('a.yaml', 'first'), '--out', 'out'], {
    cwd: folder.path(),
    env: { SAFETY_PORTFOLIO_SIGNING_KEY: 'no-key-but-secret' },
  })
  expect([code, stderr]).toEqual([2, expect.stringContaining('SAFETY_PORTFOLIO_SIGNING_KEY is no Ed25519 key')])
  expect(stderr).not.toContain('no-key-but-secret')
})

it('leaves no chart and no decision of another plan beside the report, and everything else of the folder', async () => {
  mkdirSync(folder.path('out'))
  writeFileSync(folder.path('out/notes.svg'), '<svg/>')
  const layers = plan('a.yaml', 'first', 'suites: { layers: { outcomes: simulated } }\n')
  await assessed(layers)
  expect(readdirSync(folder.path('out'))).toEqual(
    expect.arrayContaining(['decision.md', 'notes.svg', 'simulated-modest-layers-overlap.svg']),
  )
  writeFileSync(folder.path('b.yaml'), 'models: [simulated/modest]\nscaling: { runs: simulated }\n')
  const { code } = await runCommand(['assess', 'b.yaml', '--out', 'out', '--quiet'], { cwd: folder.path() })
  expect(code).toBe(0)
  const files = readdirSync(folder.path('out'))
  expect(files).toEqual(
    expect.arrayContaining(['decision-log.jsonl', 'notes.svg', 'simulated-modest-scaling-frontier.svg']),
  )
  expect(files).not.toContain('decision.md')
  expect(files).not.toContain('simulated-modest-layers-overlap.svg')
})
