import { policyFromDocument } from './parse-policy.js'
import type { Policy } from './policy.js'
import type { PolicyDocument } from './resolve-extends.js'
import documents from './shipped/policies.json' with { type: 'json' }

const all: readonly PolicyDocument[] = documents
const parsed = new Map<PolicyDocument, Policy>()

/** The file of a shipped policy, for policies that extend it. */
export function shippedDocument(id: string, version: string): PolicyDocument | undefined {
  return all.find((document) => document['id'] === id && document['version'] === version)
}

/**
 * Every version of a shipped policy, the oldest first; none where the name is not known.
 *
 * @example
 * ```ts
 * import { shippedVersions } from '@safety-portfolio/asl-policy'
 *
 * shippedVersions('rsp').map(({ version }) => version) // => ['1.0', '2.0', '2.1', '2.2', '3.0', '3.1', '3.2', '3.3', '3.4']
 * ```
 */
export function shippedVersions(id: string): readonly Policy[] {
  return all
    .filter((document) => document['id'] === id)
    .map(read)
    .toSorted((a, b) => (a.effective < b.effective ? -1 : 1))
}

/**
 * A shipped policy in one version.
 *
 * @throws RangeError where there is none.
 *
 * @example
 * ```ts
 * import { shippedPolicy } from '@safety-portfolio/asl-policy'
 *
 * shippedPolicy('rsp', '2.2').effective // => '2025-05-14'
 * shippedPolicy('rsp', '9.9') // throws RangeError
 * ```
 */
export function shippedPolicy(id: string, version: string): Policy {
  const document = shippedDocument(id, version)
  if (document !== undefined) return read(document)
  const known = shippedPolicies().map((policy) => `${policy.id} ${policy.version}`)
  throw new RangeError(`shippedPolicy: id and version must name one of ${known.join(', ')}, got ${id} ${version}`)
}

/** Every shipped policy in every version, by id and day of effect. */
export function shippedPolicies(): readonly Policy[] {
  return [...new Set(all.map((document) => document['id'] as string))].toSorted().flatMap(shippedVersions)
}

function read(document: PolicyDocument): Policy {
  let policy = parsed.get(document)
  if (policy === undefined) {
    const name = `${String(document['id'])} ${String(document['version'])}`
    parsed.set(document, (policy = policyFromDocument(document, { name, base: shippedDocument })))
  }
  return policy
}
