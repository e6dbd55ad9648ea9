import { Command, Option } from 'commander'
import {
  chinchillaLoss,
  lawLoss,
  parseFit,
  predictLoss,
  predictWithFit,
  type LawName,
  type LossName,
  type Preset,
} from '@safety-portfolio/scaling-laws'
import {
  predictionAnswer,
  presetPredictionAnswer,
  savedPredictionAnswer,
  type Place,
} from '../answers/loss-predictions.js'
import { doubtedAnswer } from '../answers/doubted-answer.js'
import type { Answer } from '../answers/answer.js'
import { assignmentFlag, levelFlag, numberFlag, positiveFlag, wholeFlag } from '../flags.js'
import { withFileName } from '../io/explain-data-error.js'
import type { Io } from '../io/io.js'
import { readDocument } from '../io/read-document.js'
import { clusteredPredictions } from '../laws/clustered-predictions.js'
import { losses, withoutHighest } from '../laws/fit-options.js'
import { inferableLawNames, lawRows } from '../laws/law-kinds.js'
import { allPresets, presetNamed, presets } from '../laws/presets.js'
import type { Exit } from '../program.js'
import { refused } from '../refusal.js'
import { counted } from '../text/counted.js'
import { wrap, widest } from '../text/wrap.js'
import { UsageError } from '../usage-error.js'
import { answering, type Work } from './answer-command.js'
import { clusterOption } from './cluster-option.js'
import type { CommonOptions } from './common-options.js'
import { noiseOption, type NoiseName } from './noise-option.js'
import { identifiabilityOption, insisting, type IdentifiabilityFlag } from './identifiability-option.js'
import { readLawRows, withLawTable } from './law-table.js'
import { columnsHelp, type TableOptions } from './table-options.js'

const help = `
${columnsHelp}
A saved fit answers with the covariance it carries: that of clusters, where scaling fit --cluster made it.
A place is params=N,tokens=D for the laws of runs, and x=X for those of one quantity.
${wrap(`Presets: ${[...new Set([...presets.keys(), ...allPresets.keys()])].join(', ')}.`, widest)}

Examples:
  safety-portfolio scaling predict runs.csv --at params=70e9,tokens=1.4e12
  safety-portfolio scaling predict curve.csv --law power-offset --at x=1e9 --at x=1e10 --json
  safety-portfolio scaling predict --preset besiroglu --at params=70e9,tokens=1.4e12`

interface PredictOptions extends CommonOptions, TableOptions, IdentifiabilityFlag {
  readonly law: LawName
  readonly at: readonly Place[]
  readonly preset?: string
  readonly fit?: string
  readonly beyond: 'drift' | 'law'
  readonly loss: LossName
  readonly noise?: NoiseName
  readonly delta?: number
  readonly dropHighest: number
  readonly level: number
  readonly cluster?: string
  readonly bootstrap?: number
}

/** `safety-portfolio scaling predict`: runs and places in, the loss there with intervals out. */
export function scalingPredictCommand(io: Io, exit: Exit): Command {
  const command = withLawTable(
    new Command('predict').description('Predict the loss of new runs from old ones, or from published constants.'),
  )
    .addOption(new Option('--at <place>', 'where to predict; repeatable').argParser(placeFlag).makeOptionMandatory())
    .addOption(new Option('--law <name>', 'the law').choices(inferableLawNames).default('chinchilla'))
    .addOption(new Option('--preset <name>', 'published constants instead of runs'))
    .addOption(
      new Option(
        '--fit <json>',
        'a saved fit (result.json) instead of runs: the law alone, without the noise of a run',
      ),
    )
    .addOption(
      new Option(
        '--beyond <what>',
        'what holds beyond the data: the law with the drift seen within them, or the law alone',
      )
        .choices(['drift', 'law'])
        .default('drift'),
    )
    .addOption(new Option('--loss <name>', 'what is minimised').choices(losses).default('huber'))
    .addOption(noiseOption())
    .addOption(new Option('--delta <d>', 'threshold of the Huber loss').argParser(positiveFlag))
    .addOption(
      new Option('--drop-highest <k>', 'leave out the k rows of highest loss').argParser(wholeFlag(0)).default(0),
    )
    .addOption(clusterOption())
    .addOption(new Option('--bootstrap <b>', 'resamples of the clusters (default: 1000)').argParser(wholeFlag(2)))
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addOption(identifiabilityOption())
    .addHelpText('after', help)
  return answering<PredictOptions>(command, io, exit, async (file, options, work) => {
    const { preset, law, at, cluster } = options
    if (cluster === undefined && options.bootstrap !== undefined)
      throw new UsageError('--bootstrap counts resamples of clusters. Name their column with --cluster.')
    if (cluster !== undefined && (preset ?? options.fit) !== undefined)
      throw new UsageError('--cluster names a column of runs. For a saved fit, give it to scaling fit.')
    if (options.fit !== undefined) {
      if (file !== undefined || preset !== undefined)
        throw new UsageError('Give runs, --preset NAME or --fit JSON, one of them.')
      return fromFit(options.fit, options, work)
    }
    const other = preset === undefined || presets.has(preset) ? undefined : allPresets.get(preset)
    if (other !== undefined) return fromPreset(other, at)
    for (const place of at) checkPlace(place, law, placeFields(law))
    if (preset === undefined) return fromRuns(file, options, work)
    if (file !== undefined) throw new UsageError('Give runs or --preset NAME, not both.')
    if (law !== 'chinchilla') throw new UsageError('Presets are constants of the chinchilla law. Leave --law out.')
    const published = presetNamed(preset)
    const lossAt = (place: Place): number => chinchillaLoss(published.parameters, place['params']!, place['tokens']!)
    return presetPredictionAnswer(
      published,
      at.map((place) => ({ at: place, loss: lossAt(place) })),
    )
  })
}

