import type { Address } from './address.js'
import { decodeFragment, encodeFragment } from './data-fragment.js'

/** The address bar of a page with a demo: its state as the query, the reader's table, if it is short enough, as the fragment. */
export class PageAddress<State> {
  readonly #address: Address<State>
  readonly #sample: string
  #writes = 0

  /** @param sample - The table that needs no place in the address. */
  constructor(address: Address<State>, sample: string) {
    this.#address = address
    this.#sample = sample
  }

  async read(): Promise<{ readonly state: State; readonly text: string }> {
    const state = this.#address.read(new URLSearchParams(location.search))
    return { state, text: (await decodeFragment(location.hash)) ?? this.#sample }
  }

  /** Whether nothing is changed: what the build has computed. */
  isInitial(state: State, text: string): boolean {
    return text === this.#sample && this.#address.write(state).toString() === ''
  }

  /** Shows the state in the address bar, and says whether the table is in it too. Compression takes a moment; of several changes in a row the last one counts. */
  async write(state: State, text: string): Promise<boolean> {
    this.#writes += 1
    const latest = this.#writes
    const fragment = text === this.#sample ? null : await encodeFragment(text)
    if (latest === this.#writes) {
      const url = new URL(location.href)
      const embedded = url.searchParams.has('embed')
      url.search = this.#address.write(state).toString()
      if (embedded) url.searchParams.set('embed', '')
      // An anchor of the page stays unless data take its place.
      if (fragment !== null) url.hash = fragment
      else if (url.hash.startsWith('#data=')) url.hash = ''
      history.replaceState(history.state, '', url)
    }
    return text === this.#sample || fragment !== null
  }
}

/** A frame with this page, without what surrounds the demo, for another page. */
export function embedCode(title: string): string {
  const url = new URL(location.href)
  url.searchParams.set('embed', '')
  const words = title.replaceAll('"', '&quot;')
  const source = url.href.replaceAll('&', '&amp;')
  return `<iframe src="${source}" title="${words}" width="100%" height="720" loading="lazy" style="border:0"></iframe>`
}

/** Copies a text and says whether that worked: without permission or a secure address it does not. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
