/** Saves a text as a file. */
export function download(name: string, text: string): void {
  const type =
    { csv: 'text/csv', json: 'application/json', svg: 'image/svg+xml' }[name.split('.').at(-1) ?? ''] ?? 'text/plain'
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}
