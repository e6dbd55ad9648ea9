import path from 'node:path'
import { parse } from 'yaml'
import { isObject } from '../../log/migrate-log.js'
import { choice } from '../../scorers/choice.js'
import { pythonTests } from '../../scorers/python-tests.js'
import { json } from '../../scorers/json.js'
import { modelGraded } from '../../scorers/model-graded.js'
import { math, numeric } from '../../scorers/numeric-scorers.js'
import { exact, f1, includes, match, pattern } from '../../scorers/text-scorers.js'
import { agent } from '../../solvers/agent.js'
import { generate } from '../../solvers/generate.js'
import { multipleChoice } from '../../solvers/multiple-choice.js'
import { chainOfThought, promptTemplate, systemMessage } from '../../solvers/prompts.js'
import { bash, python } from '../../tools/sandbox-tools.js'
import { parseApprovalPolicy } from '../../task/approval-policy.js'
import type { ApprovalPolicy } from '../../task/approval.js'
import type { Scorer } from '../../task/scorer.js'
import type { Solver } from '../../task/solver.js'
import type { Tool } from '../../task/tool.js'
import { datasetOf, type Dataset, type Sample, type Task, type Threshold } from '../../task/task.js'
import { fileDataset } from '../data/file-dataset.js'
import { sampleFields, type FieldNames } from '../data/row-schema.js'
import { humanApprover } from '../approval/human-approver.js'
import { mcpTools, type McpToolsOptions } from '../mcp/mcp-tools.js'
import type { McpProcess } from '../mcp/stdio-transport.js'
import { RunError } from '../run/run-error.js'
import { resolveSandbox } from '../sandbox/resolve-sandbox.js'

type Fields = Readonly<Record<string, unknown>>

const scorers: Readonly<Record<string, (options: Fields) => Scorer>> = {
  exact: (options) => exact(options),
  includes: (options) => includes(options),
  match: (options) => match(options),
  f1: (options) => f1(options),
  choice: (options) => choice(options),
  numeric: (options) => numeric(options),
  math: (options) => math(options),
  json: (options) => json(options),
  model_graded: (options) => modelGraded(options),
  python_tests: (options) => pythonTests(options),
  pattern: ({ pattern: source, flags, ...options }) =>
    pattern(new RegExp(String(source), typeof flags === 'string' ? flags : ''), options),
}

const solvers: Readonly<Record<string, (options: Fields) => Solver>> = {
  generate: (options) => generate(options),
  multiple_choice: (options) => multipleChoice(options),
  agent: ({ tools: names = [], mcp = [], ...options }) =>
    agent({ ...options, tools: [...toolsNamed(names), ...(mcp as readonly Tool[])] }),
  chain_of_thought: () => chainOfThought(),
  system_message: ({ text }) => systemMessage(String(text)),
  prompt_template: ({ template }) => promptTemplate(String(template)),
}

/** Puts the tools of MCP servers in place of what names the servers: `mcp: [{ command, args } or { url }]` of an agent. */
async function connectServers(value: Fields, file: string, fail: (message: string) => never): Promise<void> {
  const steps: readonly unknown[] = Array.isArray(value['solvers']) ? value['solvers'] : [value['solvers']]
  for (const step of steps) {
    const options = isObject(step) && isObject(step['agent']) ? (step['agent'] as Record<string, unknown>) : {}
    if (!Array.isArray(options['mcp'])) continue
    const found: Tool[] = []
    for (const server of options['mcp'] as readonly unknown[]) {
      if (!isObject(server) || (typeof server['command'] !== 'string' && typeof server['url'] !== 'string'))
        return fail('agent: each of mcp needs a command, with args, or a url')
      const { tools, prefix, timeout, ...rest } = server
      const connection = { cwd: path.dirname(file), ...rest } as McpProcess
      const { tools: offered } = await mcpTools(connection, { tools, prefix, timeout } as McpToolsOptions).catch(
        (error: unknown) => fail(`mcp: ${(error as Error).message}`),
      )
      found.push(...offered)
    }
    options['mcp'] = found
  }
}

function toolsNamed(names: unknown): readonly Tool[] {
  if (!Array.isArray(names)) throw new RunError("agent: tools must be a list of 'bash' and 'python'")
  return names.map((name: unknown) => {
    if (name === 'bash') return bash()
    if (name === 'python') return python()
    throw new RunError(`agent: there is no tool '${String(name)}'; there are bash, python, and those of a module`)
  })
}

const known = new Set([
  'name',
  'version',
  'dataset',
  'solvers',
  'scorers',
  'epochs',
  'reducers',
  'limits',
  'config',
  'cluster',
  'thresholds',
  'metadata',
  'retries',
  'sandbox',
  'approval',
])

