export { version } from './version.js'
export { DataError } from './data-error.js'
export type { DataErrorOptions, DataIssue } from './data-error.js'
export { parseCsv, readCsv, scanCsv } from './csv.js'
export { parseJsonl, readJsonl, scanJsonl } from './jsonl.js'
export { parseJson } from './json.js'
export { readParquet, scanParquet } from './parquet.js'
export type { AsyncBuffer, Decompress, ParquetOptions } from './parquet.js'
export { parseRows } from './parse-rows.js'
export type { Chunks, CsvOptions, ReadOptions, RowFilter } from './read-options.js'
export { booleanCell, dateCell, numberCell, optionalCell, textCell } from './cells.js'
export type { BooleanCellOptions, Cell, NumberCellOptions, TextCellOptions } from './cells.js'
export { rowSchema } from './row-schema.js'
export type { OptionalFieldOf, RowCells, RowOf, RowSchema } from './row-schema.js'
export type {
  OutputOf,
  StandardFailure,
  StandardIssue,
  StandardPathSegment,
  StandardResult,
  StandardSchemaV1,
  StandardSuccess,
  StandardTypes,
} from './standard-schema.js'
export { toCsv } from './to-csv.js'
export { toMarkdown } from './to-markdown.js'
export type { MarkdownOptions } from './to-markdown.js'
export { experimentColumns, watchExperiments } from './several-experiments.js'
export type { ExperimentColumn, ExperimentWatch } from './several-experiments.js'
