import { readFile } from 'node:fs/promises'
import { Window } from 'happy-dom'
import { describe, expect, it } from 'vitest'
import { main } from '../src/index.js'
import { html } from '../src/report/html.js'
import { renderPage, type Page } from '../src/report/page.js'
import { memoryIo } from './memory-io.js'
import { runsCsv, runsMap, simulatedRuns } from './simulated-runs.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()

function parsed(markup: string): Window['document'] {
  const { document } = new Window()
  // The parser of happy-dom loses its way in pictures; their own attributes are enough here.
  document.write(markup.replaceAll(/(<svg[^>]*>).*?<\/svg>/gs, '$1</svg>'))
  return document
}

const page: Page = {
  title: 'Fit of </title><script>alert(1)</script>',
  lead: '"lead" & <b>',
  facts: ["o'file.csv"],
  command: "safety-portfolio scaling fit '<x>.csv'",
  chapters: [{ id: 'one', title: 'One & only', body: html`<p>${'<i>'}</p>` }],
  files: { 'runs.csv': 'params,"<x>"\n' },
  result: { name: '</script><!--', value: 1 },
}

describe('renderPage', () => {
  it('escapes what users name', () => {
    const markup = renderPage(page)
    expect(markup).not.toMatch(/<script>|<b>|<i>|<x>|<!--/)
    expect(markup.match(/<\/script>/g)).toHaveLength(1)
    const document = parsed(markup)
    expect(document.title).toBe(page.title)
    expect(document.querySelector('.lead')!.textContent).toBe(page.lead)
    expect(document.querySelector('pre code')!.textContent).toBe(page.command)
  })

  it('holds the result as JSON, and as a file to save', () => {
    const document = parsed(renderPage(page))
    expect(JSON.parse(document.getElementById('result')!.textContent)).toEqual(page.result)
    const href = document.querySelector('a[download]')!.getAttribute('href')!
    const [type, data] = [href.slice(0, href.indexOf(',')), href.slice(href.indexOf(',') + 1)]
    expect(type).toBe('data:application/json;charset=utf-8')
    expect(JSON.parse(decodeURIComponent(data))).toEqual(page.result)
  })

  it('offers data files, the large ones by name only', () => {
    const links = (files: Readonly<Record<string, string>>): readonly (string | null)[] =>
      [...parsed(renderPage({ ...page, files })).querySelectorAll('.downloads a')].map((link) =>
        link.getAttribute('href'),
      )
    expect(links(page.files)[1]).toBe(`data:text/csv;charset=utf-8,${encodeURIComponent(page.files['runs.csv']!)}`)
    const large = { 'large.csv': 'x'.repeat(500_001) }
    expect(links(large)).toHaveLength(1)
    expect(renderPage({ ...page, files: large })).toContain('large.csv, in the folder of this report')
  })

  it('has a table of contents only for several chapters', () => {
    expect(parsed(renderPage(page)).querySelector('nav')).toBeNull()
    const two = { ...page, chapters: [...page.chapters, { id: 'two', title: 'Two', body: html`` }] }
    const links = [...parsed(renderPage(two)).querySelectorAll('nav a')]
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['#one', '#two'])
  })
})

describe('a report', () => {
  it.each([
    ['a fit', ['scaling', 'fit', '-', ...runsMap, '--loss', 'lad', '--out', 'report']],
    ['the demo', ['demo', '--out', 'report']],
  ])('of %s is one self-contained, accessible file', async (_, argv) => {
    const io = memoryIo({ cwd: folder.path(), input: runsCsv(simulatedRuns()) })
    expect(await main([...argv], io)).toBe(0)
    const markup = await readFile(folder.path('report', 'index.html'), 'utf8')
    const document = parsed(markup)
    expect(document.documentElement.getAttribute('lang')).toBe('en')
    // Nothing is fetched, nothing runs.
    expect(markup).not.toMatch(/\b(?:src|srcset|poster)=|@import|url\(|<link|<iframe|\son\w+="/)
    const scripts = [...document.querySelectorAll('script')].map((script) => script.getAttribute('type'))
    expect(scripts).toEqual(['application/json'])
    const links = [...document.querySelectorAll('a')].map((link) => link.getAttribute('href')!)
    expect(links.every((href) => /^(?:https:\/\/github\.com\/safety-portfolio|data:|#)/.test(href))).toBe(true)
    expect(document.querySelector('meta[http-equiv="Content-Security-Policy"]')!.getAttribute('content')).toContain(
      "default-src 'none'",
    )
    // Headings step down one at a time, and there is one h1.
    const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => Number(heading.localName.slice(1)))
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1)
    for (const table of document.querySelectorAll('table')) {
      expect(table.querySelector('caption')!.textContent.trim()).not.toBe('')
      for (const cell of table.querySelectorAll('th')) expect(cell.getAttribute('scope')).toMatch(/^(?:col|row)$/)
    }
    const charts = [...document.querySelectorAll('figure svg')]
    expect(charts).toHaveLength(8)
    for (const chart of charts) {
      expect(chart.getAttribute('role')).toBe('img')
      expect(chart.getAttribute('aria-label')).toBeTruthy()
    }
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(markup).not.toMatch(/\bNaN\b|\bundefined\b|\[object/)
  })
})
