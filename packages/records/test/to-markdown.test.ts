import { describe, expect, it } from 'vitest'
import { toMarkdown } from '../src/index.js'

describe('toMarkdown', () => {
  it('pads columns and puts numbers to the right', () => {
    const rows = [
      { law: 'chinchilla', alpha: 0.35, n: 12n },
      { law: 'power', alpha: null, n: 3n },
    ]
    expect(toMarkdown(rows)).toBe(
      [
        '| law        | alpha |    n |',
        '| :--------- | ----: | ---: |',
        '| chinchilla |  0.35 |   12 |',
        '| power      |       |    3 |',
        '',
      ].join('\n'),
    )
  })

  it('escapes what would break the table', () => {
    const [, , row] = toMarkdown([{ a: 'p|q\\|r\r\ns\nt<b>' }]).split('\n')
    expect(row).toBe(String.raw`| p\|q\\\|r<br>s<br>t&lt;b> |`)
  })

  it('escapes names of columns', () => {
    expect(toMarkdown([{ 'a|b': 1 }]).split('\n')[0]).toBe(String.raw`| a\|b |`)
  })

  it('rounds numbers that are not whole, if asked to', () => {
    const rows = [{ a: 0.123456, b: 123456, c: Infinity, d: 'x0.123456' }]
    expect(toMarkdown(rows, undefined, { digits: 3 }).split('\n')[2]).toBe('| 0.123 | 123456 | Infinity | x0.123456 |')
    expect(toMarkdown([{ a: 0.123456 }]).split('\n')[2]).toBe('| 0.123456 |')
  })

  it('counts characters outside the basic plane once', () => {
    expect(toMarkdown([{ a: '😀' }]).split('\n')).toEqual(['| a    |', '| :--- |', '| 😀    |', ''])
  })

  it('takes the columns that are asked for', () => {
    expect(toMarkdown([{ a: 1, b: 'x' }], ['b', 'c'])).toBe('| b    | c    |\n| :--- | :--- |\n| x    |      |\n')
    expect(toMarkdown([], ['a'])).toBe('| a    |\n| :--- |\n')
    expect(toMarkdown([])).toBe('')
  })
})
