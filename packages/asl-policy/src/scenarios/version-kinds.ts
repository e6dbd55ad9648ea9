import { compareTerms, findTerm } from '../term-comparison.js'
import type { Policy } from '../policy.js'
import { citedVersion, versionInForce } from '../version-in-force.js'
import { textInput, type Answer, type Inputs } from './inputs.js'

/** The version in force on a day. */
export function inForce(versions: readonly Policy[], inputs: Inputs): Answer {
  return { version: versionInForce(versions, day(inputs))?.version ?? null }
}

/** Whether a document cites the version in force. */
export function cited(versions: readonly Policy[], inputs: Inputs): Answer {
  const text = textInput(inputs, 'cited') ?? ''
  // "RSP 3.3", "v3.3": the version in it.
  const named = versions.find(({ version }) => /[\d.]+/.exec(text)?.[0] === version)?.version
  return { ...citedVersion(versions, day(inputs), named ?? text) }
}

/** How one field changed between two versions. */
export function difference(from: Policy, to: Policy, inputs: Inputs): Answer {
  const field = textInput(inputs, 'field')
  if (field === null) throw new TypeError('scenario: field is required')
  const before = findTerm(from, field)
  const after = findTerm(to, field)
  const id = before?.id ?? after?.id
  if (id === undefined) throw new RangeError(`scenario: neither version has a term for "${field}"`)
  const { direction, change, removed, added } = compareTerms(
    from.terms.find((term) => term.id === id) ?? null,
    to.terms.find((term) => term.id === id) ?? null,
  )
  return { field, direction, change, ...ends(from, to, id), removed, added }
}

function ends(from: Policy, to: Policy, id: string): Answer {
  const end = ({ terms }: Policy): string | null => {
    const term = terms.find((candidate) => candidate.id === id)
    return term === undefined ? null : (term.value ?? term.text)
  }
  return { from: end(from), to: end(to) }
}

function day(inputs: Inputs): string {
  const date = textInput(inputs, 'date')
  if (date === null) throw new TypeError('scenario: date is required')
  return date
}
