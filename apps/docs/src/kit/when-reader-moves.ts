/** What a reader does first, anywhere on the page. */
const moves = ['pointermove', 'pointerdown', 'touchstart', 'wheel', 'keydown', 'focusin', 'input', 'dragenter']

/** A move on a control before the code that answers it was there. */
interface EarlyMove {
  readonly target: HTMLElement
  readonly type: string
  readonly value: string
  readonly checked: boolean
  /** Values that are chosen in a list. */
  readonly chosen: readonly string[]
}

/**
 * Keeps what the build has drawn of the demo `<tag>`, and leaves its code where it is, until the reader's first move: a page that is only read stays as light as one without demos. A state in the
 * address is wanted at once. What the reader does to the controls while the code is on its way is done again when it has come.
 *
 * @param load - Imports the module that registers the element.
 */
export function whenReaderMoves(tag: string, load: () => Promise<unknown>): void {
  const elements = [...document.querySelectorAll<HTMLElement>(tag)]
  for (const element of elements) {
    for (const part of element.querySelectorAll<HTMLElement>('[data-interactive]')) part.hidden = false
  }
  if (addressHasState()) {
    start(elements, load)
    return
  }
  for (const element of elements) element.toggleAttribute('data-settled', true)
  const moved = new AbortController()
  for (const move of moves)
    addEventListener(
      move,
      () => {
        moved.abort()
        start(elements, load)
      },
      { capture: true, passive: true, signal: moved.signal },
    )
}

function addressHasState(): boolean {
  const names = [...new URLSearchParams(location.search).keys()]
  return names.some((name) => name !== 'embed') || location.hash.startsWith('#data=')
}

function start(elements: readonly HTMLElement[], load: () => Promise<unknown>): void {
  const again = elements.map(remember)
  for (const element of elements) element.toggleAttribute('data-settled', false)
  load().then(
    () => {
      for (const repeat of again) repeat()
    },
    (error: unknown) => {
      for (const element of elements) {
        const status = element.querySelector('[data-part="status"]')
        if (status !== null)
          status.textContent = `The code of this demo could not be loaded (${error instanceof Error ? error.message : String(error)}). What is shown was computed when the page was built; load the page again to change it.`
      }
    },
  )
}

/** Notes moves on the controls of the element, until the function that it gives repeats them: as soon as the element has settled for the first time. */
function remember(element: HTMLElement): () => void {
  const early: EarlyMove[] = []
  const listening = new AbortController()
  const note = ({ type, target }: Event): void => {
    if (!(target instanceof HTMLElement)) return
    const control = type === 'click' ? target.closest<HTMLElement>('button') : target
    if (control === null) return
    const { value = '', checked = false } = control as Partial<HTMLInputElement>
    const chosen =
      control instanceof HTMLSelectElement ? [...control.selectedOptions].map((option) => option.value) : []
    early.push({ target: control, type, value, checked, chosen })
    // The result, when it comes, takes the place of this.
    const time = element.querySelector('[data-part="time"]')
    if (time !== null) time.textContent = 'loading the code of this demo'
  }
  for (const type of ['input', 'change', 'click'])
    element.addEventListener(type, note, { capture: true, signal: listening.signal })
  for (const type of ['dragover', 'drop'])
    element.addEventListener(
      type,
      (event) => {
        // A file that is dropped too early must not take the place of the page.
        event.preventDefault()
      },
      { signal: listening.signal },
    )
  const repeat = (): void => {
    listening.abort()
    // A reader who has turned to the demo already is not asked to come again.
    const { activeElement } = document
    if (activeElement !== null && element.contains(activeElement))
      activeElement.dispatchEvent(new FocusEvent('focusin', { bubbles: true }))
    else if (element.matches(':hover')) element.dispatchEvent(new PointerEvent('pointerenter'))
    for (const move of early) again(move)
  }
  return () => {
    if (element.hasAttribute('data-settled')) {
      repeat()
      return
    }
    const observer = new MutationObserver(() => {
      if (!element.hasAttribute('data-settled')) return
      observer.disconnect()
      repeat()
    })
    observer.observe(element, { attributeFilter: ['data-settled'] })
  }
}

function again({ target, type, value, checked, chosen }: EarlyMove): void {
  if (type === 'click') {
    target.click()
    return
  }
  if (target instanceof HTMLSelectElement)
    for (const option of target.options) option.selected = chosen.includes(option.value)
  // What is chosen in a file input stays there by itself.
  else if (!(target instanceof HTMLInputElement && target.type === 'file')) Object.assign(target, { value, checked })
  target.dispatchEvent(new Event(type, { bubbles: true }))
}
