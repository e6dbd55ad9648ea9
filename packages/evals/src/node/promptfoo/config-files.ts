import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseCsv, parseJsonl, type StandardSchemaV1 } from '@safety-portfolio/records'
import { parse } from 'yaml'

/** Any row is a row. */
const anyRow: StandardSchemaV1<unknown, Readonly<Record<string, string>>> = {
  '~standard': {
    version: 1,
    vendor: 'safety-portfolio',
    validate: (value) => ({ value: value as Readonly<Record<string, string>> }),
  },
}

/** A file that a configuration names. */
export interface NamedFile {
  readonly file: string
  /** `.txt`, `.json` and so on, in small letters. */
  readonly kind: string
}

/** The file behind `file://name`, or behind a bare name where `bare` and there is one. */
export function namedFile(text: string, folder: string, bare = false): NamedFile | null {
  const isReference = text.startsWith('file://')
  if (!isReference && (!bare || text.includes('\n') || text.length > 300)) return null
  const file = path.resolve(folder, isReference ? text.slice('file://'.length) : text)
  if (!isReference && (path.extname(file) === '' || !existsSync(file))) return null
  return { file, kind: path.extname(file).toLowerCase() }
}

/** What is in a file of data: rows of CSV and JSONL, the document of JSON and YAML, text otherwise. Code is refused. */
export async function readDataFile({ file, kind }: NamedFile): Promise<unknown> {
  if (/^\.(?:[cm]?[jt]s|py|rb|sh|go)$|^\.py:/.test(kind) || file.includes('*'))
    throw new Error(`${path.basename(file)} is code or a pattern, and files of data are read here`)
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(
      `${path.basename(file)} cannot be read: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message}`,
    )
  })
  if (kind === '.csv') return parseCsv(text, { schema: anyRow, name: path.basename(file) })
  if (kind === '.jsonl') return parseJsonl(text, { schema: anyRow, name: path.basename(file) })
  if (kind === '.json') return JSON.parse(text) as unknown
  if (kind === '.yaml' || kind === '.yml') return parse(text, { schema: 'core' })
  return text
}
