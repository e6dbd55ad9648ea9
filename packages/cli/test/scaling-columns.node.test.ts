import { writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { toCsv } from '@safety-portfolio/records'
import { fitChinchilla, simulateRuns, publishedFits, type ChinchillaFit } from '@safety-portfolio/scaling-laws'
import type { Finding } from '@safety-portfolio/stats'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import type { Source } from '../src/io/read-table.js'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { simulatedRuns } from './simulated-runs.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const runs = simulatedRuns()
const { alpha } = fitChinchilla(runs).parameters!

type Printed = ChinchillaFit & { readonly source: Source; readonly warnings: readonly Finding[] }

const table = (params: string, tokens: string, loss: string): readonly object[] =>
  runs.map((run, index) => ({ id: `r${index}`, [loss]: run.loss, [tokens]: run.tokens, [params]: run.params }))

describe('scaling fit without --map', () => {
  const csv = toCsv(table('N', 'Training tokens', 'val_loss'))
  const columns = { params: 'N', tokens: 'Training tokens', loss: 'val_loss' }

  it.each([
    ['a.csv', csv],
    ['a.csv.gz', gzipSync(csv)],
    ['bom-crlf.csv', `\uFEFF${csv.replaceAll('\n', '\r\n')}`],
    ['semicolons.csv', csv.replaceAll(',', ';')],
    ['tabs.csv', csv.replaceAll(',', '\t')],
    ['a.tsv', csv.replaceAll(',', '\t')],
    ['a.json', JSON.stringify(table('N', 'Training tokens', 'val_loss'))],
    [
      'a.jsonl',
      table('N', 'Training tokens', 'val_loss')
        .map((row) => JSON.stringify(row))
        .join('\n'),
    ],
  ])('finds the columns of %s, and says which', async (name, content) => {
    await writeFile(folder.path(name), content)
    const printed = await printedJson<Printed>(['scaling', 'fit', folder.path(name)])
    expect(printed.source.columns).toEqual(columns)
    expect(printed.parameters!.alpha).toBeCloseTo(alpha, 8)
    expect(printed.warnings).toEqual([])
    const { stdout } = await runCommand(['scaling', 'fit', folder.path(name), '--quiet'])
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'params from "N", tokens from "Training tokens", loss from "val_loss"',
    )
  })

  it('finds the columns of Parquet', async () => {
    const columnData = [
      { name: 'model_size', data: runs.map(({ params }) => params), type: 'DOUBLE' as const },
      { name: 'flops', data: runs.map(({ params, tokens }) => 6 * params * tokens), type: 'DOUBLE' as const },
      { name: 'eval_loss', data: runs.map(({ loss }) => loss), type: 'DOUBLE' as const },
    ]
    await writeFile(folder.path('a.parquet'), new Uint8Array(parquetWriteBuffer({ columnData })))
    const printed = await printedJson<Printed>(['scaling', 'fit', folder.path('a.parquet')])
    expect(printed.source.columns).toEqual({ params: 'model_size', compute: 'flops', loss: 'eval_loss' })
    expect(printed.parameters!.alpha).toBeCloseTo(alpha, 6)
  })

  it.each([
    ['predict', ['--at', 'params=1e9,tokens=1e10']],
    ['compare', []],
    ['backtest', []],
  ])('so does scaling %s', async (verb, flags) => {
    const { source } = await printedJson<Printed>(['scaling', verb, '-', ...flags], { input: csv })
    expect(source.columns).toEqual(columns)
  })

  it('names the candidates where there are several', async () => {
    const input = toCsv(
      runs.map((run) => ({ params: run.params, tokens: run.tokens, train_loss: 2, val_loss: run.loss })),
    )
    await expectRefusal(['scaling', 'fit', '-'], ['"train_loss", "val_loss"', '--map loss=COLUMN'], { input })
    const printed = await printedJson<Printed>(['scaling', 'fit', '-', '--map', 'loss=val_loss'], { input })
    expect(printed.parameters!.alpha).toBeCloseTo(alpha, 8)
  })

  it('says what is missing, and what the file has', async () => {
    const words = [
      'no columns for one more of params, tokens and compute, beside params, and no column for the loss',
      '"N", "quality"',
    ]
    await expectRefusal(['scaling', 'fit', '-'], words, { input: 'N,quality\n1,2\n' })
    await expectRefusal(['scaling', 'fit', '-'], ['two of params, tokens and compute. The file'], {
      input: 'loss,z\n1,2\n',
    })
  })

  it('reports bad rows as before, also where the first rows are bad', async () => {
    const input = 'N,D,val_loss\n1e6,1e8,x\n1e6,1e8\n1e7,1e9,y\n'
    await expectRefusal(['scaling', 'fit', '-'], ['line 2', 'line 3: 2 cells', 'line 4'], { input })
    await expectRefusal(['scaling', 'fit', '-'], ['column "N", value "1,5": not a number'], {
      input: 'N;D;L\n1,5;2;3\n',
    })
    await expectRefusal(['scaling', 'fit', '-'], ['the file is empty'], { input: '' })
    await expectRefusal(['scaling', 'fit', '-'], ['line 2: 1 cells'], { input: 'N,D,val_loss\n5\n' })
  })
})

