import { UsageError } from '../usage-error.js'
import type { Io } from './io.js'
import type { Progress } from './progress.js'
import type { Source } from './read-table.js'
import { readTextFile } from './read-text-file.js'

/** A document that is held in memory as a whole, and where it came from. */
export interface Document {
  readonly value: unknown
  /** Where it came from; a document counts as one row. */
  readonly source: Source
}

/** Reads a YAML or JSON document (JSON is YAML), also gzipped. Dates stay text; YAML that only a program could understand is refused. */
export async function readDocument(given: string, io: Io, progress: Progress): Promise<Document> {
  const { text, source } = await readTextFile(given, io, progress)
  return { value: await parse(text, source.name), source: { rows: 1, ...source } }
}

async function parse(text: string, name: string): Promise<unknown> {
  const { parse: parseYaml, YAMLError } = await import('yaml')
  try {
    return parseYaml(text, { schema: 'core', prettyErrors: true, logLevel: 'error' })
  } catch (error) {
    // A ReferenceError is an alias without an anchor, or a bomb of aliases.
    if (!(error instanceof YAMLError || error instanceof ReferenceError)) throw error
    throw new UsageError(`${name}: not a YAML document: ${error.message.trim().split('\n')[0]!.replace(/:$/, '')}.`)
  }
}
