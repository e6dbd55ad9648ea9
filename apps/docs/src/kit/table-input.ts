import { acceptFiles } from './accept-files.js'
import { fileText } from './file-text.js'
import { chosenColumns, columnKey, describeTable, type TableDefinition } from './pasted-table.js'

/** What happens to the reader's table. */
interface TableInputEvents {
  /** Another table was pasted, dropped, chosen or brought back. */
  readonly changed: (text: string) => void
}

/** The part of a demo where a table is pasted, dropped or chosen: `DemoTableInput.astro`. */
export class TableInput {
  readonly #root: HTMLElement
  readonly #text: HTMLTextAreaElement

  constructor(root: HTMLElement, definition: TableDefinition<unknown>, { changed }: TableInputEvents) {
    this.#root = root
    const text = root.querySelector<HTMLTextAreaElement>('textarea[name="table"]')
    if (text === null) throw new Error('TableInput: the textarea is missing')
    this.#text = text
    let timer = 0
    text.addEventListener('input', () => {
      clearTimeout(timer)
      timer = window.setTimeout(() => {
        changed(text.value)
      }, 250)
    })
    const use = (content: string): void => {
      text.value = content
      changed(content)
    }
    root.querySelector('[data-action="sample"]')?.addEventListener('click', () => {
      use(definition.sample)
    })
    acceptFiles(root, ([file]) => {
      if (file === undefined) return
      // A damaged archive reads as a table that is none, and the demo says so.
      void fileText(file).then(use, () => {
        use('')
      })
    })
  }

  write(text: string): void {
    this.#text.value = text
  }

  /** Offers the columns of the table, with those that are read chosen. */
  showColumns(text: string, definition: TableDefinition<unknown>, state: object): void {
    if (definition.readBy !== undefined) return
    const table = describeTable(text)
    const chosen = chosenColumns(definition, table, state as Readonly<Record<string, unknown>>)
    for (const [field, column] of Object.entries(chosen)) {
      const select = this.#root.querySelector<HTMLSelectElement>(`select[name="${columnKey(field)}"]`)
      select?.replaceChildren(...['', ...table.header].map((name) => new Option(name === '' ? 'none' : name, name)))
      if (select !== null) select.value = column
    }
  }
}
