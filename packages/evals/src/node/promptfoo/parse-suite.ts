import path from 'node:path'
import { isObject } from '../../log/migrate-log.js'
import { RunError } from '../run/run-error.js'
import { assertionOf, type Assertion } from './assertions.js'
import { namedFile, readDataFile } from './config-files.js'
import { rowTest } from './csv-tests.js'
import { parsePrompts, type Prompt } from './prompts.js'
import { parseProviders, providerModel, type ProviderModel } from './providers.js'
import { variablesIn, type Vars } from './template.js'

/** A test, its variables settled. */
export interface SuiteTest {
  readonly vars: Vars
  readonly assertions: readonly Assertion[]
  readonly threshold: number | null
  readonly description: string | null
  readonly metadata: Readonly<Record<string, unknown>>
  readonly prefix: string
  readonly suffix: string
}

/** A promptfoo configuration of which every part has its like here. */
export interface Suite {
  readonly name: string
  readonly prompts: readonly Prompt[]
  readonly providers: readonly ProviderModel[]
  readonly tests: readonly SuiteTest[]
  readonly repeat: number
  readonly maxConcurrency: number | null
  /** Who judges, where the configuration says so. */
  readonly grader: ProviderModel | null
}

type Fields = Readonly<Record<string, unknown>>

/** Parts that say how results are shown or kept, which is no part of what is measured. */
const ignored = new Set([
  'description',
  'outputPath',
  'sharing',
  'tags',
  'metadata',
  'writeLatestResults',
  '$schema',
  'commandLineOptions',
])
const read = new Set([
  'prompts',
  'providers',
  'targets',
  'tests',
  'defaultTest',
  'evaluateOptions',
  'assertionTemplates',
])

/**
 * Reads a configuration and every file that it names.
 *
 * @throws RunError that names every part which has no like here, all at once; nothing is left out in silence.
 */
export async function parseSuite(config: Fields, file: string, allowCode: boolean): Promise<Suite> {
  const folder = path.dirname(file)
  const problems: string[] = []
  const problem = (where: string, what: string): void => void problems.push(`${where}: ${what}`)
  for (const field of Object.keys(config)) {
    const value = config[field]
    const isEmpty = value === null || (typeof value === 'object' && Object.keys(value).length === 0)
    if (!ignored.has(field) && !read.has(field) && !isEmpty) problem(field, 'there is nothing like it here')
  }
  const load = async (where: string, given: unknown): Promise<unknown> => {
    const named = typeof given === 'string' ? namedFile(given, folder, where.startsWith('tests')) : null
    if (named === null) return given
    try {
      const content = await readDataFile(named)
      return ['.csv'].includes(named.kind) ? (content as Record<string, string>[]).map(rowTest) : content
    } catch (error) {
      problem(where, (error as Error).message)
      return undefined
    }
  }
  const prompts = await parsePrompts(config['prompts'], folder, problem)
  const providers = parseProviders(config['providers'] ?? config['targets'])
  const common = objectOf(await load('defaultTest', config['defaultTest']))
  const tests: SuiteTest[] = []
  const templates = objectOf(config['assertionTemplates'])
  const given = await flatTests(config['tests'], load)
  for (const [index, one] of (given.length === 0 ? [{}] : given).entries()) {
    tests.push(
      ...(await testOf(one, common, { where: `test ${index + 1}`, problem, load, templates, allowCode, prompts })),
    )
  }
  const options = objectOf(config['evaluateOptions'])
  for (const field of Object.keys(options))
    if (!['repeat', 'maxConcurrency', 'cache', 'delay', 'showProgressBar'].includes(field))
      problem('evaluateOptions', field)
  if (problems.length > 0) {
    throw new RunError(
      `${path.basename(file)}: ${problems.length === 1 ? 'a part has' : `${problems.length} parts have`} no like here:\n  ${[...new Set(problems)].join('\n  ')}`,
    )
  }
  const { description } = config
  return {
    name:
      typeof description === 'string' && description !== ''
        ? description
        : path.basename(path.dirname(path.resolve(file))),
    prompts,
    providers,
    tests,
    repeat: typeof options['repeat'] === 'number' ? options['repeat'] : 1,
    maxConcurrency: typeof options['maxConcurrency'] === 'number' ? options['maxConcurrency'] : null,
    grader: graderIn([common, ...given]),
  }
}