describe('--skip-incomplete', () => {
  const rows = runs.map((run, index) => ({
    params: index === 3 ? '' : run.params,
    tokens: run.tokens,
    loss: index === 5 ? '' : run.loss,
  }))
  const input = toCsv(rows)

  it.each([
    ['fit', []],
    ['predict', ['--at', 'params=1e9,tokens=1e10']],
    ['compare', []],
    ['backtest', []],
  ])('lets scaling %s leave out rows with an empty cell, and counts them', async (verb, flags) => {
    const printed = await printedJson<Printed>(['scaling', verb, '-', '--skip-incomplete', ...flags], { input })
    expect(printed.n).toBe(runs.length - 2)
    expect(printed.source.rows).toBe(runs.length - 2)
    expect(printed.warnings[0]).toMatchObject({ code: 'incomplete-rows' })
    expect(printed.warnings[0]!.message).toContain(
      `2 rows of ${runs.length} had an empty cell (or NA, NaN) and were left out`,
    )
  })

  it.each(['NA', 'n/a', 'NaN'])('takes %s for an empty cell', async (word) => {
    const given = toCsv(rows.map((row) => ({ ...row, loss: row.loss === '' ? word : row.loss })))
    const cure = word === 'NaN' ? 'leave out rows whose measurement failed' : 'fill it in or leave the row out'
    await expectRefusal(['scaling', 'fit', '-'], [`value "${word}": `, `${cure} (--skip-incomplete)`], { input: given })
    expect((await printedJson<Printed>(['scaling', 'fit', '-', '--skip-incomplete'], { input: given })).n).toBe(
      runs.length - 2,
    )
    const lines = rows.map((row) => JSON.stringify(row).replaceAll('""', 'NaN')).join('\n')
    expect((await printedJson<Printed>(['scaling', 'fit', '-', '--skip-incomplete'], { input: lines })).n).toBe(
      runs.length - 2,
    )
  })

  it('is named where a cell is empty, and excuses nothing else', async () => {
    await expectRefusal(['scaling', 'fit', '-'], ['fill it in or leave the row out (--skip-incomplete)'], { input })
    const bad = toCsv([...rows, { params: 'x', tokens: '', loss: '' }, { params: 1e9, tokens: '', loss: -1 }])
    const words = ['column "params", value "x"', 'column "loss", value "-1"']
    await expectRefusal(['scaling', 'fit', '-', '--skip-incomplete'], words, { input: bad })
  })
})

describe('runs that repeat their data', () => {
  const input = toCsv(runs.map((run, index) => ({ ...run, unique_tokens: index < 4 ? run.tokens / 3 : run.tokens })))

  it('make a law that takes every token for a new one warn, and no other', async () => {
    const { warnings } = await printedJson<Printed>(['scaling', 'fit', '-'], { input })
    expect(warnings).toMatchObject([{ code: 'repeated-data' }])
    expect(warnings[0]!.message).toContain(`4 of ${runs.length} runs saw more tokens than their "unique_tokens"`)
    const plain = toCsv(runs.map((run) => ({ ...run, unique_tokens: run.tokens })))
    expect((await printedJson<Printed>(['scaling', 'fit', '-'], { input: plain })).warnings).toEqual([])
  })
})

describe('a table of several experiments', () => {
  const input = toCsv(
    [0.3, 0.4].flatMap((beta, experiment) =>
      simulateRuns({ parameters: { ...publishedFits.besiroglu.parameters, beta }, seed: experiment + 1 }).map(
        (run) => ({
          ...run,
          experiment,
        }),
      ),
    ),
  )

  it.each([
    ['fit', []],
    ['predict', ['--at', 'params=1e9,tokens=1e10']],
    ['compare', []],
    ['backtest', []],
  ])('makes scaling %s warn, until one is chosen', async (verb, flags) => {
    const pooled = await printedJson<Printed>(['scaling', verb, '-', ...flags], { input })
    expect(pooled.warnings[0]!.code).toBe('several-experiments')
    const { stdout } = await runCommand(['scaling', verb, '-', ...flags, '--quiet'], { input })
    expect(stdout).toContain('[several-experiments]')
    const chosen = await printedJson<Printed>(['scaling', verb, '-', ...flags, '--where', 'experiment=1'], { input })
    expect(chosen.warnings.map(({ code }) => code)).not.toContain('several-experiments')
  })
})

