/** Takes the files that are dropped on a part of a demo or chosen by its input; `data-over` stands while some hover over it. */
export function acceptFiles(zone: HTMLElement, take: (files: readonly File[]) => void): void {
  const input = zone.querySelector<HTMLInputElement>('input[type="file"]')
  if (input === null) throw new Error('acceptFiles: the file input is missing')
  input.addEventListener('change', () => {
    take([...(input.files ?? [])])
    // The same file can be chosen again once it is repaired.
    input.value = ''
  })
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
    take([...(event.dataTransfer?.files ?? [])])
  })
}
