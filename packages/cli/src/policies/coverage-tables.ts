import { policyCoverage, type Policy, type PolicyCoverage, type PolicyTest } from '@safety-portfolio/asl-policy'

/** What `policy test` is asked about the tests themselves. */
export interface CoverageOptions {
  readonly coverage?: true
  readonly mutation?: true
}

/** How well tests exercise one policy; without mutants where only branches were asked for, and the other way round. */
export interface CoveredPolicy {
  readonly policy: { readonly id: string; readonly version: string }
  readonly decisions: number
  readonly rules?: PolicyCoverage['rules']
  readonly branches?: PolicyCoverage['branches']
  readonly mutants?: PolicyCoverage['mutants']
  readonly survivors?: PolicyCoverage['survivors']
}

/** Coverage of each policy by the tests that passed; nothing unless it was asked for. */
export function coverageOf(
  tested: readonly { readonly policy: Policy; readonly tests: readonly PolicyTest[] }[],
  { coverage, mutation }: CoverageOptions,
): readonly CoveredPolicy[] {
  if (coverage !== true && mutation !== true) return []
  return tested.map(({ policy, tests }) => {
    const { rules, branches, mutants, survivors } = policyCoverage(policy, tests)
    return {
      policy: { id: policy.id, version: policy.version },
      decisions: tests.length,
      ...(coverage === true ? { rules, branches } : {}),
      ...(mutation === true ? { mutants, survivors } : {}),
    }
  })
}

/** The same as tables: one line a policy, then what is not seen and what is not noticed. */
export function coverageTables(
  covered: readonly CoveredPolicy[],
  options: CoverageOptions,
): readonly { readonly caption: string; readonly header: string[]; readonly rows: string[][] }[] {
  if (options.coverage !== true && options.mutation !== true) return []
  const named = ({ policy }: CoveredPolicy): string => `${policy.id} ${policy.version}`
  const share = (part: number, total: number): string =>
    total === 0 ? '–' : `${part} of ${total} (${percent(part / total)})`
  const unseen = covered.flatMap((row) =>
    (row.rules ?? []).flatMap(({ rule, seen }) => {
      const missing = (['true', 'false', 'unknown'] as const).filter((value) => !seen.includes(value))
      return missing.length === 0 ? [] : [[named(row), rule, missing.join(', ')]]
    }),
  )
  const unnoticed = covered.flatMap((row) => (row.survivors ?? []).map((change) => [named(row), change]))
  return [
    {
      caption: 'How well the decisions of these tests exercise the rules',
      header: [
        'policy',
        'decisions',
        ...(options.coverage === true ? ['branches seen (true, false, unknown)'] : []),
        ...(options.mutation === true ? ['changed rules noticed'] : []),
      ],
      rows: covered.map((row) => [
        named(row),
        String(row.decisions),
        ...(row.branches === undefined ? [] : [share(row.branches.seen, row.branches.total)]),
        ...(row.mutants === undefined ? [] : [share(row.mutants.killed, row.mutants.total)]),
      ]),
    },
    { caption: 'Branches that no test reaches', header: ['policy', 'rule', 'not seen'], rows: unseen },
    { caption: 'Changes that no test notices', header: ['policy', 'change'], rows: unnoticed },
  ].filter(({ rows }, index) => index === 0 || rows.length > 0)
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}
