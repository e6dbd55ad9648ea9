import { isTyped, readControl, writeControl, type Control } from './controls.js'
import { demoAction } from './demo-actions.js'
import { DemoComputation } from './demo-computation.js'
import type { Demo, Shown } from './demo.js'
import { DemoStatus } from './demo-status.js'
import type { WorkReply } from './demo-worker.js'
import { LiveChart } from './live-chart.js'
import { PageAddress } from './page-address.js'
import { columnKey } from './pasted-table.js'
import type { DemoPage } from './register-demo.js'
import { showDemo } from './show-demo.js'
import { TableInput } from './table-input.js'

/**
 * The custom element of a demo. It upgrades what was drawn at build time: writes the state into the controls, listens, has the result computed and
 * shows it. Nothing is requested once its code has loaded.
 */
export class DemoElement<State, Input, Result> extends HTMLElement {
  readonly demo: Demo<State, Input, Result>
  readonly #page: DemoPage<State, Input, Result>
  readonly #address: PageAddress<State>
  readonly #computation: DemoComputation<State, Input, Result>
  readonly #status = new DemoStatus(this)
  #table: TableInput | null = null
  #charts: readonly LiveChart[] = []
  #state: State
  #text: string
  #timer = 0
  #started = false

  constructor(demo: Demo<State, Input, Result>, page: DemoPage<State, Input, Result>) {
    super()
    this.demo = demo
    this.#page = page
    this.#state = demo.address.initial
    this.#text = demo.table?.sample ?? ''
    this.#address = new PageAddress(demo.address, this.#text)
    this.#computation = new DemoComputation(demo, page.worker, {
      reading: () => {
        if (demo.table !== undefined) this.#table?.showColumns(this.#text, demo.table, this.#state as object)
      },
      busy: (busy) => {
        this.#status.busy = busy
      },
      issues: (error) => {
        this.#status.showIssues(error)
      },
      reply: (reply) => {
        this.#receive(reply)
      },
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

  disconnectedCallback(): void {
    this.#computation.cancel()
    for (const chart of this.#charts) chart.disconnect()
  }

  /** What is shown now; `null` while there is no result. */
  get shown(): Shown<State, Input, Result> | null {
    const { last } = this.#computation
    if (last === null) return null
    const isSample =
      this.demo.table === undefined ? last.input === (this.demo.start ?? null) : this.#text === this.demo.table.sample
    return { state: this.#state, ...last, isSample }
  }

  /** The reader's table, or the sample. */
  get tableText(): string {
    return this.#text
  }

  place(name: string): HTMLElement {
    return this.#status.part(name)
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
    this.#computation.take(input)
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
    this.#status.say(reason)
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
    this.#status.busy = false
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
    await this.#status.settled()
    await demoAction(this, button)
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
    const readBy = [...Object.keys(this.demo.table?.fields ?? {}).map(columnKey), ...(this.demo.table?.readBy ?? [])]
    const act = (): void => {
      if (keys.some((key) => readBy.includes(key))) this.#read()
      else if (keys.every((key) => shownOnly.includes(key as keyof State))) this.#show()
      else this.#compute()
      this.#status.typing = false
    }
    clearTimeout(this.#timer)
    this.#status.typing = true
    if (typed) this.#timer = window.setTimeout(act, 250)
    else act()
  }

  async #writeAddress(): Promise<void> {
    const complete = await this.#address.write(this.#state, this.#text)
    for (const note of this.querySelectorAll<HTMLElement>('[data-part="link-note"]')) note.hidden = complete
  }

  #read(): void {
    this.#computation.read(this.#text, this.#state)
  }

  #compute(): void {
    this.#computation.compute(this.#text, this.#state)
  }

  #cancel(): void {
    this.#computation.cancel()
    this.#status.say(this.#page.cancelled ?? 'The computation was cancelled.')
  }

  #receive({ result, error, final, milliseconds }: WorkReply<Result>): void {
    if (result === undefined) {
      this.#status.say(`There is no result: ${error ?? 'unknown reason'}`)
      return
    }
    this.#show()
    if (this.shown === null) return
    const time = milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)
    this.#status.say(
      this.demo.status(this.shown),
      `${time} ms in this page${final ? '' : ', more precise intervals follow'}`,
    )
  }

  /** Before the first result, what the build has drawn stays; the result that is on its way is shown with the state of that time. */
  #show(): void {
    const { shown } = this
    if (shown === null) return
    this.place('results').hidden = false
    showDemo(this, this.demo, shown)
    this.#page.shown?.(this, shown)
    for (const chart of this.#charts) chart.redraw()
  }
}
