import { Command, Option } from 'commander'
import { dateCell, optionalCell, rowSchema, textCell, type RowSchema } from '@safety-portfolio/records'
import { taskRunSchema, type IsoDate, type TaskRun, type TaskWeighting } from '@safety-portfolio/scaling-laws'
import type { Answer } from '../answers/answer.js'
import { horizonsFromRuns } from '../answers/horizon-runs.js'
import { publishedHorizons } from '../answers/published-horizons.js'
import { dateFlag, levelFlag, numberFlag, positiveFlag, repeatable, wholeFlag } from '../flags.js'
import { cellText, type AnyRow } from '../io/any-row.js'
import { withFileName } from '../io/explain-data-error.js'
import { joinSchemas } from '../io/join-schemas.js'
import type { Io } from '../io/io.js'
import { readDocument } from '../io/read-document.js'
import { releaseDates } from '../io/release-dates.js'
import type { Exit } from '../program.js'
import { counted } from '../text/counted.js'
import { UsageError } from '../usage-error.js'
import { answering, type Work } from './answer-command.js'
import type { CommonOptions } from './common-options.js'
import { readNamedRows } from './named-rows.js'
import { tableFormats, withTableOptions, type TableOptions } from './table-options.js'

const weightings: readonly TaskWeighting[] = ['inverse-square-root-family', 'equal-task', 'equal-run']

const aliases = {
  agent: ['agent', 'alias', 'model'],
  task: ['task', 'task_id'],
  family: ['family', 'task_family'],
  minutes: ['minutes', 'human_minutes'],
  // METR's tables may hold raw scores of any scale beside.
  score: ['score_binarized', 'score'],
  released: ['released', 'release_date'],
  date: ['date', 'released', 'release_date'],
}

const help = `
Runs have one row per attempt; columns are found by these names or METR's, or named with --map FIELD=COLUMN:
    agent    name of the agent (alias)            task     name of the task (task_id)
    family   family of related tasks (task_family)
    minutes  minutes that people need (human_minutes)
    score    1 or true success, 0 or false failure, or between (score_binarized, before score)
    released day of release (release_date); it may stand in --releases FILE instead, with columns agent and date,
             or as METR's release_dates.yaml
People that tasks were timed with (METR's agent human) have a horizon and no part in the trend of models.

Examples:
  safety-portfolio scaling horizon runs.jsonl --releases releases.csv --bootstrap 1000
  safety-portfolio scaling horizon --results benchmark_results.yaml --reach 480 --reach 10000`

interface HorizonOptions extends CommonOptions, TableOptions {
  readonly results?: string
  readonly releases?: string
  readonly bootstrap: number
  readonly within?: boolean
  readonly level: number
  readonly weighting: string
  readonly regularization: number
  readonly since: string
  readonly reach?: readonly number[]
}

/** `safety-portfolio scaling horizon`: runs or METR's results in, time horizons and their doubling time out. */
export function scalingHorizonCommand(io: Io, exit: Exit): Command {
  const command = withTableOptions(
    new Command('horizon').description('Task-length time horizons of agents, and how fast they double.'),
  )
    .argument('[runs]', tableFormats)
    .option('--results <yaml>', "published horizons (METR's benchmark_results.yaml) instead of runs")
    .option('--releases <file>', "a table of agents and their dates of release, or METR's release_dates.yaml")
    .addOption(
      new Option('--since <date>', 'first release of the later trend').argParser(dateFlag).default('2023-01-01'),
    )
    .addOption(
      new Option(
        '--reach <minutes>',
        'length of task whose date is wanted, e.g. 480 for a day of work; repeatable',
      ).argParser(repeatable(positiveFlag)),
    )
    .addOption(
      new Option('--bootstrap <b>', 'resamples of families with their tasks and runs')
        .argParser(wholeFlag(2))
        .default(1000),
    )
    .option('--within', 'draw tasks of a drawn family again, and runs of a task, as METR does: longer intervals')
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addOption(new Option('--weighting <name>', 'how much each run counts').choices(weightings).default(weightings[0]))
    .addOption(new Option('--regularization <l>', 'penalty on the squared slope').argParser(numberFlag).default(0.1))
    .addHelpText('after', help)
  return answering<HorizonOptions>(command, io, exit, async (file, options, work) => {
    if (options.results === undefined) return fromRuns(file, options, work)
    if (file !== undefined) throw new UsageError('Give runs or --results FILE, not both.')
    for (const name of ['bootstrap', 'within', 'weighting', 'regularization', 'map', 'where']) {
      if (command.getOptionValueSource(name) === 'cli') {
        throw new UsageError(`--${name} belongs to runs, and --results holds horizons. Leave one of them out.`)
      }
    }
    return fromResults(options.results, options, work)
  })
}

