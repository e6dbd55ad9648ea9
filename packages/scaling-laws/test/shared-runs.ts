import { readFileSync } from 'node:fs'
import { parseCsv, type CsvOptions } from '@safety-portfolio/records'
import { sharedPath } from '../../../testing/shared.js'
import { runSchema, type TrainingRun } from '../src/index.js'

export const chinchillaCsv = 'oracles/scaling/chinchilla_svg_extracted_data.csv'

/** Training runs of a CSV file of the shared folder. */
export function sharedRuns(file: string, options: Omit<CsvOptions<TrainingRun>, 'schema'>): readonly TrainingRun[] {
  return parseCsv(readFileSync(sharedPath(file), 'utf8'), { schema: runSchema, ...options })
}

/** The 245 runs that Besiroglu et al. read off a figure of Hoffmann et al.; tokens are compute / (6 params). */
export function chinchillaRuns(): readonly TrainingRun[] {
  return sharedRuns(chinchillaCsv, { columns: { params: 'Model Size', compute: 'Training FLOP', loss: 'loss' } })
}

export function sharedJson(file: string): unknown {
  return JSON.parse(readFileSync(sharedPath(file), 'utf8'))
}
