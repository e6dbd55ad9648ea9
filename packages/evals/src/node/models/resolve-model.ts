import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { isObject } from '../../log/migrate-log.js'
import { simulatedModel, type SimulatedModelOptions } from '../../models/simulated-model.js'
import type { Model } from '../../task/model.js'
import { echoModel } from '../promptfoo/promptfoo-task.js'
import { RunError } from '../run/run-error.js'
import { anthropicModel } from './anthropic.js'
import { completionsModel } from './legacy-completions.js'
import { openAiCompatibleModel } from './openai-compatible.js'

/** What naming a model may need. */
export interface ModelEnvironment {
  /** Environment variables: `OPENAI_API_KEY`, `ANTHROPIC_API_KEY`, `MODEL_API_KEY`. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Address of the server, for `compatible/` and `completions/`, or in place of a provider's own. */
  readonly baseURL?: string | undefined
  readonly stream?: boolean
  /** The folder that paths of modules start from. */
  readonly folder: string
}

/**
 * A model by name: `openai/<model>`, `anthropic/<model>`, `compatible/<model>` (any server with OpenAI's protocol, at `baseURL`), `completions/<model>` (legacy completions),
 * `simulated/<ability>?seed=1&spread=0.5`, `echo` (which repeats the question), or the path of a module that exports one.
 *
 * @throws RunError where there is no such kind, or something it needs is missing.
 */
export async function resolveModel(given: string, options: ModelEnvironment): Promise<Model> {
  const [, kind = '', id = ''] = /^([a-z]+)\/(.+)$/.exec(given) ?? []
  const { env, baseURL, stream = false } = options
  if (given === 'echo') return echoModel()
  if (kind === 'simulated') return simulated(id)
  if (kind === 'openai') {
    const apiKey = need(env, 'OPENAI_API_KEY', given)
    return openAiCompatibleModel(id, { baseURL: baseURL ?? 'https://api.openai.com/v1', apiKey, name: given, stream })
  }
  if (kind === 'anthropic') {
    const apiKey = need(env, 'ANTHROPIC_API_KEY', given)
    return anthropicModel(id, { baseURL: baseURL ?? 'https://api.anthropic.com/v1', apiKey, name: given, stream })
  }
  if (kind === 'compatible' || kind === 'completions') {
    if (baseURL === undefined) throw new RunError(`${given} needs the address of its server: --model-base-url URL`)
    const apiKey = env['MODEL_API_KEY']
    const shared = { baseURL, name: given, ...(apiKey === undefined ? {} : { apiKey }) }
    return kind === 'compatible' ? openAiCompatibleModel(id, { ...shared, stream }) : completionsModel(id, shared)
  }
  if (/\.[cm]?[jt]s$/.test(given)) return moduleModel(path.resolve(options.folder, given))
  throw new RunError(
    `there is no model '${given}': write openai/, anthropic/, compatible/, completions/ or simulated/ and its name, or the path of a module`,
  )
}

/** Keys in the environment: what must not reach a log. */
export function secretsIn(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    /(?:API_?KEY|TOKEN|SECRET|PASSWORD)$/i.test(name) && value !== undefined && value.length >= 6 ? [value] : [],
  )
}

function need(env: ModelEnvironment['env'], name: string, model: string): string {
  const value = env[name]
  if (value === undefined || value === '')
    throw new RunError(`${model} needs a key in the environment variable ${name}`)
  return value
}

function simulated(id: string): Model {
  const [ability = '', query = ''] = id.split('?')
  const options: Record<string, number> = { ability: Number(ability) }
  for (const [name, value] of new URLSearchParams(query)) options[name] = Number(value)
  const known = new Set(['ability', 'spread', 'seed', 'positionBias', 'refusals', 'filtered', 'garbled'])
  const wrong = Object.entries(options).find(([name, value]) => !known.has(name) || !Number.isFinite(value))
  if (wrong !== undefined)
    throw new RunError(`simulated/${id}: '${wrong[0]}' must be one of ${[...known].join(', ')}, with a number`)
  return simulatedModel({ ...(options as SimulatedModelOptions), name: `simulated/${id}` })
}

async function moduleModel(file: string): Promise<Model> {
  let module: Readonly<Record<string, unknown>>
  try {
    module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>
  } catch (error) {
    throw new RunError(`${path.basename(file)} cannot be loaded: ${(error as Error).message}`, { cause: error })
  }
  const found = module['default'] ?? module['model']
  if (!isObject(found) || typeof found['name'] !== 'string' || typeof found['generate'] !== 'function') {
    throw new RunError(`${path.basename(file)}: its default export is no model: it needs name and generate`)
  }
  return found as unknown as Model
}
