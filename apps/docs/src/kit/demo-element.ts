import { DataError } from '@safety-portfolio/records'
import { isTyped, readControl, writeControl, type Control } from './controls.js'
import { readInput, type Demo, type Shown } from './demo.js'
import type { WorkReply } from './demo-worker.js'
import { issuesHtml } from './issues.js'
import { LiveChart } from './live-chart.js'
import { PageAddress } from './page-address.js'
import { columnKey } from './pasted-table.js'
import { demoAction } from './demo-actions.js'
import type { DemoPage } from './register-demo.js'
import { showDemo } from './show-demo.js'
import { TableInput } from './table-input.js'
import { WorkQueue } from './work-queue.js'

/**
 * The custom element of a demo. It upgrades what was drawn at build time: writes the state into the controls, listens, computes in the page or its worker, and
 * shows. Nothing is requested once the page has loaded.
 */
export class DemoElement<State, Input, Result> extends HTMLElement {
  readonly demo: Demo<State, Input, Result>
  readonly #page: DemoPage<State, Input, Result>
  readonly #address: PageAddress<State>
  readonly #queue: WorkQueue<State, Input, Result> | null
  #table: TableInput | null = null
  #charts: readonly LiveChart[] = []
  #state: State
  #text: string
  #input: Input | null = null
  #result: Result | null = null
  #timer = 0
  #started = false

  constructor(demo: Demo<State, Input, Result>, page: DemoPage<State, Input, Result>) {
    super()
    this.demo = demo
    this.#page = page
    this.#state = demo.address.initial
    this.#text = demo.table?.sample ?? ''
    this.#address = new PageAddress(demo.address, this.#text)
    this.#queue =
      page.worker === undefined
        ? null
        : new WorkQueue(page.worker, (reply) => {
            this.#receive(reply)
          })
  }

  async connectedCallback(): Promise<void> {
    const { state, text } = await this.#address.read()
    this.#state = state
    this.#text = text
    for (const [key, value] of Object.entries(state as object)) writeControl(this.controls(key), value)
    this.#listen()
    this.#page.connected?.(this)
    for (const part of this.querySelectorAll<HTMLElement>('[data-interactive]')) part.hidden = false
    if (this.#address.isInitial(state, text)) this.#wait()
    else this.#start()
  }

  /** What the build has drawn for this state stays until the reader turns to it: computing it again would change nothing. */
  #wait(): void {
    for (const turn of ['pointerenter', 'touchstart', 'focusin', 'input'])
      this.addEventListener(
        turn,
        () => {
          this.#start()
        },
        { once: true, capture: true },
      )
    this.toggleAttribute('data-settled', true)
  }