/** A task in YAML: `dataset` is a list of questions, a path, or `{ file, fields }`; solvers and scorers are names or `{ name: options }`. */
export async function yamlTask(text: string, file: string): Promise<Task> {
  const label = path.basename(file)
  const fail = (message: string): never => {
    throw new RunError(`${label}: ${message}`)
  }
  let value: unknown
  try {
    value = parse(text, { schema: 'core' })
  } catch (error) {
    return fail(`not YAML: ${(error as Error).message.split('\n')[0]!}`)
  }
  if (!isObject(value)) return fail('a task is a map with name, dataset and scorers')
  const unknown = Object.keys(value).filter((field) => !known.has(field))
  if (unknown.length > 0) fail(`unknown: ${unknown.join(', ')}; known are ${[...known].join(', ')}`)
  const list = <T>(field: string, makers: Readonly<Record<string, (options: Fields) => T>>): readonly T[] => {
    const given = value[field]
    const items: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given]
    return items.map((item) => {
      const [name, options] =
        typeof item === 'string' ? [item, {}] : isObject(item) ? (Object.entries(item)[0] ?? ['', {}]) : ['', {}]
      const make = Object.hasOwn(makers, name) ? makers[name] : undefined
      if (make === undefined)
        return fail(`${field}: there is no '${name}'; there are ${Object.keys(makers).join(', ')}`)
      return make(isObject(options) ? options : {})
    })
  }
  await connectServers(value, file, fail)
  const steps = list('solvers', solvers)
  const judges = list('scorers', scorers)
  if (judges.length === 0) fail('scorers are missing')
  return {
    name: typeof value['name'] === 'string' ? value['name'] : path.parse(file).name,
    dataset: datasetIn(value['dataset'], file, fail),
    scorers: judges,
    ...(steps.length === 0 ? {} : { solvers: steps }),
    ...picked(value, ['version', 'epochs', 'cluster', 'retries', 'metadata', 'config']),
    ...(Array.isArray(value['reducers']) ? { reducers: value['reducers'].map(String) } : {}),
    ...(isObject(value['limits']) ? { limits: value['limits'] } : {}),
    ...(value['sandbox'] === undefined ? {} : { sandbox: resolveSandbox(value['sandbox']) }),
    ...(value['approval'] === undefined ? {} : { approval: approvalIn(value['approval'], fail) }),
    ...(Array.isArray(value['thresholds'])
      ? { thresholds: value['thresholds'].map((one) => thresholdIn(one, fail)) }
      : {}),
  }
}

function picked(value: Fields, fields: readonly string[]): object {
  return Object.fromEntries(fields.filter((field) => value[field] !== undefined).map((field) => [field, value[field]]))
}

function approvalIn(given: unknown, fail: (message: string) => never): ApprovalPolicy {
  try {
    return parseApprovalPolicy(given, humanApprover({ input: process.stdin, output: process.stderr }))
  } catch (error) {
    return fail((error as Error).message.replace('parseApprovalPolicy', 'approval'))
  }
}

function datasetIn(given: unknown, file: string, fail: (message: string) => never): Dataset {
  const from = (name: string): string => path.resolve(path.dirname(file), name)
  if (typeof given === 'string') return fileDataset(from(given))
  if (Array.isArray(given)) {
    const read = sampleFields()
    return datasetOf(
      path.basename(file),
      given.map((row: unknown, index): Sample => {
        if (!isObject(row)) return fail(`dataset: question ${index + 1} is no map`)
        try {
          return read(row, index + 1)
        } catch (error) {
          return fail(`dataset: question ${index + 1}: ${(error as Error).message}`)
        }
      }),
    )
  }
  const files: readonly unknown[] =
    isObject(given) && Array.isArray(given['file']) ? given['file'] : isObject(given) ? [given['file']] : []
  if (isObject(given) && files.length > 0 && files.every((one) => typeof one === 'string')) {
    const fields = isObject(given['fields']) ? (given['fields'] as FieldNames) : {}
    return fileDataset(files.map(from), { toSample: sampleFields(fields) })
  }
  return fail('dataset is missing: a list of questions, a path, or { file, fields }, with one file or a list')
}

function thresholdIn(given: unknown, fail: (message: string) => never): Threshold {
  const found = parseThreshold(String(given))
  return found ?? fail(`threshold '${String(given)}' must be written like 'numeric >= 0.8' or 'lower(numeric) >= 0.8'`)
}

/** Reads `scorer >= 0.8`, `lower(scorer) >= 0.8` or `upper(scorer) <= 0.1`; `null` where it is none of these. */
export function parseThreshold(text: string): Threshold | null {
  const found = /^\s*(?:(lower|upper|mean)\(\s*(.+?)\s*\)|(.+?))\s*(>=|<=)\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*$/.exec(text)
  if (found === null) return null
  const [, of = 'mean', inside, plain, op, value] = found
  return { scorer: inside ?? plain!, of: of as Threshold['of'], op: op as Threshold['op'], value: Number(value) }
}
