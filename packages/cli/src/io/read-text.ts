import { parseJson, readCsv, readJsonl, scanCsv, scanJsonl } from '@safety-portfolio/records'
import { anyRow } from './any-row.js'
import { csvDelimiter } from './csv-delimiter.js'
import { foundOptions, type FileOptions } from './first-rows.js'
import { lookAhead } from './look-ahead.js'
import { textFormat } from './text-format.js'
import { wholeText } from './whole-text.js'

/** Rows of CSV, TSV, JSON Lines or JSON, as the name of the file says, or where it does not the text itself. */
export async function readText<T>(text: AsyncIterable<string>, options: FileOptions<T>): Promise<readonly T[]> {
  // What is looked at is held: it is searched for the rows of a filter only so far.
  const { head, all } = lookAhead(text)
  const format = await textFormat(options.name, head)
  const raw = { schema: anyRow, where: options.where, name: options.name }
  if (format === 'json') {
    const document = await wholeText(all, options.name)
    return parseJson(document, await foundOptions(options, () => parseJson(document, raw)))
  }
  const unfiltered = { schema: anyRow, name: options.name }
  if (format === 'jsonl') {
    return readJsonl(all, await foundOptions(options, () => scanJsonl(head, unfiltered)))
  }
  const delimiter = format === 'tsv' ? '\t' : await csvDelimiter(head)
  const found = await foundOptions(options, () => scanCsv(head, { ...unfiltered, delimiter }))
  return readCsv(all, { ...found, delimiter })
}
