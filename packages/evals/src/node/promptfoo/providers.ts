import { isObject } from '../../log/migrate-log.js'
import type { GenerateConfig } from '../../task/model.js'

/** A provider as a model of ours, or why there is none; then `--model` must name one. */
export interface ProviderModel {
  readonly id: string
  /** As `resolveModel` reads it. */
  readonly model: string | null
  readonly baseURL: string | null
  readonly config: GenerateConfig
  readonly problem: string | null
}

/** Settings of providers -> ours. */
const settings: Readonly<Record<string, keyof GenerateConfig>> = {
  temperature: 'temperature',
  max_tokens: 'max_tokens',
  max_completion_tokens: 'max_tokens',
  top_p: 'top_p',
  top_k: 'top_k',
  seed: 'seed',
  stop: 'stop_seqs',
  frequency_penalty: 'frequency_penalty',
  presence_penalty: 'presence_penalty',
}

/** The providers of a configuration. */
export function parseProviders(given: unknown): readonly ProviderModel[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given]
  return list.map(providerModel)
}

/** A provider, `openai:chat:gpt-4o` or `{ id, config }`, as a model. */
export function providerModel(given: unknown): ProviderModel {
  const whole = typeof given === 'string' ? { id: given } : isObject(given) ? given : {}
  const { id, config = {}, ...rest } = whole as Readonly<Record<string, unknown>>
  const name = typeof id === 'string' ? id : JSON.stringify(given)
  const { apiBaseUrl, apiHost, ...own } = isObject(config) ? config : {}
  const found = known(name)
  const problems = [
    ...(found === null ? [`the provider ${name} has no like here`] : []),
    ...Object.keys(rest)
      .filter((field) => field !== 'label')
      .map((field) => `${name} with ${field}`),
    ...Object.keys(own)
      .filter((field) => !Object.hasOwn(settings, field))
      .map((field) => `${name} with the setting ${field}`),
  ]
  const base =
    typeof apiBaseUrl === 'string'
      ? apiBaseUrl
      : typeof apiHost === 'string'
        ? `https://${apiHost}/v1`
        : (found?.baseURL ?? null)
  return {
    id: name,
    model: problems.length > 0 ? null : found!.model,
    baseURL: base,
    config: Object.fromEntries(
      Object.entries(own).flatMap(([field, value]) => {
        const to = Object.hasOwn(settings, field) ? settings[field] : undefined
        return to === undefined ? [] : [[to, to === 'stop_seqs' && typeof value === 'string' ? [value] : value]]
      }),
    ),
    problem: problems.length > 0 ? problems.join('; ') : null,
  }
}

function known(id: string): { readonly model: string; readonly baseURL: string | null } | null {
  if (id === 'echo') return { model: 'echo', baseURL: null }
  const [, family, kind, name] =
    /^(openai|anthropic|ollama|localai):(?:(chat|messages):)?([^:]+(?::[^:]+)?)$/.exec(id) ?? []
  if (
    family === undefined ||
    name === undefined ||
    /^(?:completion|embedding|assistant|responses|realtime|image|moderation):/.test(name)
  )
    return null
  if (family === 'openai' && kind !== 'messages') return { model: `openai/${name}`, baseURL: null }
  if (family === 'anthropic' && kind !== 'chat') return { model: `anthropic/${name}`, baseURL: null }
  if (family === 'ollama') return { model: `compatible/${name}`, baseURL: 'http://127.0.0.1:11434/v1' }
  return family === 'localai' ? { model: `compatible/${name}`, baseURL: 'http://127.0.0.1:8080/v1' } : null
}
