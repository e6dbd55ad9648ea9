import { intervalChart } from '@safety-portfolio/charts'
import type { ScoreReport, Task } from '@safety-portfolio/evals'
import { evalLogAnswer } from '../../answers/eval-log.js'
import { evalRunAnswer } from '../../answers/eval-run.js'
import { explainedRun } from '../../evals/explained-run.js'
import { counted } from '../../text/counted.js'
import { formatNumber } from '../../text/format-number.js'
import type { PlannedTask } from '../plan.js'
import type { LoggedScore } from '../read-logged-score.js'
import { saysNothing } from '../first-token.js'
import { runFacts, runSuiteTask, withFailures, withSilence } from '../run-suite-task.js'
import type { Suite, SuiteChart, SuiteContext, SuiteEvidence, SuiteReport } from '../suite.js'

/** What the model can do: scores of tasks, each held against a line of the policy where the plan names one. */
export const capability: Suite = async (context) => {
  const reports: SuiteReport[] = []
  for (const [place, planned] of (context.plan.suites.capability ?? []).entries()) {
    if (planned.log === undefined) reports.push(await asked(planned, context))
    else {
      const logged = context.inputs.logs[place]!.get(context.name)
      if (logged !== undefined) reports.push(fromLog(logged, planned, context))
    }
  }
  return reports
}

async function asked(
  { task: name, data, limit, epochs, line }: PlannedTask,
  context: SuiteContext,
): Promise<SuiteReport> {
  const { loadTask } = await import('@safety-portfolio/evals/node')
  const loaded = await explainedRun(() => loadTask(name!, context.work.io.cwd(), { data, args: {} }))
  const task: Task = { ...loaded, ...(epochs === undefined ? {} : { epochs }) }
  const found = await runSuiteTask(limit === undefined ? task : limited(task, limit), context)
  const { run } = found
  const [score] = run.scores
  const silent = found.samples.filter(saysNothing).length
  const answer = { ...evalRunAnswer(run), title: `Capability: ${run.task}`, lead: capabilityLead(run) }
  return {
    suite: 'capability',
    answer: withFailures(withSilence(answer, silent, found), found),
    charts: scoreCharts(run.scores, lineOf(line, context), context.planted?.ability),
    planted:
      context.planted === null || score === undefined
        ? []
        : [
            {
              quantity: `${run.task}, share of right answers`,
              truth: context.planted.ability,
              estimate: score.mean,
              interval: score.interval,
            },
          ],
    evidence: evidenceFor(line, score, run.task, run.errors + silent),
    ...runFacts(found),
  }
}

/** Scores of a log that was there before. */
function fromLog({ name, info }: LoggedScore, { line }: PlannedTask, context: SuiteContext): SuiteReport {
  const [score] = info.recomputed
  const failed = info.samples - info.completed
  const answer = evalLogAnswer(info)
  const finished = info.status === 'success' && failed === 0
  const warning = {
    code: 'unfinished-log',
    message: `${name} is ${info.status}, ${failed} of ${counted(info.samples, 'attempt')} failed: what is missing may differ from what is there.`,
  }
  return {
    suite: 'capability',
    answer: {
      ...answer,
      title: `Capability: ${info.task}`,
      lead: capabilityLead({ task: info.task, scores: info.recomputed, errors: failed }),
      basis: finished ? answer.basis : { ...answer.basis, warnings: [warning, ...answer.basis.warnings] },
      fine: finished && score !== undefined && score.mean !== null,
    },
    charts: scoreCharts(info.recomputed, lineOf(line, context), undefined),
    planted: [],
    evidence: evidenceFor(line, score, info.task, finished ? 0 : Math.max(1, failed)),
    logs: [name],
    attempts: { made: info.samples, failed },
  }
}

/** A score as evidence for a line. Of a run with attempts missing it is unknown what it would have been. */
function evidenceFor(
  line: string | undefined,
  score: Pick<ScoreReport, 'mean' | 'interval' | 'n'> | undefined,
  run: string,
  failed: number,
): readonly SuiteEvidence[] {
  if (line === undefined) return []
  if (score === undefined || failed > 0) return [{ line, value: null, run }]
  const { mean, interval, n } = score
  return [
    {
      line,
      value: mean,
      n,
      run,
      ...(interval === null ? {} : { interval: [interval.lower, interval.upper] as const }),
    },
  ]
}

/** The first score with its interval, in a sentence. */
function capabilityLead({
  task,
  scores: [score],
  errors,
}: {
  readonly task: string
  readonly scores: readonly Pick<ScoreReport, 'mean' | 'interval' | 'n' | 'scorer' | 'reason'>[]
  readonly errors: number
}): string {
  if (score === undefined || score.mean === null)
    return `${task}: nothing could be scored (${score?.reason ?? 'no score'}).`
  const { mean, interval, n, scorer, reason = 'unknown why' } = score
  const range =
    interval === null
      ? `no interval: ${reason}`
      : `${formatNumber(interval.lower, 3)} to ${formatNumber(interval.upper, 3)}`
  const failed = errors === 0 ? '' : `; ${counted(errors, 'attempt')} failed`
  return `${scorer} ${formatNumber(mean, 3)} (${range}) over ${counted(n, 'question')}${failed}.`
}

/** The first questions only. */
function limited(task: Task, limit: number): Task {
  const { dataset } = task
  return {
    ...task,
    dataset: {
      ...dataset,
      ...(dataset.size === undefined ? {} : { size: Math.min(limit, dataset.size) }),
      async *samples() {
        let count = 0
        for await (const sample of dataset.samples()) {
          if (count >= limit) return
          count += 1
          yield sample
        }
      },
    },
  }
}

/** The value of a line of the plan's own case; lines of the policy's text are drawn by its decision. */
function lineOf(id: string | undefined, { plan, name }: SuiteContext): number | undefined {
  if (id === undefined || plan.policy === undefined) return undefined
  const { lines } = { ...plan.policy.case, ...plan.policy.models[name] } as {
    readonly lines?: readonly { readonly id: string; readonly line?: number }[]
  }
  return lines?.find((line) => line.id === id)?.line
}

/** Scores with their intervals, and the line they are held against. */
function scoreCharts(
  scores: readonly Pick<ScoreReport, 'mean' | 'interval' | 'scorer' | 'reason'>[],
  line: number | undefined,
  truth: number | undefined,
): readonly SuiteChart[] {
  if (scores.length === 0) return []
  const rows = scores.map(({ scorer, mean, interval, reason }, index) => ({
    label: scorer,
    estimate: mean,
    lower: interval?.lower ?? null,
    upper: interval?.upper ?? null,
    ...(index === 0 && truth !== undefined ? { truth } : {}),
    ...(mean === null && reason !== undefined ? { reason } : {}),
  }))
  return [
    {
      name: scores[0]!.scorer.replaceAll(/[^\w.-]/g, '-'),
      caption: `Mean score with its 95 % interval${line === undefined ? '' : `; the line of the policy is at ${line}`}${truth === undefined ? '' : '; the diamond is the planted truth'}.`,
      draw: (width) =>
        intervalChart(rows, {
          width,
          axis: 'Mean score',
          ...(line === undefined ? {} : { threshold: { value: line, name: 'line of the policy' } }),
        }),
    },
  ]
}
