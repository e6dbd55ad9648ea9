import path from 'node:path'
import type { EvalLog, Model, SampleDiff } from '@safety-portfolio/evals'
import { UsageError } from '../usage-error.js'
import { explained } from './open-eval-log.js'

/** Answers that were given before, to be given again. */
export interface Replay {
  /** The model under test, where the file says which it was. */
  readonly subject: string | null
  /** Role -> model, as the file has them. */
  readonly roles: Readonly<Record<string, string>>
  model(name: string): Model
  /** Holds the log of a run against the one that was played; `null` where a recording was played, which has no scores. */
  compare(file: string): Promise<SampleDiff | null>
}

/** Opens a recording, or a log whose calls are played. */
export async function openReplay(file: string): Promise<Replay> {
  return file.endsWith('.jsonl') ? openRecording(file) : openLogReplay(file)
}

async function openRecording(file: string): Promise<Replay> {
  const { recordedModels, replayModel } = await import('@safety-portfolio/evals/node')
  const models = recordedModels(file)
  return {
    subject: models.length === 1 ? models[0]! : null,
    roles: {},
    model: (name) => replayModel({ name }, file),
    compare: () => Promise.resolve(null),
  }
}

async function openLogReplay(file: string): Promise<Replay> {
  const { logReplay } = await import('@safety-portfolio/evals/node')
  const log = await readLog(file)
  const replay = logReplay(log)
  if (replay.calls === 0) throw new UsageError(`${path.basename(file)}: there are no calls of a model in it to play.`)
  return {
    subject: log.eval.model,
    roles: replay.roles,
    model: (name) => replay.model(name),
    async compare(other) {
      const { diffSamples } = await import('@safety-portfolio/evals')
      return diffSamples(log.samples ?? [], (await readLog(other)).samples ?? [])
    },
  }
}

async function readLog(file: string): Promise<EvalLog> {
  const { openLog, wholeLog } = await import('@safety-portfolio/evals')
  const { fileSource, nodeCodecs } = await import('@safety-portfolio/evals/node')
  const source = await fileSource(file).catch((error: unknown) => {
    throw new UsageError(`Cannot read ${file}: ${(error as Error).message}.`)
  })
  try {
    return await explained(async () =>
      wholeLog(await openLog(source, { name: path.basename(file), codecs: nodeCodecs })),
    )
  } finally {
    await source.close()
  }
}
