import {
  bytesSource,
  logInfo,
  openLog,
  reportSample,
  verifyLog,
  type LogInfo,
  type ReportSample,
} from '@safety-portfolio/evals'

/** What the page shows of a log. */
export interface ViewedLog {
  /** What it is called: its file. */
  readonly name: string
  readonly info: LogInfo
  readonly samples: readonly ReportSample[]
  readonly checks: readonly { readonly name: string; readonly outcome: string; readonly detail: string }[]
}

/** Samples that are listed. */
export const mostSamples = 500

/** Reads a log from its bytes, in the page. */
export async function viewLog(bytes: Uint8Array, name: string): Promise<ViewedLog> {
  const source = bytesSource(bytes)
  const log = await openLog(source, { name })
  const info = await logInfo(log)
  const samples: ReportSample[] = []
  for await (const sample of log.samples()) {
    if (samples.length === mostSamples) break
    samples.push(reportSample(sample))
  }
  const { checks } = await verifyLog(source, { name })
  return {
    name,
    info,
    samples,
    checks: checks.map(({ name: check, ok, detail }) => ({
      name: check,
      outcome: ok === null ? 'nothing to check' : ok ? 'holds' : 'fails',
      detail,
    })),
  }
}
