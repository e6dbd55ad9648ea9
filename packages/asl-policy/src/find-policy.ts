import type { Policy } from './policy.js'
import { shippedPolicies, shippedVersions } from './shipped-policies.js'

/**
 * The shipped policies that a name stands for, as cards, scenarios and the command write it: a bare version (`2.2`) is one of the Responsible
 * Scaling Policy, `*` is all of its versions, a family (`openai-pf`) is all of its versions, and the names that a policy lists are that policy.
 *
 * @example
 * ```ts
 * import { findPolicies } from '@safety-portfolio/asl-policy'
 *
 * findPolicies('2.2').map(({ id, version }) => `${id} ${version}`) // => ['rsp 2.2']
 * findPolicies('EU CoP 9.3').map(({ id }) => id) // => ['eu-cop']
 * findPolicies('nothing of the kind') // => []
 * ```
 */
export function findPolicies(name: string): readonly Policy[] {
  const wanted = plain(name)
  if (wanted === '*') return shippedVersions('rsp')
  const all = shippedPolicies()
  const family = all.filter(({ id }) => plain(id) === wanted)
  if (family.length > 0) return family
  const exact = all.filter(
    (policy) =>
      (policy.id === 'rsp' && plain(policy.version) === wanted) ||
      namesOf(policy).some((known) => squashed(known) === squashed(name)),
  )
  if (exact.length > 0) return exact
  // "EU CoP 9.3" and the like: the longest name that it begins with. What follows the name of a numbered policy may be another version.
  const begun = all
    .flatMap((policy) => namesOf(policy).map((known) => ({ policy, known: plain(known) })))
    .filter(({ policy, known }) => {
      if (!wanted.startsWith(`${known} `)) return false
      const rest = wanted.slice(known.length + 1)
      return !/^\d/.test(policy.version) || known.includes(plain(policy.version)) || !/^v?\d/.test(rest)
    })
    .toSorted((a, b) => b.known.length - a.known.length)
  return begun.slice(0, 1).map(({ policy }) => policy)
}

/** What a policy is called: with and without its publisher. */
function namesOf({ id, version, names, title, publisher }: Policy): readonly string[] {
  const own = [`${id} ${version}`, `${id}@${version}`, ...names, title]
  return [...own, ...own.map((name) => `${publisher} ${name}`)]
}

/** Without case, the `v` and the word of a version, and punctuation that names differ by. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[\s_,]+/g, ' ')
    .replaceAll(/\b(?:version |v(?=\d))/g, '')
    .trim()
}

function squashed(name: string): string {
  return plain(name).replaceAll(' ', '')
}
