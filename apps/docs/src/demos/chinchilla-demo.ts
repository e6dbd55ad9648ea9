import { DataError } from '@safety-portfolio/records'
import { powerLabel } from '@safety-portfolio/charts'
import type { ChinchillaFit, TrainingRun } from '@safety-portfolio/scaling-laws'
import { budgetAt, sliderRange } from './chinchilla-fit.js'
import { allocationRows, constantRows, resultsCsv, rowsHtml } from './chinchilla-results.js'
import { readAddress, writeAddress, type ChinchillaState } from './chinchilla-state.js'
import { decodeFragment, encodeFragment } from './data-fragment.js'
import { drawIsoLoss } from './draw.js'
import type { FitReply, FitRequest } from './fit-worker.js'
import FitWorker from './fit-worker.js?worker&inline'
import { issuesHtml } from './issues.js'
import { describeTable, readRuns, type PastedTable, type RunColumns } from './runs-table.js'
import { plantedTruth, simulatedTable } from './simulated-runs.js'

const columnFields = { params: 'params', tokens: 'tokens', compute: 'compute', loss: 'lossColumn' } as const

/**
 * `<chinchilla-demo>`: upgrades the chart and tables that were drawn at build time. Runs are read, fitted and drawn in the page; the fit runs in a worker that is
 * part of the script, so that nothing is requested once the page has loaded.
 */
class ChinchillaDemo extends HTMLElement {
  #state: ChinchillaState = readAddress(new URLSearchParams())
  #text = simulatedTable
  #table: PastedTable | null = null
  #runs: readonly TrainingRun[] = []
  #fit: ChinchillaFit | null = null
  #worker: Worker | null = null
  #request = 0
  #timer = 0
  #width = 0
  #addresses = 0

  async connectedCallback(): Promise<void> {
    this.#state = readAddress(new URLSearchParams(location.search))
    this.#text = (await decodeFragment(location.hash)) ?? simulatedTable
    this.#writeControls()
    this.#listen()
    for (const part of this.querySelectorAll<HTMLElement>('[data-interactive]')) part.hidden = false
    this.#readTable()
    new ResizeObserver(([entry]) => {
      const width = Math.round(entry?.contentRect.width ?? 0)
      if (width === this.#width || width === 0) return
      this.#width = width
      this.#draw()
    }).observe(this.#part('chart'))
  }

  disconnectedCallback(): void {
    this.#worker?.terminate()
  }

  #part(name: string): HTMLElement {
    const part = this.querySelector<HTMLElement>(`[data-part="${name}"]`)
    if (part === null) throw new Error(`chinchilla-demo: part ${name} is missing`)
    return part
  }

  #control(name: string): HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
    const control = this.querySelector<HTMLInputElement>(`[name="${name}"]`)
    if (control === null) throw new Error(`chinchilla-demo: control ${name} is missing`)
    return control
  }

