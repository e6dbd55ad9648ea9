import type { Finding } from './decision-warnings.js'
import { joined } from './joined.js'
import { lineMoved } from './line-moved.js'
import type { Policy } from './policy.js'
import { shippedHistory } from './shipped-history.js'
import { compareTerms } from './term-comparison.js'

/** Lines of the same test that replaced each other, with the result on record. */
export function movedLines({ lines, id }: Policy): readonly Finding[] {
  return lines.flatMap((before): readonly Finding[] => {
    if (before.until === undefined || before.line === null) return []
    const after = lines.find(
      (line) => line.statedOn === before.until && line.names.some((name) => before.names.includes(name)),
    )
    const on = before.until
    const results = shippedHistory().filter(({ policy, date }) => policy.id === id && date === on)
    const value =
      results.flatMap(({ evidence }) => evidence.filter(({ line }) => line === after?.id)).at(0)?.value ?? null
    const { direction, outcomeChanged } = lineMoved(
      { ...before, line: before.line },
      after?.line == null ? null : { ...after, line: after.line },
      {
        value,
        measuredOn: on,
        reasonRecorded: false,
      },
    )
    const to = after === undefined ? 'was not stated again' : `moved from ${before.line} to ${after.line}`
    const outcome =
      outcomeChanged === 'unknown'
        ? 'whether the outcome changed is not known'
        : outcomeChanged
          ? 'the outcome changed'
          : 'the outcome did not change'
    return [
      {
        code: 'line-moved-after-results',
        message: `${before.names[0] ?? before.id} ${to} on ${on}, in the card that reports the result (${direction ?? 'direction not known'}); ${outcome}. It needs a recorded reason.`,
      },
    ]
  })
}

/** Scopes that narrowed shortly before they were first relied upon. */
export function narrowedScopes(from: Policy, to: Policy): readonly Finding[] {
  return joined(from.terms, to.terms).flatMap(([before, after]): readonly Finding[] => {
    if (before?.kind !== 'scope' || after === null || compareTerms(before, after).direction !== 'weaker') return []
    const first = shippedHistory()
      .filter(({ policy, level, date }) => policy.id === to.id && (level ?? 0) >= 3 && date >= to.effective)
      .toSorted((a, b) => (a.date < b.date ? -1 : 1))[0]
    const days = first === undefined ? null : Math.round((Date.parse(first.date) - Date.parse(to.effective)) / 864e5)
    const use =
      days === null
        ? 'and is not yet relied upon on record'
        : `${days} days before ${first!.model} first relied on the level (${first!.date})`
    return [{ code: 'scope-narrowed-before-use', message: `${after.text}: narrowed on ${to.effective}, ${use}.` }]
  })
}
