import type { Policy } from './policy.js'
import { checkReferences } from './policy-references.js'
import { policySchema } from './policy-schema.js'
import { resolveExtends, type PolicyDocument } from './resolve-extends.js'
import { dataError, parseWith, readYaml } from './yaml-document.js'

/** What {@link parsePolicy} may be told. */
export interface ParsePolicyOptions {
  /** Name of the file, for errors. Default: `policy`. */
  readonly name?: string
  /** Finds the policy that `extends: ID VERSION` names. Default: none is known. */
  readonly base?: (id: string, version: string) => PolicyDocument | undefined
}

/**
 * Parses a policy file in YAML or JSON and checks that it hangs together: every clause, source, standard, threshold, claim and fact that it
 * mentions is declared, every condition is an expression over declared facts of fitting types, and nothing is defined twice.
 *
 * @throws DataError with every problem and its line; nothing is half read.
 *
 * @example
 * ```ts
 * import { parsePolicy } from '@safety-portfolio/asl-policy'
 *
 * const policy = parsePolicy(`
 * id: house
 * version: '1'
 * title: House rules
 * publisher: Example
 * effective: 2026-01-01
 * summary: One rule.
 * sources: { text: { title: House rules, status: read } }
 * clauses: { '1': { title: The only rule, source: text } }
 * facts: { score: { type: number, min: 0, max: 1, meaning: share of harmful answers } }
 * rules: [{ id: low-score, clause: '1', require: score < 0.1 }]
 * `)
 * policy.rules[0]?.otherwise // => 'hold'
 * parsePolicy('id: house\nverison: 2') // throws DataError
 * ```
 */
export function parsePolicy(text: string, options: ParsePolicyOptions = {}): Policy {
  const { name = 'policy', base } = options
  const { value, lineOf } = readYaml(text, name)
  return policyFromDocument(value, { name, base, lineOf })
}

/** The same from a document that is already read. */
export function policyFromDocument(
  value: unknown,
  {
    name = 'policy',
    base,
    lineOf,
  }: {
    readonly name?: string
    readonly base?: ParsePolicyOptions['base'] | undefined
    readonly lineOf?: ((path: readonly PropertyKey[]) => number | undefined) | undefined
  } = {},
): Policy {
  const resolved = resolveExtends(value, base ?? ((): undefined => undefined), name)
  const own = resolved === value || lineOf === undefined ? lineOf : ownLines(value, resolved, lineOf)
  const policy = parseWith(policySchema, resolved, name, own)
  const problems = checkReferences(policy)
  if (problems.length > 0) throw dataError(problems, name, own)
  return policy
}

type LineOf = (path: readonly PropertyKey[]) => number | undefined

/** Lines of a file that extends another: of what stands in it, found by its id; of what it inherits there are none. */
function ownLines(value: unknown, resolved: unknown, lineOf: LineOf): LineOf {
  return ([part, index, ...rest]) => {
    if (part === undefined) return lineOf([])
    const listed = partOf(resolved, part)
    const stated = partOf(value, part)
    if (typeof index !== 'number' || !Array.isArray(listed) || !Array.isArray(stated)) {
      return stated === undefined ? undefined : lineOf([part, ...(index === undefined ? [] : [index]), ...rest])
    }
    const id = idOf(listed[index])
    const at = stated.findIndex((item) => idOf(item) === id)
    return at === -1 ? undefined : lineOf([part, at, ...rest])
  }
}

function partOf(document: unknown, part: PropertyKey): unknown {
  return (document as Readonly<Record<PropertyKey, unknown>>)[part]
}

function idOf(item: unknown): unknown {
  return (item as { readonly id?: unknown } | null)?.id
}
