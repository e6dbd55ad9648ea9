import type { Policy } from '@safety-portfolio/asl-policy'
import type { Model } from '@safety-portfolio/evals'
import type { Work } from '../commands/answer-command.js'
import { chosenPolicy } from '../policies/find-policy.js'
import { allSuites } from './all-suites.js'
import type { Plan } from './plan.js'
import { decideFor, type PolicyDecision } from './policy-decision.js'
import { simulatedSubject } from './simulated-subject.js'
import { subjectNamed } from './subjects.js'
import type { SuiteReport } from './suite.js'

/** Everything about one model. */
export interface AssessedModel {
  readonly model: string
  readonly simulated: boolean
  readonly suites: readonly SuiteReport[]
  /** `null` where the plan names no policy. */
  readonly policy: PolicyDecision | null
}

/** Where and how an assessment runs. */
export interface AssessmentOptions {
  readonly asOf: string
  readonly seed: number
  readonly logDir: string
  readonly resume: boolean
}

/** Runs every suite of a plan on every model, then asks the policy. Finished logs are reused when resuming. */
export async function assess(plan: Plan, options: AssessmentOptions, work: Work): Promise<readonly AssessedModel[]> {
  const policy = plan.policy === undefined ? null : await policyOf(plan, options.asOf, work)
  const assessed: AssessedModel[] = []
  for (const [index, name] of plan.models.entries()) {
    // Each model has noise of its own.
    const seed = options.seed + 1000 * index
    const planted = subjectNamed(name)
    const model = planted === null ? await realModel(name, plan, work) : simulatedSubject(planted, seed)
    const suites: SuiteReport[] = []
    for (const suite of allSuites) {
      suites.push(
        ...(await suite({ plan, model, planted, maxConnections: plan.maxConnections, work, ...options, seed })),
      )
    }
    const evidence = suites.flatMap((report) => report.evidence)
    assessed.push({
      model: name,
      simulated: planted !== null,
      suites,
      policy: policy === null ? null : decideFor(name, plan, policy, evidence, options.asOf),
    })
  }
  return assessed
}

async function policyOf(plan: Plan, asOf: string, work: Work): Promise<Policy> {
  const { policy, version } = plan.policy!
  return chosenPolicy({ policy, ...(version === undefined ? {} : { version }) }, asOf, work)
}

async function realModel(name: string, plan: Plan, work: Work): Promise<Model> {
  const { resolveModel } = await import('@safety-portfolio/evals/node')
  const { explainedRun } = await import('../evals/explained-run.js')
  const { io } = work
  return explainedRun(() =>
    resolveModel(name, { env: io.env, baseURL: plan.modelBaseUrl, stream: false, folder: io.cwd() }),
  )
}
