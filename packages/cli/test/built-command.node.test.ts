import { spawnSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { binary, runBuilt } from './built-command.js'
import { runsCsv, runsMap, simulatedRuns } from './simulated-runs.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const csv = runsCsv(simulatedRuns())

describe('the built command', () => {
  it('fits from a pipe, prints only JSON on standard output, and exits with 0', () => {
    const { code, stdout, stderr } = runBuilt(['scaling', 'fit', '-', ...runsMap, '--json'], {
      cwd: folder.path(),
      input: csv,
    })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ law: 'chinchilla', converged: true })
    expect(stderr).toBe('Reading standard input\nFitting L(N, D) = E + A/N^alpha + B/D^beta to 64 rows\n')
  })

  it('runs the demo', async () => {
    const { code, stdout, stderr } = runBuilt(['demo', '--quiet'], { cwd: folder.path() })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('truth')
    expect(await readFile(folder.path('safety-portfolio-report', 'index.html'), 'utf8')).toContain('</html>')
  })

  it('bears a reader that stops early', async () => {
    await writeFile(folder.path('runs.csv'), csv)
    const script = `"${process.execPath}" "${binary}" scaling fit runs.csv ${runsMap.map((flag) => `"${flag}"`).join(' ')} --quiet --json --out report; echo "code $?" >&2`
    const { stdout, stderr } = spawnSync('sh', ['-c', `(${script}) | head -c 5`], {
      cwd: folder.path(),
      encoding: 'utf8',
    })
    expect([stdout, stderr]).toEqual(['{\n  "', 'code 0\n'])
    expect(await folder.entries()).toContain('report/index.html')
  })
})

const map = ['--map=params=N', '--map=compute=C', '--map=loss=L']
const good = '1e9,1.2e20,2.5\n'
const bad: readonly (readonly [string, string | Uint8Array, readonly string[], readonly string[]])[] = [
  ['a missing column', `N,C\n1,2\n`, map, ['line 1', 'no column "L"', 'The file has: "N", "C"', '--map FIELD=COLUMN']],
  ['a misspelt column', `N,C,Loss\n1,2,3\n`, map, ['no column "L"']],
  [
    'no column for the size',
    `params,loss\n1,2\n3,4\n`,
    [],
    ['one more of params, tokens and compute, beside params', 'The file has: "params", "loss"', '--map'],
  ],
  ['text in a number', `N,C,L\n${good}1e9,12abc,2.4\n`, map, ['line 3', 'column "C", value "12abc"', 'not a number']],
  ['zero compute', `N,C,L\n${good}1e9,0,2.4\n`, map, ['line 3', 'column "C", value "0"', 'greater than 0']],
  ['negative compute', `N,C,L\n1e9,-1e20,2.4\n${good}`, map, ['line 2', 'column "C", value "-1e20"']],
  ['NaN loss', `N,C,L\n${good}1e9,1e20,NaN\n`, map, ['line 3', 'column "L", value "NaN"', 'not a finite number']],
  [
    'several bad rows at once',
    `N,C,L\nx,1e20,2\n1e9,y,2\n1e9,1e20,z\n`,
    map,
    ['3 problems', 'line 2', 'line 3', 'line 4'],
  ],
  ['an empty file', '', map, ['runs.csv: the file is empty']],
  ['a header alone', 'N,C,L\n', map, ['there is a header but no row of data']],
  ['one run', `N,C,L\n${good}`, map, ['refused: runs.csv, 1 row: too few runs: 1, at least 6 are needed']],
  ['a filter that keeps nothing', `N,C,L\n${good}`, [...map, '--where=N=7'], ['no row has N = "7"']],
  ['a ragged row', `N,C,L\n${good}1e9,1e20\n`, map, ['line 3', '2 cells where the header has 3']],
  ['an open quote', `N,C,L\n"1e9,1e20,2\n`, map, ['line 2', 'not closed']],
  ['another encoding', Uint8Array.of(0x4e, 0xe9, 0x0a), map, ['not UTF-8 text']],
  ['a binary file', Uint8Array.of(0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0, 0xff), map, ['the gzip data is damaged']],
]

describe('bad input exits with 2, prints nothing on standard output and writes nothing', () => {
  beforeEach(async () => {
    await mkdir(folder.path('out'))
    await writeFile(folder.path('out', 'index.html'), 'yesterday')
  })

  it.each(bad)('%s', async (_, content, flags, words) => {
    await writeFile(folder.path('runs.csv'), content)
    const { code, stdout, stderr } = runBuilt(
      ['scaling', 'fit', 'runs.csv', ...flags, '--json', '--quiet', '--out', 'out'],
      {
        cwd: folder.path(),
      },
    )
    for (const word of words) expect(stderr).toContain(word)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).not.toMatch(/\bat .*\.js:\d+/)
    expect(await folder.entries()).toEqual(['out', 'out/index.html', 'runs.csv'])
    expect(await readFile(folder.path('out', 'index.html'), 'utf8')).toBe('yesterday')
  })
})
