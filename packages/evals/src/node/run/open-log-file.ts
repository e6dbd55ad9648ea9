import path from 'node:path'
import type { EvalHeader } from '../../log/eval-log.js'
import { isObject } from '../../log/migrate-log.js'
import type { Task } from '../../task/task.js'
import { evalSpec, fingerprintOf, logFileName, shortId } from './eval-spec.js'
import { openJournal, type LogJournal } from './log-journal.js'
import { lockLog } from './log-lock.js'
import { fileSink, LogWriteError } from './log-sink.js'
import { makeFolder } from './make-folder.js'
import { findResumable, readResumable, type ResumableLog } from './resume-log.js'
import { RunError } from './run-error.js'
import type { RunOptions } from './run-options.js'

/** The log of a run that begins or goes on. */
export interface OpenedLog {
  readonly file: string
  readonly journal: LogJournal
  readonly past: ResumableLog | null
  readonly header: Pick<EvalHeader, 'eval' | 'plan'>
  readonly unlock: () => void
}

/** Starts a new log, or opens the one that is resumed; either is this process's alone until it is unlocked. */
export async function openLogFile(
  task: Task,
  options: RunOptions,
  epochs: number,
  samples: number | null,
): Promise<OpenedLog> {
  const resume =
    options.resume === true
      ? await findResumable(options.logDir, task.name, options.model.name)
      : typeof options.resume === 'string'
        ? options.resume
        : null
  if (resume !== null) return resumeLogFile(resume, task, options, epochs)
  const created = new Date().toISOString().replace(/\.\d+Z$/, '+00:00')
  const taskId = shortId()
  const spec = evalSpec(task, task.dataset, options, { epochs, created, taskId, samples })
  const plan = {
    name: 'plan',
    steps: (task.solvers ?? [{ name: 'generate', params: {} }]).map(({ name, params }) => ({
      solver: name,
      params,
      params_passed: params,
    })),
    config: task.config ?? {},
  }
  const file = path.join(options.logDir, logFileName(created, task.name, taskId))
  try {
    makeFolder(options.logDir)
    const unlock = lockLog(file)
    const journal = openJournal(file, fileSink(file, 'new'), { version: 2, eval: spec, plan }, null)
    return { file, journal, past: null, header: { eval: spec, plan }, unlock }
  } catch (error) {
    if (error instanceof LogWriteError) throw error
    throw new LogWriteError(file, error)
  }
}

async function resumeLogFile(file: string, task: Task, options: RunOptions, epochs: number): Promise<OpenedLog> {
  const unlock = lockLog(file)
  try {
    const past = await readResumable(file)
    const before = isObject(past.header.eval['metadata']) ? past.header.eval['metadata']['safety_portfolio'] : undefined
    const was = isObject(before) && isObject(before['fingerprint']) ? before['fingerprint'] : {}
    const is = fingerprintOf(task, options, epochs)
    const changed = [...new Set([...Object.keys(is), ...Object.keys(was)])].filter((part) => was[part] !== is[part])
    if (changed.length > 0) {
      throw new RunError(
        `${path.basename(file)} cannot be resumed: ${changed.map((part) => `${part} was ${JSON.stringify(was[part] ?? 'not recorded')} and is ${JSON.stringify(is[part] ?? 'none')}`).join('; ')}`,
      )
    }
    const sink = fileSink(file, 'existing')
    sink.truncate(past.end)
    const journal = openJournal(file, sink, null, past.past)
    return { file, journal, past, header: { eval: past.header.eval, plan: past.header.plan }, unlock }
  } catch (error) {
    unlock()
    throw error
  }
}
