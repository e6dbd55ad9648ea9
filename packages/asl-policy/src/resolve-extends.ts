import { DataError } from '@safety-portfolio/records'

/** A policy file as read, before it is checked. */
export type PolicyDocument = Readonly<Record<string, unknown>>

/**
 * What a policy file says once `extends: ID VERSION` is filled in: lists are joined by `id` (what is stated anew replaces), maps by key, what
 * `removed: [PART/ID]` names is left out, `names`, `supersedes`, `until`, `summary` and `limits` are never inherited.
 *
 * @throws DataError where the base is not known or extends itself.
 */
export function resolveExtends(
  value: unknown,
  base: (id: string, version: string) => PolicyDocument | undefined,
  name: string,
  seen: readonly string[] = [],
): unknown {
  if (!isRecord(value) || (value['extends'] === undefined && value['removed'] === undefined)) return value
  const { extends: parent, removed = [], ...own } = value
  if (typeof parent !== 'string' || !/^\S+ \S.*$/.test(parent)) {
    throw failure(name, 'extends', 'extends must be a text "ID VERSION", and removed needs it')
  }
  if (!Array.isArray(removed) || !removed.every((entry) => typeof entry === 'string')) {
    throw failure(name, 'removed', 'removed must be a list of PART/ID')
  }
  if (seen.includes(parent)) throw failure(name, 'extends', `extends itself: ${[...seen, parent].join(' -> ')}`)
  const split = parent.indexOf(' ')
  const found = base(parent.slice(0, split), parent.slice(split + 1))
  if (found === undefined) {
    const itself = `${String(own['id'])} ${String(own['version'])}` === parent
    throw failure(name, 'extends', itself ? `extends itself: ${parent}` : `extends ${parent}, which is not known`)
  }
  const inherited = resolveExtends(found, base, name, [...seen, parent])
  if (!isRecord(inherited)) throw failure(name, 'extends', `extends ${parent}, which is not a policy`)
  return merged(without(inherited, removed, name), own)
}

const ownOnly = new Set(['names', 'supersedes', 'until', 'summary', 'limits'])

function merged(base: PolicyDocument, own: PolicyDocument): PolicyDocument {
  const result: Record<string, unknown> = Object.fromEntries(Object.entries(base).filter(([key]) => !ownOnly.has(key)))
  for (const [key, value] of Object.entries(own)) {
    const before = result[key]
    if (isListed(value) && isListed(before)) {
      const anew = new Set(value.map(({ id }) => id))
      const replaced = new Map(value.map((item) => [item.id, item]))
      result[key] = [
        ...before.map((item) => replaced.get(item.id) ?? item),
        ...value.filter(({ id }) => anew.has(id) && !before.some((item) => item.id === id)),
      ]
    } else if ((key === 'sources' || key === 'clauses' || key === 'facts') && isRecord(before) && isRecord(value)) {
      result[key] = { ...before, ...value }
    } else result[key] = value
  }
  return result
}

function without(document: PolicyDocument, removed: readonly string[], name: string): PolicyDocument {
  const result: Record<string, unknown> = { ...document }
  for (const entry of removed) {
    const split = entry.indexOf('/')
    const part = entry.slice(0, split)
    const id = entry.slice(split + 1)
    const list = result[part]
    if (split === -1 && result[entry] !== undefined) {
      result[entry] = undefined
      continue
    }
    if (!isListed(list) || !list.some((item) => item.id === id)) {
      throw failure(name, 'removed', `removed ${entry}, which the base does not have`)
    }
    result[part] = list.filter((item) => item.id !== id)
  }
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined))
}

function isListed(list: unknown): list is readonly { readonly id: string }[] {
  return Array.isArray(list) && list.every((item: unknown) => isRecord(item) && typeof item['id'] === 'string')
}

function isRecord(value: unknown): value is PolicyDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function failure(name: string, part: string, message: string): DataError {
  return new DataError([{ code: 'inheritance', path: [part], message }], { name })
}
