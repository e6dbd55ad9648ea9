/** The column of that name, or the first that differs from it only in case, spaces, dots and hyphens: `Question ID` for `question_id`. */
export function findColumn(columns: readonly string[], name: string): string | undefined {
  if (columns.includes(name)) return name
  const wanted = plain(name)
  return columns.find((column) => plain(column) === wanted)
}

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s.-]+/g, '_')
