import path from 'node:path'
import { Command } from 'commander'
import type { EvalLog } from '@safety-portfolio/evals'
import { explained, openAnyLog } from '../evals/open-eval-log.js'
import { writeFileWhole } from '../evals/write-file-whole.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

const kinds = ['.eval', '.json', '.csv', '.parquet', '.jsonl']

/** `safety-portfolio eval log convert`: one format of logs into another, or into a table. */
export function evalLogConvertCommand(io: Io, exit: Exit): Command {
  const command = new Command('convert')
    .description('Convert a log, or results of another harness, into .eval, .json, .csv, .parquet or .jsonl.')
    .argument('<file>', 'an Inspect log, or results of promptfoo, OpenAI evals or lm-evaluation-harness')
    .argument('<to>', 'file to write; its extension says the format. Several runs in one file are numbered')
  return answering<CommonOptions>(command, io, exit, async (file, _options, { progress, read, words }) => {
    const to = path.resolve(io.cwd(), words[1]!)
    const kind = path.extname(to).toLowerCase()
    if (!kinds.includes(kind)) throw new UsageError(`'${words[1]!}' must end in ${kinds.join(', ')}.`)
    const { wholeLog } = await import('@safety-portfolio/evals')
    const { log, bytes, source, imported } = await openAnyLog(file!, io, progress)
    try {
      read(source)
      const logs = imported ?? [await explained(() => wholeLog(log))]
      const written: string[] = []
      for (const [index, one] of logs.entries()) {
        const target = logs.length === 1 ? to : `${to.slice(0, -kind.length)}-${index + 1}${kind}`
        await writeFileWhole(target, await contentOf(one, kind))
        written.push(target)
      }
      const samples = logs.reduce((sum, one) => sum + (one.samples?.length ?? 0), 0)
      return {
        title: 'Converted',
        lead: `${counted(samples, 'sample')} of ${counted(logs.length, 'run')}, written to ${written.length === 1 ? written[0]! : `${written[0]!} and ${written.length - 1} more`}.`,
        tables: [],
        basis: {
          method:
            kind === '.eval' || kind === '.json'
              ? 'every value of the log, NaN included'
              : 'one row a sample and epoch',
          assumptions: ['nothing is computed here'],
          warnings: log.warnings.map((message) => ({ code: 'log', message })),
        },
        result: { written, logs: logs.length, samples },
        fine: true,
      }
    } finally {
      await bytes.close()
    }
  })
}

async function contentOf(log: EvalLog, kind: string): Promise<Uint8Array | string> {
  const { sameColumns, sampleRow, writeJsonLog, writeZipLog } = await import('@safety-portfolio/evals')
  const { nodeCodecs, samplesParquet } = await import('@safety-portfolio/evals/node')
  if (kind === '.eval') return writeZipLog(log, nodeCodecs)
  if (kind === '.json') return writeJsonLog(log)
  const rows = (log.samples ?? []).map((sample) => sampleRow(sample))
  if (kind === '.parquet') return samplesParquet(rows)
  if (kind === '.jsonl') return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  const { toCsv } = await import('@safety-portfolio/records')
  return toCsv(sameColumns(rows))
}