  #start(): void {
    if (this.#started) return
    this.#started = true
    this.#charts = [...this.querySelectorAll<HTMLElement>('[data-chart]')].map((place) => {
      const chart = this.demo.charts[place.dataset['chart'] ?? '']
      return new LiveChart(place, (width) => (this.shown === null ? null : (chart?.draw(this.shown, width) ?? null)))
    })
    this.#read()
  }

  /** When everything shown belongs to the state. */
  #settled(): Promise<void> {
    if (this.hasAttribute('data-settled')) return Promise.resolve()
    return new Promise((resolve) => {
      this.addEventListener(
        'settled',
        () => {
          resolve()
        },
        { once: true },
      )
    })
  }

  disconnectedCallback(): void {
    this.#queue?.cancel()
    for (const chart of this.#charts) chart.disconnect()
  }

  /** What is shown now; `null` while there is no result. */
  get shown(): Shown<State, Input, Result> | null {
    if (this.#input === null && this.demo.table !== undefined) return null
    if (this.#result === null) return null
    const isSample =
      this.demo.table === undefined ? this.#input === (this.demo.start ?? null) : this.#text === this.demo.table.sample
    return { state: this.#state, input: this.#input as Input, result: this.#result, isSample }
  }

  /** The reader's table, or the sample. */
  get tableText(): string {
    return this.#text
  }

  place(name: string): HTMLElement {
    const place = this.querySelector<HTMLElement>(`[data-part="${name}"]`)
    if (place === null) throw new Error(`${this.localName}: part ${name} is missing`)
    return place
  }

  /** The controls of a key of the state. */
  controls(key: string): readonly Control[] {
    return [...this.querySelectorAll<Control>(`[name="${key}"]`)]
  }

  /** Changes the state as a control does: address, controls, result and what is shown follow. */
  change(change: Partial<State>): void {
    this.#start()
    this.#state = { ...this.#state, ...change }
    for (const [key, value] of Object.entries(change)) writeControl(this.controls(key), value)
    this.#changed(Object.keys(change), false)
  }

  /** Computes on what the page read in a way of its own, such as files; `null` brings back what the demo starts with. */
  useInput(input: Input | null, change: Partial<State> = {}): void {
    this.#start()
    this.#input = input ?? this.demo.start ?? null
    if (Object.keys(change).length === 0) this.#compute()
    else this.change(change)
  }

  /** Takes another table, as if it had been pasted. */
  use(text: string): void {
    this.#start()
    this.#table?.write(text)
    this.#take(text)
  }

  /** Says why what the reader gave is not taken; what was shown stays. */
  refuse(reason: string): void {
    this.#say(reason, '')
  }

  #take(text: string): void {
    this.#text = text
    // The choice of columns was made for the table before.
    const columns: object = Object.fromEntries(
      Object.keys(this.demo.table?.fields ?? {}).map((field) => [columnKey(field), undefined]),
    )
    this.#state = { ...this.#state, ...columns }
    void this.#writeAddress()
    this.#read()
  }

  #changed(keys: readonly string[], typed: boolean): void {
    void this.#writeAddress()
    const shownOnly = this.demo.shownOnly ?? []
    const fields = [...Object.keys(this.demo.table?.fields ?? {}).map(columnKey), ...(this.demo.table?.readBy ?? [])]
    const action = keys.some((key) => fields.includes(key))
      ? () => {
          this.#read()
        }
      : keys.every((key) => shownOnly.includes(key as keyof State))
        ? () => {
            this.#show()
          }
        : () => {
            // After a refusal nothing is held that could be computed on.
            if (this.#input === null && this.demo.table !== undefined) this.#read()
            else this.#compute()
          }
    clearTimeout(this.#timer)
    const act = (): void => {
      this.#timer = 0
      action()
      this.#busy(this.hasAttribute('data-busy'))
    }
    this.toggleAttribute('data-settled', false)
    if (typed) this.#timer = window.setTimeout(act, 250)
    else act()
  }

  #listen(): void {
    this.addEventListener('input', ({ target }) => {
      const control = target as Control
      const key = control.name
      const text = Object.hasOwn(this.#state as object, key) ? readControl(this.controls(key)) : null
      const value = text === null ? undefined : this.demo.address.parse(key, text)
      if (value === undefined) return
      this.#state = { ...this.#state, [key]: value }
      this.#changed([key], isTyped(control))
    })
    this.addEventListener('click', ({ target }) => {
      const button = (target as HTMLElement).closest<HTMLElement>('button[data-action]')
      if (button?.dataset['action'] === 'cancel') this.#cancel()
      else if (button !== null) void this.#act(button)
    })
    const { table } = this.demo
    const place = this.querySelector<HTMLElement>('[data-part="table-input"]')
    if (table === undefined || place === null) return
    this.#table = new TableInput(place, table, {
      changed: (text) => {
        this.#take(text)
      },
    })
    this.#table.write(this.#text)
  }

  async #act(button: HTMLElement): Promise<void> {
    this.#start()
    await this.#writeAddress()
    await this.#settled()
    await demoAction(this, button)
  }

  async #writeAddress(): Promise<void> {
    const complete = await this.#address.write(this.#state, this.#text)
    for (const note of this.querySelectorAll<HTMLElement>('[data-part="link-note"]')) note.hidden = complete
  }

  #read(): void {
    const isRead = this.#try(() => {
      const { table } = this.demo
      if (table === undefined) {
        this.#input ??= this.demo.start ?? null
        return
      }
      this.#table?.showColumns(this.#text, table, this.#state as object)
      this.#input = readInput(table, this.#text, this.#state as object)
    })
    // What cannot be computed lists its own issues, which must stay.
    if (isRead) this.#compute()
  }

  #compute(): void {
    if (this.#input === null && this.demo.table !== undefined) return
    if (this.#queue !== null) {
      this.#queue.start(this.#input as Input, this.#state)
      this.#busy(true)
      return
    }
    this.#try(() => {
      const start = performance.now()
      const result = this.demo.compute(this.#input as Input, this.#state)
      this.#receive({ id: 0, final: true, result, milliseconds: performance.now() - start })
    })
  }

  /** What is wrong with the reader's data is listed; nothing is shown until it is repaired. */
  #try(action: () => void): boolean {
    const issues = this.querySelectorAll<HTMLElement>('[data-part="issues"]')
    try {
      action()
      for (const part of issues) part.innerHTML = ''
      return true
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      this.#queue?.cancel()
      this.#busy(false)
      this.#input = null
      this.#result = null
      for (const part of issues) part.innerHTML = issuesHtml(error)
      this.#say('There is no result: the table has to be repaired first.', '')
      this.place('results').hidden = true
      return false
    }
  }

  #receive({ result, error, final, milliseconds }: WorkReply<Result>): void {
    if (final) this.#busy(false)
    if (result === undefined) {
      this.#say(`There is no result: ${error ?? 'unknown reason'}`, '')
      return
    }
    this.#result = result
    this.#show()
    const time = milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)
    if (this.shown !== null)
      this.#say(
        this.demo.status(this.shown),
        `${time} ms in this page${final ? '' : ', more precise intervals follow'}`,
      )
  }

  /** Before the first result, what the build has drawn stays; the result that is on its way is shown with the state of that time. */
  #show(): void {
    if (this.shown === null) return
    this.place('results').hidden = false
    showDemo(this, this.demo, this.shown)
    this.#page.shown?.(this, this.shown)
    for (const chart of this.#charts) chart.redraw()
  }

  #cancel(): void {
    this.#queue?.cancel()
    this.#busy(false)
    this.#say(this.#page.cancelled ?? 'The computation was cancelled.', '')
  }

  #busy(busy: boolean): void {
    for (const part of this.querySelectorAll<HTMLElement>('[data-part="progress"]')) part.hidden = !busy
    this.toggleAttribute('data-busy', busy)
    // What tests, and other scripts, wait for: everything shown belongs to the state.
    // What is still being typed will be computed.
    const settled = !busy && this.#timer === 0
    this.toggleAttribute('data-settled', settled)
    if (settled) this.dispatchEvent(new Event('settled'))
  }

  /** The time is no news: only the sentence is read aloud. */
  #say(text: string, time: string): void {
    const status = this.place('status')
    if (status.textContent !== text) status.textContent = text
    this.place('time').textContent = time
  }
}
