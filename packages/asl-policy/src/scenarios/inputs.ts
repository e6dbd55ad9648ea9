import type { decide } from '../decide.js'
import type { Policy } from '../policy.js'

/** What a scenario asks about. */
export type Inputs = Readonly<Record<string, unknown>>

/** What a kind of scenario is answered with. */
export type Answer = Readonly<Record<string, unknown>>

/** Turns the inputs of one kind of scenario into facts of the engine, asks it, and names the answer in the words of the kind. */
export type Kind = (policy: Policy, inputs: Inputs, asking: Asking) => Answer

/** How a scenario is asked. */
export interface Asking {
  /** The name by which the scenario calls the policy. */
  readonly asked: string
  /** What decides a case. */
  readonly decide: typeof decide
}

/** A truth of a scenario: `null`, absent and `'unknown'` are unknown. */
export function truthInput(inputs: Inputs, key: string): boolean | null {
  const value = inputs[key]
  if (value === undefined || value === null || value === 'unknown') return null
  if (typeof value === 'boolean') return value
  throw new TypeError(`scenario: ${key} must be true, false or unknown, got ${JSON.stringify(value)}`)
}

/** Whether a truth or words say that something is so (`met`, `sufficient`, `not met`, `inadequate`); `null` where they do not say. */
export function metWords(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string' || value === 'unknown') return null
  if (
    /\b(?:not|no|none|un(?:met|approved|accepted|made)|in(?:adequate|sufficient|complete))\b|missing|absent|reject|fail/i.test(
      value,
    )
  )
    return false
  return /met|sufficient|accept|in place|adequate|yes|made|done|complete|approved|implemented/i.test(value)
    ? true
    : null
}

/** A number of a scenario; `null` where it is unknown. */
export function numberInput(inputs: Inputs, key: string): number | null {
  const value = inputs[key]
  if (value === undefined || value === null || value === 'unknown') return null
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new TypeError(`scenario: ${key} must be a number, got ${JSON.stringify(value)}`)
}

/** A text of a scenario; `null` where it is unknown. */
export function textInput(inputs: Inputs, key: string): string | null {
  const value = inputs[key]
  if (value === undefined || value === null || value === 'unknown') return null
  if (typeof value === 'string') return value
  throw new TypeError(`scenario: ${key} must be a text, got ${JSON.stringify(value)}`)
}

/** A list of texts of a scenario; `null` where it is unknown. */
export function textsInput(inputs: Inputs, key: string): readonly string[] | null {
  const value = inputs[key]
  if (value === undefined || value === null || value === 'unknown') return null
  if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return value
  throw new TypeError(`scenario: ${key} must be a list of texts, got ${JSON.stringify(value)}`)
}

/** A truth as scenarios write it: `true`, `false` or `"unknown"`. */
export function truthAnswer(value: 'true' | 'false' | 'unknown'): boolean | 'unknown' {
  return value === 'unknown' ? 'unknown' : value === 'true'
}

/** Four decimals, as scenarios round ratios. */
export function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e4) / 1e4
}