describe('a table with the same row twice', () => {
  it('says so', async () => {
    const input = toCsv([...runs, ...runs.slice(0, 5)])
    const { warnings } = await printedJson<Printed>(['scaling', 'fit', '-'], { input })
    expect(warnings.find(({ code }) => code === 'repeated-rows')!.message).toContain(`5 rows of ${runs.length + 5} are`)
    const once = await printedJson<Printed>(['scaling', 'fit', '-'], { input: toCsv(runs) })
    expect(once.warnings.map(({ code }) => code)).not.toContain('repeated-rows')
  })
})

describe('scaling backtest', () => {
  it('ends with 1 where no cutoff can be judged', async () => {
    const input = toCsv(runs.slice(0, 7))
    const { code, stdout } = await runCommand(['scaling', 'backtest', '-', '--quiet'], { input })
    expect(stdout).toContain('No cutoff leaves enough data')
    expect(code).toBe(1)
  })

  it('does not count predictions without an interval as missed, and takes normal noise for one', async () => {
    const input = toCsv(
      Array.from({ length: 12 }, (_, k) => {
        const x = 10 * 3 ** k
        return { x, loss: (1 + 4 * x ** -0.4) * (1 + 0.01 * Math.sin(k * k)) }
      }),
    )
    const argv = ['scaling', 'backtest', '-', '--law', 'power-offset']
    const words = (text: string): string => text.replaceAll(/\s+/g, ' ')
    const without = await runCommand([...argv, '--quiet'], { input })
    expect(words(without.stdout)).toMatch(/Of \d+ predictions beyond \d cutoffs none has an interval: .*--noise normal/)
    const withNoise = await runCommand([...argv, '--noise', 'normal', '--quiet'], { input })
    expect(words(withNoise.stdout)).toMatch(
      /Of \d+ predictions beyond \d cutoffs (the \d+ that have an interval, )?\d+ % fell into/,
    )
    const predict = ['scaling', 'predict', '-', '--law', 'power-offset', '--at', 'x=1e7']
    expect((await runCommand([...predict, '--quiet'], { input })).stdout).toContain('without an')
    expect((await runCommand([...predict, '--noise', 'normal', '--quiet'], { input })).stdout).not.toContain(
      'without an',
    )
  })
})

describeWithShared('optimal sizes of Porian et al.', ['data/scaling-formll'], () => {
  it('are fitted as runs where the budgets without an optimum are left out', async () => {
    const file = sharedPath('data/scaling-formll/optimal_pairs.csv')
    const argv = ['scaling', 'compare', file, '--where', 'experiment=1', '--skip-incomplete']
    const { source, warnings } = await printedJson<Printed>(argv)
    expect(source.columns).toEqual({ params: 'n', compute: 'flops', loss: 'loss' })
    expect(warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(['incomplete-rows', 'several-experiments']))
  })
})

describeWithShared('published tables', ['oracles/scaling', 'data/scaling-datablations', 'data/scaling-bnsl'], () => {
  it.each([
    [
      'oracles/scaling/chinchilla_svg_extracted_data.csv',
      [],
      { params: 'Model Size', compute: 'Training FLOP', loss: 'loss' },
    ],
    ['oracles/scaling/nmt_curves.csv', ['--law', 'power-offset'], { x: 'Seen Examples', loss: 'Loss' }],
    ['data/scaling-bnsl/four_digit_addition.csv', ['--law', 'bnsl'], { x: 'dataset_size', loss: 'test_loss' }],
    [
      'data/scaling-datablations/parametric_fit_points.csv',
      ['--law', 'data-constrained', '--loss', 'log-squared'],
      { params: 'params', tokens: 'tokens', uniqueTokens: 'unique_tokens', loss: 'val_loss' },
    ],
  ])('%s are read without naming a column', async (file, flags, columns) => {
    const { source } = await printedJson<Printed>(['scaling', 'fit', sharedPath(file), ...flags])
    expect(source.columns).toEqual(columns)
  })
})
