import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { sharedPath } from '../../../../testing/shared.js'

/** Rows of a plain CSV file of the shared oracle folder, cells as text. */
export function oracleRows(name: string): Record<string, string>[] {
  const bytes = readFileSync(sharedPath(`oracles/mixed/${name}`))
  const text = name.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString()
  return parseTable(text)
}

/** Rows of plain CSV text without commas in cells, cells as text. */
export function parseTable(text: string): Record<string, string>[] {
  const cells = (line: string): string[] => line.split(',').map((cell) => cell.replaceAll('"', ''))
  const [header = '', ...lines] = text.trim().split('\n')
  const names = cells(header)
  return lines.map((line) => {
    const values = cells(line)
    return Object.fromEntries(names.map((column, i) => [column, values[i] ?? '']))
  })
}

/** A JSON file of the shared oracle folder. */
export function oracleJson(name: string): unknown {
  return JSON.parse(readFileSync(sharedPath(`oracles/mixed/${name}`), 'utf8'))
}