async function fromFit(file: string, { at, level }: PredictOptions, work: Work): Promise<Answer> {
  const { value, source } = await readDocument(file, work.io, work.progress)
  const fit = withFileName(source.name, () => parseFit(value))
  work.read(source)
  for (const place of at) checkPlace(place, fit.law, placeFields(fit.law))
  const places = at as Parameters<typeof predictWithFit<LawName>>[1]
  return savedPredictionAnswer(fit, at, predictWithFit(fit, places, { level }))
}

function fromPreset(preset: Preset, at: readonly Place[]): Answer {
  const law = preset.law as LawName
  for (const place of at) checkPlace(place, law, placeFields(law))
  const lossAt = (place: Place): number => lawLoss(law, preset.parameters as never, place as never)
  return presetPredictionAnswer(
    preset,
    at.map((place) => ({ at: place, loss: lossAt(place) })),
  )
}

/** The quantities that a place of a law names. */
function placeFields(law: LawName): readonly string[] {
  if (law === 'kaplan-steps') return ['params', 'steps']
  return law === 'chinchilla' || law === 'kaplan' || law === 'over-training' ? ['params', 'tokens'] : ['x']
}

async function fromRuns(file: string | undefined, options: PredictOptions, work: Work): Promise<Answer> {
  const { law, at, loss, noise, delta, dropHighest, level } = options
  if (delta !== undefined && loss !== 'huber') throw new UsageError(`--delta belongs to --loss huber, not to ${loss}.`)
  const { rows, source, warnings } = await readLawRows(lawRows(law), file, options, work)
  work.progress.step(`Fitting the ${law} law to ${counted(rows.length, 'row')}`)
  const points = withoutHighest(rows, dropHighest)
  const places = at as Parameters<typeof predictLoss<LawName>>[2]
  const fitting = { loss, level, ...insisting(options), ...(delta === undefined ? {} : { delta }) }
  const found = predictLoss(law, points, places, {
    ...fitting,
    beyond: options.beyond,
    ...(noise === undefined ? {} : { noise }),
  })
  if (found.refusal !== undefined) throw refused(source, found.refusal, warnings)
  const { cluster, bootstrap: replicates = 1000, seed } = options
  const answered = cluster === undefined ? found : clusteredPredictions(found, points, { ...fitting, replicates, seed })
  return doubtedAnswer(predictionAnswer(answered), warnings)
}

function checkPlace(place: Place, law: LawName, fields: readonly string[]): void {
  const names = Object.keys(place)
  if (names.length === fields.length && fields.every((field) => (place[field] ?? 0) > 0)) return
  const wanted = fields.map((field) => `${field}=NUMBER`).join(',')
  throw new UsageError(`--at for the ${law} law is written ${wanted}, with numbers greater than 0.`)
}

function placeFlag(text: string, before: readonly Place[] | undefined): readonly Place[] {
  const parts = text.split(',').map(assignmentFlag)
  const place = Object.fromEntries(parts.map(({ name, value }) => [name.trim(), numberFlag(value.trim())]))
  return [...(before ?? []), place]
}
