import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parseCsv, parseJsonl } from '@safety-portfolio/records'
import type { StandardSchemaV1 } from '@safety-portfolio/records'
import { sharedPath } from '../../../../testing/shared.js'

export type Row = Readonly<Record<string, unknown>>

const schema: StandardSchemaV1<unknown, Row> = {
  '~standard': { version: 1, vendor: 'test', validate: (row) => ({ value: row as Row }) },
}

/** Text of a file of the shared folder, unpacked where it is compressed. */
export function sharedText(file: string): string {
  const bytes = readFileSync(sharedPath(file))
  return file.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString()
}

/** Rows of a CSV or JSON Lines file of the shared folder, cells as they stand. */
export function sharedRows(file: string): readonly Row[] {
  const text = sharedText(file)
  return file.includes('.jsonl') ? parseJsonl(text, { schema }) : parseCsv(text, { schema })
}

/** A JSON file of the shared folder. */
export function sharedJson(file: string): unknown {
  return JSON.parse(sharedText(file))
}
