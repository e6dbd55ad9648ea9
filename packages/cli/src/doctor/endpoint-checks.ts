import type { LogprobModel } from '../assess/logprob-model.js'
import type { PlannedModel } from '../assess/plan.js'
import { subjectNamed } from '../assess/subjects.js'
import type { Io } from '../io/io.js'
import { counted } from '../text/counted.js'
import { printable } from '../text/printable.js'
import { fine, type Check } from './check.js'

/** Milliseconds that an endpoint may take for one answer. */
const patience = 20_000
/** Seconds by which clocks may differ. */
const skew = 120

const kinds = {
  openai: { variable: 'OPENAI_API_KEY', baseUrl: 'https://api.openai.com/v1', needed: true },
  anthropic: { variable: 'ANTHROPIC_API_KEY', baseUrl: 'https://api.anthropic.com/v1', needed: true },
  compatible: { variable: 'MODEL_API_KEY', baseUrl: undefined, needed: false },
  completions: { variable: 'MODEL_API_KEY', baseUrl: undefined, needed: false },
} as const

/** What a model is asked with. */
export interface EndpointOptions {
  readonly io: Io
  /** Address for models that name none. */
  readonly baseUrl?: string | undefined
  /** Ask for one token, which shows that the server speaks the protocol. */
  readonly ask: boolean
  /** Makes the model, as an assessment does. */
  readonly make: (planned: PlannedModel) => Promise<LogprobModel>
}

/** Whether a model can be asked: its key is there, its server answers, knows it, and speaks the protocol. */
export async function endpointChecks(planned: PlannedModel, options: EndpointOptions): Promise<readonly Check[]> {
  const { name } = planned
  if (subjectNamed(name) !== null || name.startsWith('simulated/')) return [fine(name, 'simulated: needs no network')]
  const kind = kinds[name.split('/')[0] as keyof typeof kinds] as (typeof kinds)[keyof typeof kinds] | undefined
  if (kind === undefined) {
    return /\.[cm]?[jt]s$/.test(name)
      ? [{ check: name, status: 'unknown', finding: 'a module of your own is not asked', remedy: null }]
      : [
          {
            check: name,
            status: 'problem',
            finding: 'no model is called so',
            remedy: 'Write openai/, anthropic/, compatible/ or simulated/ and its name.',
          },
        ]
  }
  const { io, baseUrl: common } = options
  const variable = planned.keyVariable ?? kind.variable
  const key = io.env[variable] ?? ''
  const keyFound = keyCheck(name, variable, key, kind.needed || planned.keyVariable !== undefined)
  const baseUrl = planned.baseUrl ?? common ?? kind.baseUrl
  if (keyFound.status === 'problem') return [keyFound]
  if (baseUrl === undefined) {
    const remedy = 'Give baseUrl in the plan, or --model-base-url URL.'
    return [keyFound, { check: `${name}: endpoint`, status: 'problem', finding: 'its address is not known', remedy }]
  }
  const hide = (text: string): string => printable(key === '' ? text : text.replaceAll(key, '[key]'), 300)
  const listed = await listChecks(planned, { baseUrl, key, hide, io })
  if (!options.ask || listed.some(({ status }) => status === 'problem')) return [keyFound, ...listed]
  return [keyFound, ...listed, await askCheck(planned, options, hide)]
}

function keyCheck(name: string, variable: string, key: string, needed: boolean): Check {
  const check = `${name}: key`
  if (key === '') {
    if (!needed) return fine(check, `${variable} is not set: the server is asked without one`)
    return { check, status: 'problem', finding: `${variable} is not set`, remedy: `Set ${variable} to the key.` }
  }
  if (key.trim() === key) return fine(check, `${variable} is set`)
  const remedy = 'Set it again without them.'
  return { check, status: 'problem', finding: `${variable} has blanks or a line break around the key`, remedy }
}

interface Endpoint {
  readonly baseUrl: string
  readonly key: string
  readonly hide: (text: string) => string
  readonly io: Io
}

