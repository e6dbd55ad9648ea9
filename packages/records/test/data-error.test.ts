import { describe, expect, it } from 'vitest'
import { DataError, type DataIssue, numberCell, parseCsv, parseRows, rowSchema } from '../src/index.js'
import { dataErrorOf } from './capture.js'

const issue = (line: number): DataIssue => ({ code: 'x', path: [line - 1], line, message: `message ${line}` })
const schema = rowSchema({ n: numberCell() })

describe('DataError', () => {
  it('is an Error that can be told by its name', () => {
    const error = new DataError([issue(2)])
    expect(error).toBeInstanceOf(Error)
    expect(error.name).toBe('DataError')
    expect(String(error)).toBe('DataError: data: line 2: message 2')
  })

  it('shows ten issues and counts the rest', () => {
    const issues = Array.from({ length: 12 }, (_, index) => issue(index + 2))
    const lines = new DataError(issues, { name: 'runs.csv', total: 3000 }).message.split('\n')
    expect(lines[0]).toBe('runs.csv: 3000 problems')
    expect(lines[1]).toBe('  line 2: message 2')
    expect(lines).toHaveLength(12)
    expect(lines[11]).toBe('  ... and 2990 more')
  })

  it('places an issue by its row where no line is known, and by nothing where it is about the file', () => {
    const { message } = new DataError([
      { code: 'x', path: [3, 'a'], message: 'in a row' },
      { code: 'x', path: ['a'], message: 'in the header' },
    ])
    expect(message).toBe('data: 2 problems\n  row 3: in a row\n  in the header')
  })

  it('never claims fewer issues than it holds', () => {
    expect(new DataError([issue(2), issue(3)], { total: 1 }).total).toBe(2)
    expect(new DataError([]).message).toBe('data: bad data')
  })
})

describe('the issues of a file', () => {
  const text = `n\n${'x\n'.repeat(250)}`

  it('are the first hundred, and the count of all', () => {
    const error = dataErrorOf(() => parseCsv(text, { schema, name: 'long.csv' }))
    expect(error.issues).toHaveLength(100)
    expect(error.issues[99]).toMatchObject({
      line: 101,
      path: [100, 'n'],
      column: 'n',
      value: '"x"',
      code: 'invalid-value',
    })
    expect(error.total).toBe(250)
    expect(error.message).toMatch(/^long.csv: 250 problems\n {2}line 2: column "n", value "x": not a number/)
    expect(error.message).toMatch(/and 240 more$/)
  })

  it('are as many as asked for', () => {
    expect(dataErrorOf(() => parseCsv(text, { schema, maxIssues: 3 })).issues).toHaveLength(3)
  })

  it('shorten long values', () => {
    const error = dataErrorOf(() => parseRows([{ n: 'y'.repeat(500) }, { n: { a: 1 } }, { n: 1n << 70n }], { schema }))
    expect(error.issues[0]!.value).toBe(`"${'y'.repeat(56)}...`)
    expect(error.issues[1]!.value).toBe('{"a":1}')
    expect(error.issues[2]!.value).toBe('1180591620717411303424')
  })

  it('describe values that have no JSON', () => {
    const loop: { self?: unknown } = {}
    loop.self = loop
    const error = dataErrorOf(() => parseRows([{ n: loop }, { n: new Date(Number.NaN) }], { schema }))
    expect(error.issues.map(({ value }) => value)).toEqual(['[object Object]', 'Invalid Date'])
  })
})
