import type { Task } from '@safety-portfolio/evals'
import type { RunResult } from '@safety-portfolio/evals/node'
import { evalRunAnswer } from '../../answers/eval-run.js'
import { counted } from '../../text/counted.js'
import { formatNumber } from '../../text/format-number.js'
import { runSuiteTask } from '../run-suite-task.js'
import type { Suite, SuiteReport } from '../suite.js'

/** What the model can do: scores of tasks, each held against a line of the policy where the plan names one. */
export const capability: Suite = async (context) => {
  const { loadTask } = await import('@safety-portfolio/evals/node')
  const reports: SuiteReport[] = []
  for (const { task: name, data, limit, epochs, line } of context.plan.suites.capability ?? []) {
    const loaded = await loadTask(name, context.work.io.cwd(), { data, args: {} })
    const task: Task = { ...loaded, ...(epochs === undefined ? {} : { epochs }) }
    const { run } = await runSuiteTask(limit === undefined ? task : limited(task, limit), context)
    const [score] = run.scores
    const answer = { ...evalRunAnswer(run), title: `Capability: ${run.task}`, lead: capabilityLead(run) }
    reports.push({
      suite: 'capability',
      answer,
      charts: [],
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
      evidence:
        line === undefined || score === undefined
          ? []
          : [
              {
                line,
                value: score.mean,
                n: score.n,
                run: run.task,
                ...(score.interval === null ? {} : { interval: [score.interval.lower, score.interval.upper] as const }),
              },
            ],
      logs: [run.log],
    })
  }
  return reports
}

/** The first score with its interval, in a sentence. */
function capabilityLead({ task, scores: [score], errors }: RunResult): string {
  if (score === undefined || score.mean === null)
    return `${task}: nothing could be scored (${score?.reason ?? 'no score'}).`
  const { mean, interval, n, scorer } = score
  const range =
    interval === null ? 'no interval' : `${formatNumber(interval.lower, 3)} to ${formatNumber(interval.upper, 3)}`
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
