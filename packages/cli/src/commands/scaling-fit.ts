import { Command, Option } from 'commander'
import { numberCell, rowSchema } from '@safety-portfolio/records'
import type { Finding } from '@safety-portfolio/stats'
import { exitCode } from '../exit-code.js'
import { levelFlag, positiveFlag, repeatable, wholeFlag } from '../flags.js'
import { joinSchemas } from '../io/join-schemas.js'
import type { Io } from '../io/io.js'
import { createProgress, type Progress } from '../io/progress.js'
import { sourceFacts, type Source } from '../io/read-table.js'
import { checkFolder, writeFolder } from '../io/write-folder.js'
import { clusterSchema } from '../laws/cluster-cell.js'
import { knownLaws, lawNamed, knownLosses } from '../laws/known-laws.js'
import type { FitRequest, FittedLaw, IntervalKind, Law } from '../laws/law.js'
import { readLawTable } from '../laws/read-law-table.js'
import type { Exit } from '../program.js'
import { refused } from '../refusal.js'
import { createDraw } from '../report/draw.js'
import { fitHtml, fitText } from '../report/fit-summary.js'
import { resultText } from '../report/result-text.js'
import { counted } from '../text/counted.js'
import { clusterOption } from './cluster-option.js'
import { resolvePath, withCommonOptions } from './common-options.js'
import { identifiabilityOption } from './identifiability-option.js'
import { fitRequest, sameCommand, type ScalingFitOptions } from './scaling-fit-options.js'
import {
  columnsHelp,
  mappedColumns,
  rowFilters,
  skipIncompleteOption,
  tableFormats,
  withTableOptions,
} from './table-options.js'

const help = `
${columnsHelp}
${[...knownLaws.values()].map((law) => `  ${law.name}: ${law.formula}\n${law.fields.map(({ name, meaning }) => `    ${name.padEnd(8)} ${meaning}`).join('\n')}`).join('\n')}

With --map weight=COLUMN each row counts by its weight (inversely proportional to the variance of its noise).

Example:
  safety-portfolio scaling fit runs.csv --drop-highest 5 --bootstrap 1000 --budget 1e24 --out report \\
    --map params="Model Size" --map compute="Training FLOP" --map loss=loss`

const weightSchema = rowSchema({ weight: numberCell({ min: 0 }) })
const intervalKinds: readonly IntervalKind[] = ['sandwich', 'infinitesimal-jackknife', 'profile', 'residual', 'wild']

/** `safety-portfolio scaling fit`: runs in, a fitted law with intervals, allocations and warnings out. */
export function scalingFitCommand(io: Io, exit: Exit): Command {
  const command = new Command('fit')
    .description('Fit a scaling law to training runs.')
    .argument('[runs]', tableFormats)
    .addOption(skipIncompleteOption())
    .addOption(new Option('--law <name>', `one of: ${[...knownLaws.keys()].join(', ')}`).default('chinchilla'))
    .addOption(new Option('--loss <name>', `what is minimised: ${knownLosses().join(', ')} (default: huber)`))
    .addOption(new Option('--delta <d>', 'threshold of the Huber loss (default: 0.001)').argParser(positiveFlag))
    .addOption(
      new Option('--drop-highest <k>', 'leave out the k rows of highest loss').argParser(wholeFlag(0)).default(0),
    )
    .addOption(new Option('--bootstrap <b>', 'intervals from b resamples of the rows').argParser(wholeFlag(2)))
    .addOption(
      new Option(
        '--intervals <kind>',
        'how intervals are made without --bootstrap; residual and wild resample the noise, --bootstrap times',
      )
        .choices(intervalKinds)
        .default('sandwich'),
    )
    .addOption(clusterOption())
    .addOption(new Option('--level <p>', 'coverage of the intervals').argParser(levelFlag).default(0.95))
    .addOption(new Option('--breaks <n>', 'breaks of the bnsl law (default: 1)').argParser(wholeFlag(0)))
    .addOption(
      new Option('--base <preset>', 'law of the runs without repetition, for data-constrained (default: muennighoff)'),
    )
    .addOption(identifiabilityOption())
    .addOption(new Option('--budget <flop>', 'allocate this compute; repeatable').argParser(repeatable(positiveFlag)))
    .addHelpText('after', help)
  return withCommonOptions(withTableOptions(command)).action(
    async (file: string | undefined, options: ScalingFitOptions) => {
      const progress = createProgress(io, options.quiet === true)
      try {
        exit(await scalingFit(io, file, options, progress))
      } finally {
        progress.end()
      }
    },
  )
}

