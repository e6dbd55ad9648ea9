import path from 'node:path'
import { parseJson, readCsv, readJsonl, scanCsv, scanJsonl } from '@safety-portfolio/records'
import { anyRow } from './any-row.js'
import { csvDelimiter } from './csv-delimiter.js'
import { foundOptions, type FileOptions } from './first-rows.js'
import { lookAhead } from './look-ahead.js'
import { wholeText } from './whole-text.js'

/** Rows of CSV, TSV, JSON Lines or JSON, as the name of the file says. */
export async function readText<T>(text: AsyncIterable<string>, options: FileOptions<T>): Promise<readonly T[]> {
  const extension = path.extname(options.name.toLowerCase().replace(/\.gz$/, ''))
  const raw = { schema: anyRow, where: options.where, name: options.name }
  if (extension === '.json') {
    const document = await wholeText(text, options.name)
    return parseJson(document, await foundOptions(options, () => parseJson(document, raw)))
  }
  // What is looked at is held: it is searched for the rows of a filter only so far.
  const { head, all } = lookAhead(text)
  const unfiltered = { schema: anyRow, name: options.name }
  if (extension === '.jsonl' || extension === '.ndjson') {
    return readJsonl(all, await foundOptions(options, () => scanJsonl(head, unfiltered)))
  }
  const delimiter = extension === '.tsv' ? '\t' : await csvDelimiter(head)
  const found = await foundOptions(options, () => scanCsv(head, { ...unfiltered, delimiter }))
  return readCsv(all, { ...found, delimiter })
}
