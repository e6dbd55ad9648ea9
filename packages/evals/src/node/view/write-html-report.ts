import { randomUUID } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { logInfo } from '../../log/log-info.js'
import type { LogReader } from '../../log/log-reader.js'
import { openLog } from '../../log/open-log.js'
import { htmlReport as render, reportSample, type ReportSample } from '../../report/html-report.js'
import { fileSource } from '../file-source.js'
import { nodeCodecs } from '../node-codecs.js'

/** Samples a report holds: the log has the rest. */
const mostSamples = 2000

/** The report of an open log. */
export async function reportOf(log: LogReader): Promise<string> {
  const info = await logInfo(log)
  const samples: ReportSample[] = []
  for await (const sample of log.samples()) {
    if (samples.length === mostSamples) break
    samples.push(reportSample(sample))
  }
  return render(info, log.header, samples, info.samples)
}

/** Writes the report of a log: one HTML file that needs nothing else. */
export async function htmlReport(log: string, to: string): Promise<void> {
  const source = await fileSource(log)
  try {
    const text = await reportOf(await openLog(source, { codecs: nodeCodecs, name: path.basename(log) }))
    const partial = `${to}.partial-${randomUUID()}`
    await writeFile(partial, text)
    await rename(partial, to)
  } finally {
    await source.close()
  }
}