async function scalingFit(
  io: Io,
  file: string | undefined,
  options: ScalingFitOptions,
  progress: Progress,
): Promise<number> {
  const law = lawNamed(options.law)
  const request = fitRequest(law, options)
  const { cluster, map } = options
  const mapped = mappedColumns(`the ${law.name} law`, [...law.fields.map(({ name }) => name), 'weight'], map)
  const columns = cluster === undefined ? mapped : { ...mapped, cluster }
  const folder = options.out === undefined ? undefined : resolvePath(io, options.out)
  if (folder !== undefined) await checkFolder(folder)
  const where = rowFilters(options)
  const read: { source: Source; warnings: readonly Finding[] }[] = []
  const found = await law.fit(request, new Set(Object.keys(columns)), async (schema) => {
    const weighted = Object.hasOwn(columns, 'weight') ? joinSchemas(schema, weightSchema) : schema
    const clustered = cluster === undefined ? weighted : joinSchemas(weighted, clusterSchema)
    const table = await readLawTable(
      { file, schema: clustered, columns, where, skipIncomplete: options.skipIncomplete === true },
      io,
      progress,
    )
    read.push(table)
    progress.step(fittingStep(law, request, table.source))
    return table.rows
  })
  const [{ source, warnings }] = read as [(typeof read)[number]]
  const { refusal } = found.result
  if (refusal !== undefined) throw refused(source, refusal, warnings)
  const fitted = { ...found, result: { ...found.result, warnings: [...warnings, ...found.result.warnings] } }
  const result = { ...fitted.result, seed: options.seed, source }
  if (folder !== undefined) {
    progress.step('Writing the report')
    await writeFolder(folder, await reportFiles(law, fitted, result, sameCommand(file, options)))
  }
  progress.end()
  if (options.json === true) io.stdout.write(resultText(result))
  else io.stdout.write(fitText(law, fitted, facts(source, options.seed), io))
  if (folder !== undefined && options.quiet !== true) io.stderr.write(`Report: ${folder}/index.html\n`)
  return fitted.result.converged ? exitCode.fine : exitCode.finding
}

function fittingStep(law: Law, request: FitRequest, { rows }: Source): string {
  const resamples = request.bootstrap === undefined ? '' : `, and ${counted(request.bootstrap, 'resample')}`
  return `Fitting ${law.formula} to ${counted(rows, 'row')}${resamples}`
}

function facts(source: Source, seed: number): readonly string[] {
  return [...sourceFacts(source), `seed ${seed}`]
}

async function reportFiles(
  law: Law,
  fitted: FittedLaw,
  result: { readonly source: Source; readonly seed: number },
  command: string,
): Promise<Readonly<Record<string, string>>> {
  const draw = await createDraw()
  const { renderPage } = await import('../report/page.js')
  const page = renderPage({
    title: `${law.title}, fitted to ${result.source.name}`,
    lead: fitted.lead,
    facts: facts(result.source, result.seed),
    command,
    chapters: [{ id: 'fit', title: 'The fit', body: await fitHtml(law, fitted, draw) }],
    files: fitted.files,
    result,
  })
  return { 'index.html': page, 'result.json': resultText(result), ...fitted.files }
}