async function fromResults(
  file: string,
  { level, since, reach = [], releases: table }: HorizonOptions,
  work: Work,
): Promise<Answer> {
  const { value, source } = await readDocument(file, work.io, work.progress)
  work.read(source)
  const releases = new Map<string, IsoDate>()
  if (table !== undefined) await addReleases(releases, table, work)
  return withFileName(source.name, () => publishedHorizons(value, releases, { level, since, reach }))
}

type DatedRun = TaskRun & { readonly released?: IsoDate }

async function fromRuns(file: string | undefined, options: HorizonOptions, work: Work): Promise<Answer> {
  if (!(options.regularization >= 0)) throw new UsageError('--regularization must be at least 0.')
  const wanted = { of: 'a table of runs', schema: datedRun, names: aliases, optional: ['released'] }
  const { rows, source } = await readNamedRows(wanted, file, options, work)
  const releases = new Map<string, IsoDate>()
  for (const { agent, released } of rows) {
    if (released === undefined) continue
    const known = releases.get(agent) ?? released
    if (known !== released) {
      throw new UsageError(`${source.name}: ${agent} is released on ${known} and on ${released}. Give one date.`)
    }
    releases.set(agent, released)
  }
  if (options.releases !== undefined) await addReleases(releases, options.releases, work)
  const { weighting, regularization, bootstrap, within = false, seed, level, since, reach = [] } = options
  work.progress.step(`Fitting horizons to ${counted(rows.length, 'run')}, and ${counted(bootstrap, 'resample')}`)
  return horizonsFromRuns(rows, {
    weighting: weighting as TaskWeighting,
    regularization,
    replicates: bootstrap,
    within,
    seed,
    level,
    since,
    reach,
    releases,
  })
}

/** A run whose table may tell the release of its agent. */
const datedRun: RowSchema<DatedRun> = withTruths(
  joinSchemas(taskRunSchema, rowSchema({ released: optionalCell(dateCell()) })),
)

/** The schema of runs whose score may be true or false. */
function withTruths<T>(schema: RowSchema<T>): RowSchema<T> {
  const scores: Readonly<Record<string, number>> = { true: 1, false: 0 }
  return {
    ...schema,
    '~standard': {
      ...schema['~standard'],
      validate(row) {
        const score =
          scores[
            cellText((row as AnyRow)['score'])
              .trim()
              .toLowerCase()
          ]
        return schema['~standard'].validate(score === undefined ? row : { ...(row as AnyRow), score })
      },
    },
  }
}

async function addReleases(releases: Map<string, IsoDate>, file: string, work: Work): Promise<void> {
  if (/\.ya?ml$/i.test(file)) {
    const { value, source } = await readDocument(file, work.io, work.progress)
    for (const [agent, date] of releaseDates(value, source.name)) releases.set(agent, date)
    work.read(source)
    return
  }
  const schema = rowSchema({ agent: textCell(), date: dateCell() })
  const { rows } = await readNamedRows({ of: 'a table of releases', schema, names: aliases }, file, {}, work)
  for (const { agent, date } of rows) releases.set(agent, date)
}
