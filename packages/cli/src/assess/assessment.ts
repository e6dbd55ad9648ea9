import type { Policy } from '@safety-portfolio/asl-policy'
import type { Model } from '@safety-portfolio/evals'
import type { Work } from '../commands/answer-command.js'
import { chosenPolicy } from '../policies/find-policy.js'
import { allSuites } from './all-suites.js'
import { logprobModel, type LogprobModel } from './logprob-model.js'
import type { Plan, PlannedModel } from './plan.js'
import { readInputs } from './plan-inputs.js'
import { checkCases, decideFor, type PolicyDecision } from './policy-decision.js'
import type { PlanFile } from './read-plan.js'
import { simulatedSubject } from './simulated-subject.js'
import { subjectNamed } from './subjects.js'
import { UsageError } from '../usage-error.js'
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

/**
 * Runs every suite of a plan on every model, then asks the policy. Finished logs are reused when resuming. Policy, cases and files are read before anything is
 * asked of a model.
 */
export async function assess(
  file: PlanFile,
  options: AssessmentOptions,
  work: Work,
): Promise<readonly AssessedModel[]> {
  const { plan } = file
  const policy = plan.policy === undefined ? null : await policyOf(plan, options.asOf, work)
  if (policy !== null) checkCases(file, policy, options.asOf)
  const inputs = await readInputs(plan, work)
  const assessed: AssessedModel[] = []
  for (const [index, planned] of plan.models.entries()) {
    const { name } = planned
    // Each model has noise of its own.
    const seed = options.seed + 1000 * index
    const planted = subjectNamed(name)
    let made: Promise<Model> | null = null
    const model = (): Promise<Model> =>
      (made ??= planted === null ? realModel(planned, plan, work) : Promise.resolve(simulatedSubject(planted, seed)))
    const suites: SuiteReport[] = []
    for (const suite of allSuites) {
      suites.push(
        ...(await suite({
          plan,
          name,
          model,
          inputs,
          planted,
          maxConnections: plan.maxConnections,
          work,
          ...options,
          seed,
        })),
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

/** A model behind an endpoint. */
export async function realModel(planned: PlannedModel, plan: Plan, { io }: Pick<Work, 'io'>): Promise<LogprobModel> {
  const { resolveModel, secretsIn } = await import('@safety-portfolio/evals/node')
  const { explainedRun } = await import('../evals/explained-run.js')
  const { name, baseUrl = plan.modelBaseUrl, keyVariable, logprobs = true } = planned
  const model = await explainedRun(() =>
    resolveModel(name, { env: keysOf(keyVariable, io.env), baseURL: baseUrl, stream: false, folder: io.cwd() }),
  )
  const secrets = [...secretsIn(io.env), ...(keyVariable === undefined ? [] : [io.env[keyVariable]!])]
  const hide = (text: string): string => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '[key]'), text)
  return logprobModel(model, { wanted: logprobs, hide })
}

/** The environment, with the key of the named variable in place of the usual ones. */
function keysOf(
  variable: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  if (variable === undefined) return env
  const key = env[variable]
  if (key === undefined || key === '') throw new UsageError(`The environment variable ${variable} holds no key.`)
  return { ...env, OPENAI_API_KEY: key, ANTHROPIC_API_KEY: key, MODEL_API_KEY: key }
}
