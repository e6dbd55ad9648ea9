/** Anything of a form that has a value. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** Writes a value of the state into the controls of its name: one control, radio buttons, or checkboxes for a list. */
export function writeControl(controls: readonly Control[], value: unknown): void {
  // A state holds what an address can say: text, numbers, flags and lists of choices.
  const plain = (value ?? '') as string | number | boolean | readonly string[]
  const text = typeof plain === 'object' ? plain.join(',') : String(plain)
  const listed = new Set(text.split(','))
  for (const control of controls) {
    if (control instanceof HTMLSelectElement && control.multiple) {
      for (const option of control.options) option.selected = listed.has(option.value)
    } else if (!(control instanceof HTMLInputElement) || !['checkbox', 'radio'].includes(control.type)) {
      control.value = text
    } else if (control.type === 'checkbox' && controls.length === 1) control.checked = value === true
    else control.checked = control.type === 'radio' ? control.value === text : listed.has(control.value)
  }
}

/** The text of the controls of one name, as an address would say it; `null` while what was typed makes no sense. */
export function readControl(controls: readonly Control[]): string | null {
  const [first] = controls
  if (!first?.checkValidity()) return null
  if (first instanceof HTMLSelectElement && first.multiple)
    return [...first.selectedOptions].map(({ value }) => value).join(',')
  if (!(first instanceof HTMLInputElement)) return first.value
  if (first.type === 'checkbox' && controls.length === 1) return String(first.checked)
  if (first.type !== 'checkbox' && first.type !== 'radio') return first.value
  const checked = (controls as readonly HTMLInputElement[]).filter((control) => control.checked)
  return checked.map(({ value }) => value).join(',')
}

/** Whether the reader is still typing, so that it is better to wait. */
export function isTyped(control: Control): boolean {
  return (
    control instanceof HTMLTextAreaElement ||
    (control instanceof HTMLInputElement && ['text', 'number', 'search', 'date'].includes(control.type))
  )
}
