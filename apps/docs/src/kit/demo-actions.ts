import { toSvg } from '@safety-portfolio/charts'
import type { DemoElement } from './demo-element.js'
import { download } from './download.js'
import { copyText, embedCode } from './page-address.js'
import { tableCsv } from './results-table.js'

/** How wide a chart is drawn for a file. */
const fileWidth = 760

/** Does what a button of `DemoDownloads.astro` says: saves a table, a chart, the result or the reader's data, or copies a link. */
export async function demoAction<State, Input, Result>(
  element: DemoElement<State, Input, Result>,
  { dataset }: HTMLElement,
): Promise<void> {
  const { demo, shown } = element
  const name = dataset['name'] ?? ''
  const file = (end: string): string => (name === '' ? `${demo.name}.${end}` : `${demo.name}-${name}.${end}`)
  if (dataset['action'] === 'data') download(file('csv'), element.tableText)
  if (dataset['action'] === 'link') await copy(element, location.href, 'The address bar holds the link.')
  if (dataset['action'] === 'embed') {
    const code = embedCode(document.title)
    await copy(element, code, code)
  }
  if (shown === null) return
  const table = demo.tables[name]
  const chart = demo.charts[name]
  if (dataset['action'] === 'csv' && table !== undefined) download(file('csv'), tableCsv(table, shown))
  if (dataset['action'] === 'svg' && chart !== undefined)
    download(file('svg'), toSvg(chart.draw(shown, fileWidth), document))
  if (dataset['action'] === 'json') download(file('json'), JSON.stringify(shown.result, null, 2))
}

async function copy<State, Input, Result>(
  element: DemoElement<State, Input, Result>,
  text: string,
  otherwise: string,
): Promise<void> {
  element.place('copied').textContent = (await copyText(text)) ? 'Copied.' : otherwise
}
