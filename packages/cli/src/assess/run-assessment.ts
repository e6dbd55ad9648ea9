import type { Work } from '../commands/answer-command.js'
import type { AssessOptions } from '../commands/assess.js'
import { resolvePath } from '../commands/common-options.js'
import { exitCode } from '../exit-code.js'
import type { Io } from '../io/io.js'
import type { Source } from '../io/read-table.js'
import { styleFor } from '../io/style.js'
import { checkFolder, writeFolder } from '../io/write-folder.js'
import { timeNow, today } from '../policies/today.js'
import { createDraw } from '../report/draw.js'
import { resultText } from '../report/result-text.js'
import { tableText } from '../report/summary-table.js'
import { textWidth, wrap } from '../text/wrap.js'
import { UsageError } from '../usage-error.js'
import { version } from '../version.js'
import { assess, type AssessedModel } from './assessment.js'
import { assessmentLead, assessmentPage, decisionDocument } from './assessment-report.js'
import { assessmentResult } from './assessment-result.js'
import { decisionLogName, decisionLogText, openDecisionLog } from './decision-log.js'
import { demoPlan } from './demo-plan.js'
import { overviewTable } from './overview-table.js'
import { plantedTable } from './planted-table.js'
import type { Plan } from './plan.js'
import { planFrom, readPlan } from './read-plan.js'
import { removeStaleFiles } from './stale-files.js'

/** Runs `assess`: reads the plan, assesses every model, writes the folder, prints, and gives the exit code. */
export async function runAssessment(
  file: string | undefined,
  options: AssessOptions,
  again: string,
  given: Omit<Work, 'read'>,
): Promise<number> {
  const { io, progress } = given
  const sources: Source[] = []
  const work: Work = { ...given, read: (source) => void sources.push(source) }
  if ((file === undefined) === (options.demo !== true))
    throw new UsageError('Name a plan, or give --demo; safety-portfolio init writes a plan.')
  const planFile = file === undefined ? planFrom(demoPlan, 'the plan of the demonstration') : await readPlan(file, work)
  const { plan } = planFile
  if (measuresNothing(plan))
    throw new UsageError(`${planFile.name} measures nothing and asks no policy: give it suites, scaling or a policy.`)
  const folder = resolvePath(io, options.out)
  await checkFolder(folder)
  const decisionLog = await openDecisionLog(folder, io)
  const asOf = plan.asOf ?? today(io)
  const seed = plan.seed ?? options.seed
  const models = await assess(planFile, { asOf, seed, logDir: `${folder}/logs`, resume: options.resume === true }, work)
  progress.step('Writing the report')
  const result = { ...assessmentResult(plan, models, { asOf, seed }), ...(sources.length === 0 ? {} : { sources }) }
  const facts = [
    ...sources.map(({ name, sha256 }) => `${name}, SHA-256 ${sha256.slice(0, 12)}…`),
    `as of ${asOf}`,
    `seed ${seed}`,
  ]
  const draw = await createDraw()
  const page = assessmentPage(plan, models, { facts, command: again, result, draw })
  const decisions = models.flatMap(({ policy }) => (policy === null ? [] : [policy.decision]))
  const files = {
    'report.html': page,
    'report.json': resultText(result),
    ...(decisions.length === 0
      ? {}
      : {
          'decision.md': decisionDocument(models),
          [decisionLogName]: decisionLogText(decisionLog, decisions, timeNow(io)),
        }),
    ...(await chartFiles(models)),
  }
  await writeFolder(folder, files)
  await removeStaleFiles(folder, Object.keys(files))
  progress.end()
  io.stdout.write(options.json === true ? resultText(result) : text(models, facts, folder, io))
  const fine = models.every(
    ({ policy, suites }) =>
      (options.demo === true || (policy?.permitted ?? true)) && suites.every(({ answer }) => answer.fine),
  )
  return fine ? exitCode.fine : exitCode.finding
}

function measuresNothing({ suites, scaling, policy }: Plan): boolean {
  return Object.values(suites).every((suite) => suite === undefined) && scaling === undefined && policy === undefined
}

async function chartFiles(models: readonly AssessedModel[]): Promise<Readonly<Record<string, string>>> {
  const [{ toSvg }, { Window }] = await Promise.all([import('@safety-portfolio/charts'), import('happy-dom')])
  const { document } = new Window()
  return Object.fromEntries(
    models.flatMap(({ model, suites }) =>
      suites.flatMap(({ suite, charts }) =>
        charts.map(
          ({ name, draw }) =>
            [`${model.replaceAll(/[^\w.-]/g, '-')}-${suite}-${name}.svg`, toSvg(draw(680), document)] as const,
        ),
      ),
    ),
  )
}

function text(models: readonly AssessedModel[], facts: readonly string[], folder: string, io: Io): string {
  const style = styleFor(io.stdout, io.env)
  const width = textWidth(io.stdout)
  const blocks = [
    style.bold('Assessment'),
    wrap(assessmentLead(models), width),
    tableText(overviewTable(models), style),
    ...models.flatMap(({ model, suites }) => {
      const planted = suites.flatMap((report) => report.planted)
      return planted.length === 0
        ? []
        : [tableText({ ...plantedTable(planted), caption: `${model}: planted truth beside estimate` }, style)]
    }),
    style.dim(wrap([...facts, `safety-portfolio ${version}`].join(' · '), width)),
    `Report: ${folder}/report.html`,
  ]
  return `${blocks.join('\n\n')}\n`
}
