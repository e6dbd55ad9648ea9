import type { EvalHeader, EvalLog, EvalSample, EvalSampleReductions, SampleSummary } from './eval-log.js'

/** How a log is stored. `events` is a bare transcript: the events of one sample, without a log around it. */
export type LogFormat = 'eval' | 'json' | 'events'

/** An open log. Samples are read one at a time, so that a log may be larger than memory. */
export interface LogReader {
  readonly format: LogFormat
  /** The log without its samples. */
  readonly header: EvalHeader
  /** False while a run is going on, and after a crash: there is no header then, and the journal speaks. */
  readonly finished: boolean
  /** What the reader noticed: a newer version, duplicates, a cut-off end. */
  readonly warnings: readonly string[]
  /**
   * The index: one summary a sample and epoch, the last one written where there are several.
   *
   * @param keep - What of a summary is wanted, with its id and epoch: the rest of a million summaries need not stay in memory. Default: all.
   */
  summaries(keep?: (summary: SampleSummary) => SampleSummary): Promise<readonly SampleSummary[]>
  /** The samples, in the order of the file; the last one written where there are several. */
  samples(): AsyncGenerator<EvalSample, void, void>
  /** One sample. */
  sample(id: string | number, epoch: number): Promise<EvalSample | null>
  /** Scores after reducing epochs, where the log has them. */
  reductions(): Promise<readonly EvalSampleReductions[] | null>
}

/** Reads everything of a log into memory. */
export async function wholeLog(reader: LogReader): Promise<EvalLog> {
  const samples: EvalSample[] = []
  for await (const sample of reader.samples()) samples.push(sample)
  const reductions = await reader.reductions()
  return {
    ...reader.header,
    ...(samples.length === 0 ? {} : { samples }),
    ...(reductions === null ? {} : { reductions }),
  }
}
