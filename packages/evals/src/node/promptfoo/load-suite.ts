import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { isObject } from '../../log/migrate-log.js'
import type { Task } from '../../task/task.js'
import { RunError } from '../run/run-error.js'
import { parseSuite } from './parse-suite.js'
import { promptfooTask } from './promptfoo-task.js'
import type { ProviderModel } from './providers.js'

/** A prompt and a provider of a promptfoo configuration: one run here. */
export interface PromptfooRun {
  readonly task: Task
  /** The provider as a model; `null` where the configuration names none. */
  readonly provider: ProviderModel | null
  readonly grader: ProviderModel | null
  readonly maxConcurrency: number | null
}

/** Whether a document is a promptfoo configuration. */
function isPromptfooConfig(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    isObject(value) &&
    value['prompts'] !== undefined &&
    value['scorers'] === undefined &&
    value['dataset'] === undefined
  )
}

/**
 * The runs of a promptfoo configuration (YAML or JSON), a prompt and a provider each; `null` where the file is none.
 *
 * @param given - The file.
 * @param folder - The folder that relative paths start from.
 * @param args - `prompt`: number of the only prompt to run, from 1; `javascript=allow`: assertions in JavaScript may run.
 * @throws RunError that names every part which has no like here.
 */
export async function promptfooRuns(
  given: string,
  folder: string,
  args: Readonly<Record<string, string>> = {},
): Promise<readonly PromptfooRun[] | null> {
  const file = path.resolve(folder, given)
  if (!/\.(?:ya?ml|json)$/i.test(file)) return null
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  let value: unknown
  try {
    value = parse(text, { schema: 'core' })
  } catch {
    return null
  }
  if (!isPromptfooConfig(value)) return null
  const suite = await parseSuite(value, file, args['javascript'] === 'allow')
  const { prompt } = args
  const prompts = prompt === undefined ? suite.prompts : suite.prompts.slice(Number(prompt) - 1, Number(prompt))
  if (prompts.length === 0)
    throw new RunError(`${path.basename(file)} has ${suite.prompts.length} prompts, and none is '${prompt ?? ''}'`)
  const providers: readonly (ProviderModel | null)[] = suite.providers.length === 0 ? [null] : suite.providers
  return prompts.flatMap((one) =>
    providers.map((provider) => ({
      task: promptfooTask(suite, one, provider?.config),
      provider,
      grader: suite.grader,
      maxConcurrency: suite.maxConcurrency,
    })),
  )
}