/** Asks for the list of models, which costs nothing. */
async function listChecks({ name }: PlannedModel, endpoint: Endpoint): Promise<readonly Check[]> {
  const { baseUrl, key, hide, io } = endpoint
  const check = `${name}: endpoint`
  const wanted = name.slice(name.indexOf('/') + 1)
  const headers: Record<string, string> = name.startsWith('anthropic/')
    ? { 'x-api-key': key, 'anthropic-version': '2023-06-01' }
    : key === ''
      ? {}
      : { authorization: `Bearer ${key}` }
  let response: Response
  let body: string
  try {
    response = await fetch(
      `${baseUrl.replace(/\/$/, '')}/models${name.startsWith('anthropic/') ? '?limit=1000' : ''}`,
      {
        headers,
        signal: AbortSignal.timeout(patience),
      },
    )
    body = await response.text()
  } catch (error) {
    const { message, cause } = error as Error
    const why = cause instanceof Error ? `${message}: ${cause.message}` : message
    const remedy = 'Look at the address, the server, the network and its proxy.'
    return [{ check, status: 'problem', finding: `${baseUrl} cannot be reached (${hide(why)})`, remedy }]
  }
  const clock = skewChecks(name, response.headers.get('date'), io)
  if (response.status === 401 || response.status === 403) {
    const finding = `${baseUrl} refuses the key (HTTP ${response.status}: ${hide(body)})`
    return [{ check, status: 'problem', finding, remedy: 'Take a key that is valid for this server.' }, ...clock]
  }
  const ids = response.ok ? idsIn(body) : null
  if (ids === null) {
    const finding = `${baseUrl} answers, but lists no models (HTTP ${response.status})`
    return [{ check, status: 'unknown', finding, remedy: null }, ...clock]
  }
  if (ids.includes(wanted)) return [fine(check, `${baseUrl} answers and has ${wanted}`), ...clock]
  const some = ids
    .slice(0, 5)
    .map((id) => printable(id, 60))
    .join(', ')
  const finding = `${baseUrl} does not list ${wanted} among ${counted(ids.length, 'model')}${some === '' ? '' : `: ${some}${ids.length > 5 ? ' …' : ''}`}`
  return [{ check, status: 'problem', finding, remedy: 'Name one of its models in the plan.' }, ...clock]
}

function idsIn(body: string): readonly string[] | null {
  try {
    const { data } = JSON.parse(body) as { readonly data?: unknown }
    if (!Array.isArray(data)) return null
    return data.flatMap((entry: unknown) => {
      const id = (entry as { readonly id?: unknown } | null)?.id
      return typeof id === 'string' ? [id] : []
    })
  } catch {
    return null
  }
}

function skewChecks(name: string, date: string | null, io: Io): readonly Check[] {
  const theirs = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(theirs)) return []
  const seconds = Math.round(((io.now?.() ?? Date.now()) - theirs) / 1000)
  const check = `${name}: clock`
  if (Math.abs(seconds) <= skew) return [fine(check, `agrees with that of the server to ${skew} seconds`)]
  const finding = `is ${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead of' : 'behind'} that of the server`
  return [{ check, status: 'beware', finding, remedy: 'Set the clock: logs and decisions are dated by it.' }]
}

/** Asks for one token: shows that the protocol is spoken, and whether log-probabilities come with it. */
async function askCheck(
  planned: PlannedModel,
  { make }: EndpointOptions,
  hide: (text: string) => string,
): Promise<Check> {
  const check = `${planned.name}: answer`
  try {
    const model = await make(planned)
    const config = {
      max_tokens: 16,
      ...(planned.name.startsWith('anthropic/') ? {} : { logprobs: true, top_logprobs: 5 }),
    }
    const { choices } = await model.generate({
      messages: [{ role: 'user', content: 'Answer with one word: yes or no. Is water wet?' }],
      tools: [],
      toolChoice: 'none',
      config,
      signal: AbortSignal.timeout(patience),
    })
    const refusal = model.withoutLogprobs()
    if (refusal !== null && planned.logprobs !== false)
      return {
        check,
        status: 'beware',
        finding: `speaks the protocol; it gives no log-probabilities: ${hide(refusal)}`,
        remedy: 'Decisions and opinions are counted: write logprobs: false for this model, and enough samples.',
      }
    const logprobs = choices[0]?.logprobs?.content[0]?.top_logprobs !== undefined
    return fine(
      check,
      logprobs
        ? 'speaks the protocol, with log-probabilities'
        : 'speaks the protocol, without log-probabilities: decisions and opinions are counted over samples',
    )
  } catch (error) {
    const finding = hide((error as Error).message)
    const remedy = 'Look at the name of the model, the protocol (openai/, anthropic/, compatible/) and the account.'
    return { check, status: 'problem', finding, remedy }
  }
}
