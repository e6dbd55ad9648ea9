import type { Demo, Shown } from './demo.js'
import { tableHtml } from './results-table.js'

/** Shows everything of a result but its charts. */
export function showDemo<State, Input, Result>(
  root: HTMLElement,
  demo: Demo<State, Input, Result>,
  shown: Shown<State, Input, Result>,
): void {
  for (const place of root.querySelectorAll<HTMLElement>('table[data-table]')) {
    const table = demo.tables[place.dataset['table'] ?? '']
    if (table !== undefined) place.innerHTML = tableHtml(table, shown)
  }
  for (const place of root.querySelectorAll<HTMLElement>('[data-text]')) {
    const text = demo.texts?.[place.dataset['text'] ?? '']?.(shown)
    if (text === undefined) continue
    place.textContent = text
    // The text of a slider's output is what the slider says of itself.
    const control = place instanceof HTMLOutputElement ? document.getElementById(place.htmlFor.value) : null
    control?.setAttribute('aria-valuetext', text)
  }
  list(root, 'findings', [...shown.doubts, ...(demo.findings?.(shown) ?? [])])
  list(root, 'assumptions', demo.assumptions?.(shown) ?? [])
}

function list(root: HTMLElement, part: string, sentences: readonly string[]): void {
  const items = [...new Set(sentences)].map((sentence) =>
    Object.assign(document.createElement('li'), { textContent: sentence }),
  )
  root.querySelector(`[data-part="${part}"]`)?.replaceChildren(...items)
}
