import { UsageError } from '../usage-error.js'

/** A JSON document. */
export function parseJsonText(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new UsageError(`${name}: not a JSON document: ${error instanceof Error ? error.message : String(error)}.`)
  }
}
