import { DataError, type DataIssue } from '@safety-portfolio/records'
import { isNode, LineCounter, parseDocument, visit, type Document } from 'yaml'
import type { z } from 'zod'

/** The longest policy or case, in characters: real ones have some ten thousand. */
const longestDocument: number = 2 ** 20

const deepest = 40

const tooDeep = `nested deeper than ${deepest} levels`

/** A YAML or JSON document with the place of every value. */
export interface YamlDocument {
  /** What it says. */
  readonly value: unknown
  /** Line (from 1) of the value at a path, or of the nearest one around it that exists; `undefined` for an empty document. */
  readonly lineOf: (path: readonly PropertyKey[]) => number | undefined
}

/**
 * Reads a YAML document (JSON is YAML). Refused: text of more than 2^20 characters, aliases (with them a small file can stand for an endless
 * one), keys that occur twice, more than one document, nesting of more than 40 levels. Dates stay text.
 *
 * @throws DataError with every problem and its line.
 */
export function readYaml(text: string, name: string): YamlDocument {
  if (text.length > longestDocument) {
    throw refusal(name, 'too-large', `longer than ${longestDocument} characters; a policy or a case is a short text`)
  }
  const counter = new LineCounter()
  const document = parseDocument(text, { schema: 'core', lineCounter: counter, prettyErrors: false, logLevel: 'error' })
  // The parser gives up on some thousand levels before they can be counted.
  if (document.errors.some(({ message }) => /stack/i.test(message))) throw refusal(name, 'too-deep', tooDeep)
  const issues: DataIssue[] = document.errors.map(({ pos, message }) => ({
    code: 'not-yaml',
    path: [],
    line: counter.linePos(pos[0]).line,
    message: message.split('\n')[0]!.replace(/:$/, ''),
  }))
  if (issues.length === 0) issues.push(...forbidden(document, counter))
  if (issues.length > 0) throw new DataError(issues.slice(0, 100), { name, total: issues.length })
  return { value: document.toJS() as unknown, lineOf: (path) => lineAt(document, counter, path) }
}

/** Parses a value by a schema; what is wrong is reported with its line. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, name: string, lineOf?: YamlDocument['lineOf']): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw dataError(result.error.issues.flatMap(explained), name, lineOf)
}

/** An error about places of a document. */
export function dataError(
  problems: readonly { readonly code: string; readonly message: string; readonly path: readonly PropertyKey[] }[],
  name: string,
  lineOf?: YamlDocument['lineOf'],
): DataError {
  const issues = problems.slice(0, 100).map(({ code, message, path }): DataIssue => {
    const keys = path.map((key) => (typeof key === 'number' ? key : String(key)))
    const where = keys.length === 0 ? '' : `${keys.join('.')}: `
    const line = lineOf?.(path)
    return { code, path: keys, message: `${where}${message}`, ...(line === undefined ? {} : { line }) }
  })
  return new DataError(issues, { name, total: problems.length })
}

interface Explained {
  readonly code: string
  readonly message: string
  readonly path: readonly PropertyKey[]
}

function explained(issue: z.core.$ZodIssue): readonly Explained[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ code: 'unknown-field', message: `unknown field "${key}"`, path: [...path, key] }))
  }
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return [{ code: 'missing-field', message: `is required (${issue.expected})`, path }]
  }
  return [{ code: issue.code.replaceAll('_', '-'), message: issue.message.replace(/^Invalid input: /, ''), path }]
}

function forbidden(document: Document, counter: LineCounter): readonly DataIssue[] {
  const issues: DataIssue[] = []
  visit(document, {
    Alias(_key, node) {
      issues.push({
        code: 'alias',
        path: [],
        line: counter.linePos(node.range?.[0] ?? 0).line,
        message: `alias *${node.source}: aliases are not read, because a few of them can stand for endless text; write the value out`,
      })
      return issues.length > 10 ? visit.BREAK : undefined
    },
    Node(_key, node, path) {
      if (path.length <= 2 * deepest) return undefined
      const line = counter.linePos(node.range?.[0] ?? 0).line
      issues.push({ code: 'too-deep', path: [], line, message: tooDeep })
      return visit.BREAK
    },
  })
  return issues
}

function lineAt(document: Document, counter: LineCounter, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return counter.linePos(node.range[0]).line
  }
  return undefined
}

function refusal(name: string, code: string, message: string): DataError {
  return new DataError([{ code, path: [], message }], { name })
}
