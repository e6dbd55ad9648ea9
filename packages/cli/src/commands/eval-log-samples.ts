import { Command, Option } from 'commander'
import type { EvalSample, SampleSummary } from '@safety-portfolio/evals'
import type { Answer } from '../answers/answer.js'
import { explained, openAnyLog } from '../evals/open-eval-log.js'
import { wholeFlag } from '../flags.js'
import type { Io } from '../io/io.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { printable } from '../text/printable.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'

interface EvalLogSamplesOptions extends CommonOptions {
  readonly id?: string
  readonly epoch: number
  readonly limit: number
  readonly errors?: true
}

/** `safety-portfolio eval log samples`: the index of a log, or one sample with its conversation. */
export function evalLogSamplesCommand(io: Io, exit: Exit): Command {
  const command = new Command('samples')
    .description('List the samples of a log, or show one with its conversation.')
    .argument('<file>', 'a log')
    .option('--id <id>', 'show this sample')
    .addOption(new Option('--epoch <n>', 'of the sample shown').argParser(wholeFlag(1)).default(1))
    .addOption(new Option('--limit <n>', 'list at most so many; 0 lists all').argParser(wholeFlag(0)).default(50))
    .option('--errors', 'only samples that failed')
  return answering<EvalLogSamplesOptions>(command, io, exit, async (file, options, { progress, read }) => {
    const { log, bytes, source, name } = await openAnyLog(file!, io, progress)
    try {
      read(source)
      if (options.id !== undefined) {
        const { id, epoch } = options
        const asNumber = /^-?\d+$/.test(id) ? await log.sample(Number(id), epoch) : null
        const sample = asNumber ?? (await log.sample(id, epoch))
        if (sample === null) throw new UsageError(`${name}: there is no sample ${id} with epoch ${epoch}.`)
        return oneSample(sample)
      }
      const all = await explained(() => log.summaries())
      const chosen = options.errors === true ? all.filter(({ error }) => error !== undefined && error !== null) : all
      return manySamples(options.limit === 0 ? chosen : chosen.slice(0, options.limit), chosen.length)
    } finally {
      await bytes.close()
    }
  })
}

const basis = { method: 'samples as the log holds them', assumptions: ['nothing is computed here'], warnings: [] }

function manySamples(samples: readonly SampleSummary[], total: number): Answer {
  return {
    title: 'Samples',
    lead:
      samples.length < total
        ? `The first ${samples.length} of ${counted(total, 'sample')}.`
        : `${counted(total, 'sample')}.`,
    tables: [
      {
        caption: 'Samples',
        header: ['id', 'epoch', 'input', 'target', 'scores', 'error'],
        rows: samples.map((sample) => [
          printable(String(sample.id), 24),
          String(sample.epoch),
          printable(typeof sample.input === 'string' ? sample.input : JSON.stringify(sample.input), 40),
          printable(String(sample.target), 20),
          scoresText(sample.scores),
          printable(sample.error ?? '', 30),
        ]),
      },
    ],
    basis,
    result: { samples, total },
    fine: true,
  }
}

function oneSample(sample: EvalSample): Answer {
  const messages = sample.messages as readonly { readonly role?: string; readonly content?: unknown }[]
  return {
    title: `Sample ${printable(String(sample.id))}, epoch ${sample.epoch}`,
    lead: `Target ${printable(String(sample.target), 200)}. ${scoresText(sample.scores)}`,
    tables: [
      {
        caption: 'Conversation',
        header: ['role', 'content'],
        rows: messages.map(({ role = '', content }) => [
          printable(role),
          printable(typeof content === 'string' ? content : JSON.stringify(content ?? ''), 2000),
        ]),
      },
    ],
    basis,
    result: { sample },
    fine: true,
  }
}

function scoresText(scores: SampleSummary['scores']): string {
  return Object.entries(scores ?? {})
    .map(
      ([scorer, { value }]) =>
        `${printable(scorer, 20)} ${printable(typeof value === 'object' ? JSON.stringify(value) : String(value), 30)}`,
    )
    .join(', ')
}
