import type { DataError } from '@safety-portfolio/records'
import { issuesHtml } from './issues.js'

/** What a demo says of itself: a sentence, what is wrong with the reader's data, whether it computes, and whether everything shown belongs to the state. */
export class DemoStatus {
  readonly #element: HTMLElement
  #typing = false

  constructor(element: HTMLElement) {
    this.#element = element
  }

  /** A part of the demo's page by its name. */
  part(name: string): HTMLElement {
    const part = this.#element.querySelector<HTMLElement>(`[data-part="${name}"]`)
    if (part === null) throw new Error(`${this.#element.localName}: part ${name} is missing`)
    return part
  }

  /** @param time - How long it took. That is no news: only the sentence is read aloud. */
  say(text: string, time = ''): void {
    const status = this.part('status')
    if (status.textContent !== text) status.textContent = text
    this.part('time').textContent = time
  }

  /** What is wrong with the reader's data, `null` when nothing is; nothing is shown until it is repaired. */
  showIssues(error: DataError | null): void {
    for (const part of this.#parts('issues')) part.innerHTML = error === null ? '' : issuesHtml(error)
    if (error === null) return
    this.say('There is no result: the table has to be repaired first.')
    this.part('results').hidden = true
  }

  set busy(busy: boolean) {
    for (const part of this.#parts('progress')) part.hidden = !busy
    this.#element.toggleAttribute('data-busy', busy)
    this.#settle()
  }

  get busy(): boolean {
    return this.#element.hasAttribute('data-busy')
  }

  /** While the reader types: what is typed will be computed, but is not yet. */
  set typing(typing: boolean) {
    this.#typing = typing
    this.#settle()
  }

  /** Resolves when everything shown belongs to the state. */
  settled(): Promise<void> {
    if (this.#element.hasAttribute('data-settled')) return Promise.resolve()
    return new Promise((resolve) => {
      this.#element.addEventListener(
        'settled',
        () => {
          resolve()
        },
        { once: true },
      )
    })
  }

  /** The attribute is what tests, and other scripts, wait for. */
  #settle(): void {
    const settled = !this.busy && !this.#typing
    this.#element.toggleAttribute('data-settled', settled)
    if (settled) this.#element.dispatchEvent(new Event('settled'))
  }

  #parts(name: string): NodeListOf<HTMLElement> {
    return this.#element.querySelectorAll<HTMLElement>(`[data-part="${name}"]`)
  }
}
