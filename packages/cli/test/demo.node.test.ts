import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { main, version } from '../src/index.js'
import { memoryIo } from './memory-io.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const reports = ['index.html', 'result.json', 'scaling-laws-runs.csv']

interface DemoResult {
  readonly seed: number
  readonly version: string
  readonly chapters: {
    readonly 'scaling-laws': {
      readonly truth: Readonly<Record<string, number>>
      readonly fit: {
        readonly parameters: Readonly<Record<string, number>>
        readonly intervals: Readonly<Record<string, { readonly lower: number; readonly upper: number }>>
        readonly converged: boolean
      }
    }
  }
}

describe('demo', () => {
  it('prints the truth beside estimates and intervals, and writes a report', async () => {
    const io = memoryIo({ cwd: folder.path() })
    expect(await main(['demo'], io)).toBe(0)
    expect(io.stdout.text).toMatch(/^constant +truth +estimate +95 % interval +standard error$/m)
    expect(io.stdout.text).toMatch(/^alpha +0\.3478 +0\.\d+ +0\.\d+ to 0\.\d+ +0\.\d+$/m)
    expect(io.stdout.text).toMatch(/^parameters +29\.49B +\S+B +\S+B to \S+B$/m)
    expect(io.stdout.text).toContain('Assumptions')
    expect(io.stdout.text.endsWith(`Report: ${folder.path('safety-portfolio-report')}/index.html\n`)).toBe(true)
    expect(io.stderr.text).toContain('Writing the report')
    expect(await folder.entries()).toEqual([
      'safety-portfolio-report',
      ...reports.map((name) => `safety-portfolio-report/${name}`),
    ])
    const page = await readFile(folder.path('safety-portfolio-report', 'index.html'), 'utf8')
    expect(page.match(/<svg/g)).toHaveLength(8)
    expect(page).toContain('Where the truth comes from')
  })

  it('prints one JSON document, the same for the same seed, in which intervals hold the truth', async () => {
    const run = async (seed: string): Promise<string> => {
      const io = memoryIo({ cwd: folder.path() })
      expect(await main(['demo', '--json', '--quiet', '--seed', seed, '--out', 'other'], io)).toBe(0)
      expect(io.stderr.text).toBe('')
      return io.stdout.text
    }
    const text = await run('1')
    expect(await readFile(folder.path('other', 'result.json'), 'utf8')).toBe(text)
    expect(await run('1')).toBe(text)
    expect(await run('2')).not.toBe(text)
    const result = JSON.parse(text) as DemoResult
    expect(result).toMatchObject({ seed: 1, version })
    const { truth, fit } = result.chapters['scaling-laws']
    expect(fit.converged).toBe(true)
    const held = Object.entries(truth).filter(
      ([name, value]) => fit.intervals[name]!.lower <= value && value <= fit.intervals[name]!.upper,
    )
    // Five 95 % intervals, strongly correlated; four or more hold the truth for this seed and for most.
    expect(held.length).toBeGreaterThanOrEqual(4)
  })

  it('says where the report is, also with --json', async () => {
    const io = memoryIo({ cwd: folder.path() })
    await main(['demo', '--json'], io)
    expect(io.stderr.text).toContain(`Report: ${folder.path('safety-portfolio-report')}/index.html`)
  })

  it('refuses a folder that cannot be written before it computes', async () => {
    const io = memoryIo({ cwd: folder.path() })
    expect(await main(['demo', '--out', '/dev/null/report'], io)).toBe(2)
    expect(io.stderr.text).toBe(
      'error: Cannot write to /dev/null/report: a part of the path is a file. Choose another folder with --out DIR.\n',
    )
    expect(io.stdout.text).toBe('')
  })
})
