import { analyseLayers, layerChain, type ChainStage } from '@safety-portfolio/risk'
import { Command, Option } from 'commander'
import { layersAnswer } from '../answers/layers.js'
import { assignmentFlag, levelFlag, numberFlag, repeatable, type Assignment } from '../flags.js'
import { anyRow } from '../io/any-row.js'
import type { Io } from '../io/io.js'
import { readOutcomes } from '../io/layer-outcomes.js'
import { readTable } from '../io/read-table.js'
import type { Exit } from '../program.js'
import { UsageError } from '../usage-error.js'
import { answering } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { rowFilters, tableFormats, withWhereOption, type TableOptions } from './table-options.js'

const help = `
A row is one item, a column one detector: 1, true, yes, caught or flagged where it caught the item, 0, false, no, missed or passed where it did not,
blank where it was not run. A column named label says which items should be caught (1, true, attack, positive) and which are benign; without
one every item counts as one that should be.

Examples:
  safety-portfolio risk layers outcomes.csv
  safety-portfolio risk layers outcomes.csv --detectors input,output,probe --label harmful --stratum family \\
    --chain input,probe,output --cost input=1 --cost probe=2 --cost output=30 --prevalence 0.001`

interface LayersFlags extends CommonOptions, TableOptions {
  readonly detectors?: string
  readonly label?: string
  readonly stratum?: string
  readonly missed?: true
  readonly chain?: string
  readonly parallel?: true
  readonly cost?: readonly Assignment[]
  readonly latency?: readonly Assignment[]
  readonly prevalence?: number
  readonly level: number
}

/** `safety-portfolio risk layers`: what each detector caught in, what gets through all of them out. */
export function riskLayersCommand(io: Io, exit: Exit): Command {
  const command = withWhereOption(
    new Command('layers').description('What gets through several imperfect filters, measured and not multiplied.'),
  )
    .argument('[outcomes]', tableFormats)
    .option('--detectors <column,...>', 'columns of the detectors (default: every other column)')
    .option('--label <column>', 'which items should be caught (default: label, where there is one)')
    .option('--stratum <column>', 'families of items to be shown apart')
    .option('--missed', 'a 1 says that the detector missed the item')
    .option('--chain <detector,...>', 'run them one after the other in this order')
    .option('--parallel', 'of a chain: all at once')
    .addOption(new Option('--cost <detector=cost>', 'of one item; repeatable').argParser(repeatable(assignmentFlag)))
    .addOption(new Option('--latency <detector=time>', 'of one item; repeatable').argParser(repeatable(assignmentFlag)))
    .addOption(new Option('--prevalence <p>', 'share of traffic that should be caught').argParser(numberFlag))
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addHelpText('after', help)
  return answering<LayersFlags>(command, io, exit, async (file, flags, work) => {
    const request = { file, schema: anyRow, columns: undefined, where: rowFilters(flags) }
    const { rows, source } = await readTable(request, work.io, work.progress)
    const names = flags.detectors?.split(',').map((name) => name.trim())
    const filtered = (flags.where ?? []).map(({ name }) => name)
    const outcomes = readOutcomes(rows, {
      name: source.name,
      detectors: names,
      label: flags.label,
      stratum: flags.stratum,
      missed: flags.missed === true,
      other: filtered,
    })
    work.read(source)
    work.progress.step(`${rows.length} items, ${outcomes.detectors.length} detectors`)
    const costs = perDetector('cost', flags.cost, outcomes.detectors)
    const latencies = perDetector('latency', flags.latency, outcomes.detectors)
    const { level, prevalence } = flags
    if (prevalence !== undefined && !(prevalence >= 0 && prevalence <= 1)) {
      throw new UsageError(`--prevalence must lie between 0 and 1, got ${prevalence}.`)
    }
    const result = analyseLayers(outcomes, {
      level,
      ...(costs.size === 0 ? {} : { costs: outcomes.detectors.map((name) => costs.get(name) ?? 1) }),
    })
    if (flags.chain === undefined) return layersAnswer(result, null)
    const stages = flags.chain.split(',').map((text): ChainStage => {
      const name = text.trim()
      if (!outcomes.detectors.includes(name)) throw new UsageError(noDetector('--chain', name, outcomes.detectors))
      return { name, cost: costs.get(name) ?? 0, latency: latencies.get(name) ?? 0 }
    })
    if (new Set(stages.map(({ name }) => name)).size < stages.length) {
      throw new UsageError('--chain names a detector twice.')
    }
    const mode = flags.parallel === true ? 'parallel' : 'sequential'
    const chain = layerChain(outcomes, stages, { mode, level, ...(prevalence === undefined ? {} : { prevalence }) })
    return layersAnswer(result, chain)
  })
}

function noDetector(flag: string, name: string, detectors: readonly string[]): string {
  return `${flag}: '${name}' is no detector. The detectors: ${detectors.join(', ')}.`
}

function perDetector(
  flag: string,
  given: readonly Assignment[] = [],
  detectors: readonly string[],
): ReadonlyMap<string, number> {
  const values = new Map<string, number>()
  for (const { name, value } of given) {
    if (!detectors.includes(name)) throw new UsageError(noDetector(`--${flag}`, name, detectors))
    const number = Number(value)
    if (!(number > 0 && number < Infinity)) throw new UsageError(`--${flag} ${name} must be above 0, got ${value}.`)
    values.set(name, number)
  }
  return values
}
