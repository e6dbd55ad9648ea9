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

const kinds = ['.otlp.json', '.eval', '.json', '.csv', '.parquet', '.jsonl']

interface ConvertOptions extends CommonOptions {
  readonly content?: true
}

/** Attempts that are sent to a collector together. */
const together = 100

/** `safety-portfolio eval log convert`: one format of logs into another, or into a table. */
export function evalLogConvertCommand(io: Io, exit: Exit): Command {
  const command = new Command('convert')
    .description(
      'Convert a log, or results of another harness, into .eval, .json, .csv, .parquet, .jsonl or OpenTelemetry spans.',
    )
    .argument('<file>', 'an Inspect log, or results of promptfoo, OpenAI evals or lm-evaluation-harness')
    .argument(
      '<to>',
      'file to write; its extension says the format (.otlp.json: spans). Several runs in one file are numbered. Or the address of a collector, http(s)://..., that the spans are sent to',
    )
    .option('--content', 'put prompts, answers and explanations into spans')
  return answering<ConvertOptions>(command, io, exit, async (file, options, { progress, read, words }) => {
    const isAddress = /^https?:\/\//.test(words[1]!)
    const to = isAddress ? words[1]! : path.resolve(io.cwd(), words[1]!)
    const kind = isAddress ? 'otlp' : kinds.find((one) => to.toLowerCase().endsWith(one))
    if (kind === undefined) throw new UsageError(`'${words[1]!}' must end in ${kinds.join(', ')}, or be an address.`)
    if (options.content === true && !kind.includes('otlp')) throw new UsageError('--content is for spans only.')
    const { wholeLog } = await import('@safety-portfolio/evals')
    const { log, bytes, source, imported } = await openAnyLog(file!, io, progress)
    try {
      read(source)
      const logs = imported ?? [await explained(() => wholeLog(log))]
      const written: string[] = []
      for (const [index, one] of logs.entries()) {
        if (kind === 'otlp') {
          await sendSpans(one, to, options.content === true, io)
          written.push(to)
          continue
        }
        const target = logs.length === 1 ? to : `${to.slice(0, -kind.length)}-${index + 1}${kind}`
        await writeFileWhole(target, await contentOf(one, kind, options.content === true))
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
              : kind.includes('otlp')
                ? "a span a run, attempt and call, by OpenTelemetry's conventions for generative AI"
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

/** Sends a log to a collector, some attempts at a time, so that no request is too large. */
async function sendSpans(log: EvalLog, url: string, content: boolean, io: Io): Promise<void> {
  const { otlpTraces } = await import('@safety-portfolio/evals')
  const { sendOtlp } = await import('@safety-portfolio/evals/node')
  const { otlpHeaders } = await import('../evals/otlp-headers.js')
  const samples = log.samples ?? []
  for (let from = 0; from === 0 || from < samples.length; from += together) {
    const traces = otlpTraces(log, samples.slice(from, from + together), { content })
    try {
      await sendOtlp({ url, headers: otlpHeaders(io.env) }, traces)
    } catch (error) {
      throw new UsageError(`${(error as Error).message}; ${from} of ${samples.length} samples were sent before.`)
    }
  }
}

async function contentOf(log: EvalLog, kind: string, content: boolean): Promise<Uint8Array | string> {
  const { otlpTraces, sameColumns, sampleRow, writeJsonLog, writeZipLog } = await import('@safety-portfolio/evals')
  const { nodeCodecs, samplesParquet } = await import('@safety-portfolio/evals/node')
  if (kind === '.eval') return writeZipLog(log, nodeCodecs)
  if (kind === '.json') return writeJsonLog(log)
  if (kind === '.otlp.json') return `${JSON.stringify(otlpTraces(log, log.samples ?? [], { content }))}\n`
  const rows = (log.samples ?? []).map((sample) => sampleRow(sample))
  if (kind === '.parquet') return samplesParquet(rows)
  if (kind === '.jsonl') return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  const { toCsv } = await import('@safety-portfolio/records')
  return toCsv(sameColumns(rows))
}