async function flatTests(
  given: unknown,
  load: (where: string, given: unknown) => Promise<unknown>,
): Promise<readonly unknown[]> {
  const content = typeof given === 'string' ? await load('tests', given) : given
  if (content === undefined || content === null) return []
  const list: readonly unknown[] = Array.isArray(content) ? content : [content]
  const loaded = await Promise.all(
    list.map((one, index) => (typeof one === 'string' ? load(`tests ${index + 1}`, one) : Promise.resolve(one))),
  )
  return loaded.flatMap((one): readonly unknown[] => (Array.isArray(one) ? one : [one]))
}

interface Reading {
  readonly where: string
  readonly problem: (where: string, what: string) => void
  readonly load: (where: string, given: unknown) => Promise<unknown>
  readonly templates: Fields
  readonly allowCode: boolean
  readonly prompts: readonly Prompt[]
}

async function testOf(given: unknown, common: Fields, reading: Reading): Promise<readonly SuiteTest[]> {
  const { where, problem, load, templates, allowCode, prompts } = reading
  if (!isObject(given)) {
    problem(where, 'it is no map')
    return []
  }
  const options = { ...objectOf(common['options']), ...objectOf(given['options']) }
  const fields = ['vars', 'assert', 'threshold', 'description', 'metadata', 'options']
  for (const one of [common, given])
    for (const field of Object.keys(one))
      if (!fields.includes(field) && !isNothing(one[field])) problem(where, `'${field}'`)
  for (const field of Object.keys(options))
    if (!['prefix', 'suffix', 'provider', 'disableVarExpansion'].includes(field))
      problem(where, `the option '${field}'`)
  const loaded = objectOf(await load(where, given['vars']))
  const vars: Record<string, unknown> = {}
  for (const [name, value] of Object.entries({ ...objectOf(common['vars']), ...loaded }))
    vars[name] = await load(`${where}, ${name}`, value)
  const assertions: Assertion[] = []
  for (const [index, one] of [...listOf(common['assert']), ...listOf(given['assert'])].entries()) {
    const at = `${where}, assertion ${index + 1}`
    const whole = await resolved(one, templates, load, at)
    const assertion = assertionOf(whole, allowCode)
    if (typeof assertion === 'string') problem(at, assertion)
    else assertions.push(assertion)
  }
  const missing = [...new Set(prompts.flatMap(({ template }) => variablesIn(template)))].filter(
    (name) => !Object.hasOwn(vars, name),
  )
  if (missing.length > 0) problem(where, `there is no variable ${missing.join(', ')}, which a prompt needs`)
  const threshold = given['threshold'] ?? common['threshold']
  const rest = {
    assertions,
    threshold: typeof threshold === 'number' ? threshold : null,
    description: typeof given['description'] === 'string' ? given['description'] : null,
    metadata: { ...objectOf(common['metadata']), ...objectOf(given['metadata']) },
    prefix: textIn(options['prefix']),
    suffix: textIn(options['suffix']),
  }
  const combinations = options['disableVarExpansion'] === true ? [vars] : expanded(vars)
  return combinations.map((one) => ({ ...rest, vars: one }))
}

/** An assertion with its template and its file in place. */
async function resolved(one: unknown, templates: Fields, load: Reading['load'], at: string): Promise<unknown> {
  const reference =
    isObject(one) && typeof one['$ref'] === 'string' ? /^#\/assertionTemplates\/(.+)$/.exec(one['$ref']) : null
  const whole = reference === null ? one : templates[reference[1]!]
  if (!isObject(whole)) return whole
  if (Array.isArray(whole['assert']))
    return {
      ...whole,
      assert: await Promise.all(whole['assert'].map((part: unknown) => resolved(part, templates, load, at))),
    }
  return typeof whole['value'] === 'string' && whole['value'].startsWith('file://')
    ? { ...whole, value: await load(at, whole['value']) }
    : whole
}

/** A variable that is a list stands for several tests, one for each of its values. */
function expanded(vars: Record<string, unknown>): readonly Vars[] {
  let all: readonly Record<string, unknown>[] = [{}]
  for (const [name, value] of Object.entries(vars)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value]
    all = all.flatMap((one) => values.map((each) => ({ ...one, [name]: each })))
  }
  return all
}

function graderIn(tests: readonly unknown[]): ProviderModel | null {
  for (const test of tests.filter(isObject)) {
    const asked = [objectOf(test['options']), ...listOf(test['assert']).filter(isObject)]
    const found = asked.map(({ provider }) => provider).find((provider) => provider !== undefined)
    if (found !== undefined) return providerModel(found)
  }
  return null
}

function objectOf(value: unknown): Fields {
  return isObject(value) ? value : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0)
}
