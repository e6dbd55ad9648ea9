import type { ReportSample } from '@safety-portfolio/evals'
import { mostSamples, scoreRows, viewLog, type ViewedLog } from './view-log.js'

/** A log viewer: a file is dropped or chosen, read and shown in the page. Everything of a log is set as text. */
class LogViewer extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>('input[type=file]')!
    input.disabled = false
    input.addEventListener('change', () => {
      const [file] = input.files ?? []
      if (file !== undefined) void this.#open(file)
    })
    this.addEventListener('dragover', (event) => {
      event.preventDefault()
    })
    this.addEventListener('drop', (event) => {
      event.preventDefault()
      const [file] = event.dataTransfer?.files ?? []
      if (file !== undefined) void this.#open(file)
    })
  }

  async #open(file: File): Promise<void> {
    const status = this.#place('[data-place=status]')
    status.textContent = `Reading ${file.name}`
    try {
      const viewed = await viewLog(new Uint8Array(await file.arrayBuffer()), file.name)
      this.#show(viewed, file.name)
    } catch (error) {
      status.textContent = `${file.name} cannot be shown: ${(error as Error).message}`
    }
  }

  #show({ info, samples, checks }: ViewedLog, name: string): void {
    const more = info.samples > samples.length ? `, the first ${mostSamples} listed` : ''
    this.#place('[data-place=status]').textContent =
      `${name}: ${info.task || 'no task'} on ${info.model}, ${info.status}, ${info.samples} attempts${more}. ${info.warnings.join(' ')}`
    this.#rows('scores', scoreRows(info))
    this.#rows(
      'checks',
      checks.map((check) => [check.name, check.outcome, check.detail]),
    )
    this.#place('[data-place=samples]').replaceChildren(...samples.map((sample) => sampleItem(sample)))
  }

  #rows(table: string, rows: readonly (readonly string[])[]): void {
    this.#place(`[data-table=${table}] tbody`).replaceChildren(
      ...rows.map((cells) => {
        const row = document.createElement('tr')
        row.append(...cells.map((cell, index) => element(index === 0 ? 'th' : 'td', cell)))
        return row
      }),
    )
  }

  #place(selector: string): HTMLElement {
    return this.querySelector<HTMLElement>(selector)!
  }
}

function sampleItem(sample: ReportSample): HTMLElement {
  const item = document.createElement('details')
  const scores = Object.entries(sample.scores).map(
    ([name, { value }]) => `${name} ${value === null ? 'unscored' : JSON.stringify(value)}`,
  )
  item.append(
    element(
      'summary',
      `${sample.id}: ${sample.input.slice(0, 80)} (${sample.error === null ? scores.join(', ') : 'failed'})`,
    ),
  )
  if (sample.error !== null) item.append(element('p', `Error: ${sample.error}`))
  item.append(element('p', `Target: ${sample.target}`))
  for (const [name, { explanation }] of Object.entries(sample.scores)) {
    if (explanation !== null && explanation !== '') item.append(element('p', `${name}: ${explanation}`))
  }
  for (const { role, text } of sample.messages) item.append(element('strong', role), element('pre', text))
  return item
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag)
  made.textContent = text
  return made
}

customElements.define('log-viewer', LogViewer)
