import type { Policy } from './policy.js'
import type { PolicyCase, SafeguardCase } from './policy-case.js'

/**
 * What measures lack that are to stand in for a standard: the finding that they give the same assurance (`interim:X`), approvals, and those who must
 * have been told; nothing where they stand in. A policy without approvals has none that could accept them.
 */
function interimLacks(policy: Policy, { standard, interim }: SafeguardCase): readonly string[] {
  const by = policy.approvals.flatMap((approval) => approval.by)
  const sharedWith = policy.approvals.flatMap((approval) => approval.sharedWith)
  return [
    ...(interim?.sameAssurance === true && by.length > 0 ? [] : [`interim:${standard}`]),
    ...by.filter((name) => interim?.approvals.includes(name) !== true).map((name) => `approval:${name}`),
    ...sharedWith.filter((name) => interim?.shared.includes(name) !== true).map((name) => `shared:${name}`),
  ]
}

/** Whether measures stand in for a standard: false where there are none, or their assurance is known to be less. */
export function interimStandsIn(policy: Policy, safeguard: SafeguardCase): boolean | null {
  const { interim, status } = safeguard
  if (interim === undefined) return status === 'unknown' ? null : false
  if (interim.sameAssurance === false) return false
  return interimLacks(policy, safeguard).length === 0 ? true : null
}

/** Missing facts, where a standard that is not met is missing only because the measures that are to stand in for it lack something: that instead of the standard. */
export function namingInterim(
  policy: Policy,
  { safeguards }: PolicyCase,
  missing: readonly string[],
): readonly string[] {
  const named = missing.flatMap((name) => {
    const safeguard = safeguards.find(({ standard }) => name === `standard:${standard}`)
    if (safeguard?.status !== 'not-met' || interimStandsIn(policy, safeguard) !== null) return [name]
    return interimLacks(policy, safeguard)
  })
  return [...new Set(named)]
}