  #writeControls(): void {
    for (const name of ['loss', 'delta', 'drop', 'replicates', 'seed', 'budget'] as const) {
      this.#control(name).value = String(this.#state[name])
    }
    this.#control('text').value = this.#text
  }

  #listen(): void {
    const later = (action: () => void): void => {
      clearTimeout(this.#timer)
      this.#timer = window.setTimeout(action, 250)
    }
    this.#control('text').addEventListener('input', ({ target }) => {
      this.#text = (target as HTMLTextAreaElement).value
      later(() => {
        this.#newTable()
      })
    })
    for (const name of ['loss', 'delta', 'drop', 'replicates', 'seed'] as const) {
      this.#control(name).addEventListener('input', ({ target }) => {
        const control = target as HTMLInputElement
        if (!control.checkValidity()) return
        this.#change({ [name]: name === 'loss' ? control.value : Number(control.value) })
        later(() => {
          this.#startFit()
        })
      })
    }
    this.#control('budget').addEventListener('input', ({ target }) => {
      this.#change({ budget: Number((target as HTMLInputElement).value) })
      this.#showBudget()
      this.#draw()
    })
    for (const [field, key] of Object.entries(columnFields)) {
      this.#control(`column-${field}`).addEventListener('input', ({ target }) => {
        this.#change({ [key]: (target as HTMLSelectElement).value })
        this.#readTable()
      })
    }
    this.#control('file').addEventListener('change', ({ target }) => {
      const [file] = (target as HTMLInputElement).files ?? []
      if (file !== undefined) void this.#readFile(file)
    })
    this.#listenToDrops()
    this.#listenToButtons()
  }

  #listenToDrops(): void {
    const zone = this.#part('drop')
    zone.addEventListener('dragover', (event) => {
      event.preventDefault()
      zone.dataset['over'] = ''
    })
    zone.addEventListener('dragleave', () => {
      delete zone.dataset['over']
    })
    zone.addEventListener('drop', (event) => {
      event.preventDefault()
      delete zone.dataset['over']
      const [file] = event.dataTransfer?.files ?? []
      if (file !== undefined) void this.#readFile(file)
    })
  }

  #listenToButtons(): void {
    const actions: Readonly<Record<string, () => unknown>> = {
      simulated: () => {
        this.#setText(simulatedTable)
      },
      cancel: () => {
        this.#cancel()
      },
      results: () => {
        if (this.#fit !== null) download('chinchilla-results.csv', 'text/csv', resultsCsv(this.#rows(this.#fit).flat()))
      },
      runs: () => {
        download('runs.csv', 'text/csv', this.#text)
      },
      svg: () => {
        if (this.#fit === null) return
        const options = { width: 760, budget: this.#state.budget, themed: false }
        download('iso-loss.svg', 'image/svg+xml', drawIsoLoss(this.#fit, this.#runs, options, document))
      },
      json: () => {
        if (this.#fit !== null) download('chinchilla-fit.json', 'application/json', JSON.stringify(this.#fit, null, 2))
      },
      link: () => this.#copyLink(),
    }
    for (const [name, action] of Object.entries(actions))
      this.#part(name).addEventListener('click', () => void action())
  }

  async #readFile(file: File): Promise<void> {
    this.#setText(await file.text())
  }

  #setText(text: string): void {
    this.#text = text
    this.#control('text').value = text
    this.#newTable()
  }

  /** Another table: the choice of columns was made for the one before. */
  #newTable(): void {
    this.#change({ params: undefined, tokens: undefined, compute: undefined, lossColumn: undefined })
    this.#readTable()
  }

  #change(change: Partial<ChinchillaState>): void {
    this.#state = { ...this.#state, ...change }
    void this.#writeAddress()
  }

  /** The address of what is shown; data too long for it stay out. */
  async #address(): Promise<{ readonly url: URL; readonly complete: boolean }> {
    const url = new URL(location.href)
    url.search = writeAddress(this.#state).toString()
    const fragment = this.#text === simulatedTable ? '' : await encodeFragment(this.#text)
    url.hash = fragment ?? ''
    return { url, complete: fragment !== null }
  }

  /** Compression takes a moment; of several changes in a row the last one counts. */
  async #writeAddress(): Promise<void> {
    this.#addresses += 1
    const latest = this.#addresses
    const { url, complete } = await this.#address()
    if (latest !== this.#addresses) return
    this.#part('link-note').hidden = complete
    history.replaceState(history.state, '', url)
  }

  async #copyLink(): Promise<void> {
    await this.#writeAddress()
    try {
      await navigator.clipboard.writeText(location.href)
      this.#part('link-status').textContent = 'Copied.'
    } catch {
      this.#part('link-status').textContent = 'The address bar holds the link.'
    }
  }

  #readTable(): void {
    try {
      this.#table = describeTable(this.#text)
      this.#showColumns(this.#table)
      this.#runs = readRuns(this.#text, this.#table, this.#columns(this.#table))
      this.#part('issues').innerHTML = ''
      this.#startFit()
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      this.#stopWorker()
      this.#runs = []
      this.#fit = null
      this.#part('issues').innerHTML = issuesHtml(error)
      this.#status('There is no fit: the table has to be repaired first.')
      this.#show()
    }
  }

  #columns({ guess }: PastedTable): RunColumns {
    const { params, tokens, compute, lossColumn } = this.#state
    return {
      params: params ?? guess.params,
      tokens: tokens ?? guess.tokens,
      compute: compute ?? guess.compute,
      loss: lossColumn ?? guess.loss,
    }
  }

  #showColumns(table: PastedTable): void {
    const chosen = this.#columns(table)
    for (const field of ['params', 'tokens', 'compute', 'loss'] as const) {
      const select = this.#control(`column-${field}`)
      select.replaceChildren(
        ...['', ...table.header].map((column) => new Option(column === '' ? 'none' : column, column)),
      )
      select.value = chosen[field]
    }
  }

  #startFit(): void {
    this.#part('delta').hidden = this.#state.loss !== 'huber'
    if (this.#runs.length === 0) return
    if (this.#part('progress').hidden === false) this.#stopWorker()
    this.#worker ??= this.#newWorker()
    this.#request += 1
    this.#busy(true)
    const request: FitRequest = { id: this.#request, runs: this.#runs, state: this.#state }
    this.#worker.postMessage(request)
  }

  #newWorker(): Worker {
    const worker = new FitWorker()
    worker.addEventListener('message', ({ data }: MessageEvent<FitReply>) => {
      if (data.id === this.#request) this.#receive(data)
    })
    return worker
  }

  #receive({ fit, error, final, milliseconds }: FitReply): void {
    if (final) this.#busy(false)
    if (fit === undefined) {
      this.#status(`The fit failed: ${error ?? 'unknown reason'}`)
      return
    }
    this.#fit = fit
    this.#status(statusOf(fit, final, milliseconds))
    this.#show()
  }

  #cancel(): void {
    this.#stopWorker()
    this.#status('The bootstrap was cancelled: the intervals shown are sandwich intervals.')
  }

  #stopWorker(): void {
    this.#worker?.terminate()
    this.#worker = null
    this.#request += 1
    this.#busy(false)
  }

  #busy(busy: boolean): void {
    this.#part('progress').hidden = !busy
    this.toggleAttribute('data-busy', busy)
  }

  #status(text: string): void {
    this.#part('status').textContent = text
  }

  #rows(fit: ChinchillaFit): ReturnType<typeof constantRows>[] {
    const truth = this.#text === simulatedTable ? plantedTruth : undefined
    return [[...constantRows(fit, truth)], [...allocationRows(fit, this.#state.budget)]]
  }

  #show(): void {
    this.#part('results-area').hidden = this.#fit === null
    if (this.#fit === null) return
    const simulated = this.#text === simulatedTable
    const { lower, upper } = sliderRange(this.#runs)
    const slider = this.#control('budget') as HTMLInputElement
    slider.min = String(lower)
    slider.max = String(upper)
    const budget = Math.min(upper, Math.max(lower, this.#state.budget))
    if (budget !== this.#state.budget) this.#change({ budget })
    slider.value = String(budget)
    for (const cell of this.querySelectorAll<HTMLElement>('[data-truth]')) cell.hidden = !simulated
    this.#part('constants').innerHTML = rowsHtml(this.#rows(this.#fit)[0] ?? [], simulated)
    const { assumptions, warnings, refusal } = this.#fit
    const findings = [...(refusal === undefined ? [] : [refusal]), ...warnings]
    this.#part('warnings').replaceChildren(...findings.map(({ message }) => item(message)))
    this.#part('assumptions').replaceChildren(...assumptions.map(item))
    this.#showBudget()
    this.#draw()
  }

  #showBudget(): void {
    const words = `${powerLabel(budgetAt(this.#state.budget))} FLOP`
    this.#part('budget-value').textContent = words
    this.#control('budget').setAttribute('aria-valuetext', words)
    const rows = this.#fit === null ? [] : allocationRows(this.#fit, this.#state.budget)
    this.#part('allocation').innerHTML = rowsHtml(rows, false)
  }

  #draw(): void {
    if (this.#fit === null || this.#width === 0) return
    const options = { width: this.#width, budget: this.#state.budget, themed: true }
    this.#part('chart').innerHTML = drawIsoLoss(this.#fit, this.#runs, options, document)
  }
}

function statusOf(fit: ChinchillaFit, final: boolean, milliseconds: number): string {
  if (fit.refusal !== undefined) return `No fit: ${fit.refusal.message}`
  const proof = fit.converged ? 'converged' : 'not converged'
  const bootstrap =
    fit.bootstrap === null
      ? `sandwich intervals${final ? '' : ', bootstrap running'}`
      : `${fit.bootstrap.replicates} bootstrap replicates${fit.bootstrap.failed === 0 ? '' : ` (${fit.bootstrap.failed} without a fit)`}`
  return `${fit.n} runs, ${proof}, ${bootstrap}; ${milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)} ms in this page.`
}

function item(text: string): HTMLElement {
  const element = document.createElement('li')
  element.textContent = text
  return element
}

function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}

customElements.define('chinchilla-demo', ChinchillaDemo)
