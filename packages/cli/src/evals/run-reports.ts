import { appendFile } from 'node:fs/promises'
import { resolvePath } from '../commands/common-options.js'
import type { Io } from '../io/io.js'
import { UsageError } from '../usage-error.js'
import type { EvalRunOptions } from './eval-run-options.js'
import { writeFileWhole } from './write-file-whole.js'

type Run = Awaited<ReturnType<typeof import('@safety-portfolio/evals/node').runEval>>

/** Writes the reports that flags ask for. */
export async function writeReports(run: Run, options: EvalRunOptions, io: Io): Promise<void> {
  const { githubSummary, junitReport } = await import('@safety-portfolio/evals')
  if (options.junit !== undefined) await writeFileWhole(resolvePath(io, options.junit), junitReport(run))
  if (options.githubSummary === true) {
    const file = io.env['GITHUB_STEP_SUMMARY']
    if (file === undefined) throw new UsageError('--github-summary needs the environment variable GITHUB_STEP_SUMMARY.')
    await appendFile(file, githubSummary(run))
  }
  if (options.html !== undefined) {
    const { htmlReport } = await import('@safety-portfolio/evals/node')
    await htmlReport(run.log, resolvePath(io, options.html))
  }
}

/** Holds a run against what was registered before it; `null` without a registration. */
export async function checkPreregistration(options: EvalRunOptions, io: Io, run: Run): Promise<Registered | null> {
  if (options.preregistration === undefined) return null
  const { registeredTable } = await import('../answers/eval-preregistration.js')
  const { readPreregistration } = await import('../evals/read-preregistration.js')
  const { checkPreregistration: check } = await import('@safety-portfolio/evals')
  const { fileSource, nodeCodecs } = await import('@safety-portfolio/evals/node')
  const { openLog } = await import('@safety-portfolio/evals')
  const plan = await readPreregistration(resolvePath(io, options.preregistration))
  const source = await fileSource(run.log)
  try {
    const { header } = await openLog(source, { codecs: nodeCodecs })
    const result = check(plan, header, run.scores)
    return { result, table: registeredTable(result) }
  } finally {
    await source.close()
  }
}

/** What became of a registration. */
export interface Registered {
  readonly result: ReturnType<typeof import('@safety-portfolio/evals').checkPreregistration>
  readonly table: import('../report/summary-table.js').SummaryTable
}
