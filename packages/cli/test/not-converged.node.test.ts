import { readFile } from 'node:fs/promises'
import type * as ScalingLaws from '@safety-portfolio/scaling-laws'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type * as Cli from '../src/index.js'
import { memoryIo } from './memory-io.js'
import { runsCsv, runsMap, simulatedRuns } from './simulated-runs.js'
import { useTemporaryFolder } from './temporary-folder.js'

// No data are known on which the fit does not converge, so it is made to say so, for this file alone.
const scalingLaws = '@safety-portfolio/scaling-laws'
let main: typeof Cli.main

beforeAll(async () => {
  vi.resetModules()
  vi.doMock(scalingLaws, async (original) => {
    const actual = await original<typeof ScalingLaws>()
    const fitChinchilla: typeof actual.fitChinchilla = (...input) => ({
      ...actual.fitChinchilla(...input),
      converged: false,
    })
    return { ...actual, fitChinchilla }
  })
  ;({ main } = await import('../src/index.js'))
})

afterAll(() => {
  vi.doUnmock(scalingLaws)
  vi.resetModules()
})

const folder = useTemporaryFolder()

it('prints a fit that did not converge, says so, and exits with 1', async () => {
  const io = memoryIo({ cwd: folder.path(), input: runsCsv(simulatedRuns()) })
  expect(await main(['scaling', 'fit', '-', ...runsMap, '--out', 'report'], io)).toBe(1)
  expect(io.stdout.text).toMatch(/did not converge:\sdo\snot\suse\sthese\snumbers/)
  expect(await readFile(folder.path('report', 'index.html'), 'utf8')).toContain('did not converge')
})

it('does so in the demo', async () => {
  expect(await main(['demo', '--quiet'], memoryIo({ cwd: folder.path() }))).toBe(1)
})
