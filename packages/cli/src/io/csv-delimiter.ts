/**
 * What separates the cells of a table whose name does not tell. Spreadsheets write semicolons where the comma is the decimal sign, and copy
 * tabs; databases write bars; a first line with a comma outside quotes is taken at its word.
 */
export async function csvDelimiter(text: AsyncIterable<string>): Promise<string> {
  let line = ''
  for await (const piece of text) {
    line += piece
    if (/[\r\n]/.test(line.trimStart())) break
  }
  const [header = ''] = line.trimStart().split(/[\r\n]/, 1)
  const bare = header.replaceAll(/"(?:[^"]|"")*"/g, '')
  return [',', ';', '\t', '|'].find((delimiter) => bare.includes(delimiter)) ?? ','
}
