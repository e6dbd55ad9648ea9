/** What an option says when it is no opinion. `'total'` is no option at all but a column of totals that slipped into the options. */
export type NonSubstantiveKind = 'dont-know' | 'refused' | 'no-answer' | 'missing' | 'total'

const volunteered = /\s*\((?:vol\.?|volunteered|do not read|spontaneous)\)/gi

const patterns: readonly (readonly [NonSubstantiveKind, RegExp])[] = [
  ['total', /^total\b.*\bn\s*=/],
  [
    'missing',
    /^(?:other missing\b.*|missing\b.*|not available|not asked(?: in survey)?|not applicable.*|inapplicable|n ?\/ ?a|na|unknown)$/,
  ],
  [
    'dont-know',
    /^(?:don'?t know|do not know|dk|unsure|not sure|no opinion|can'?t (?:choose|say))(?:\W*(?:\/|or|,|;)\W*.*)?$/,
  ],
  [
    'refused',
    /^(?:refused?|refusal|prefer not to (?:say|answer)|decline(?:d)?(?: to answer)?)(?:\W*(?:\/|or|,|;)\W*.*)?$/,
  ],
  ['no-answer', /^(?:no answer|no response|not answered|none given|na\/dk)(?:\W*(?:\/|or|,|;)\W*.*)?$/],
]

/**
 * Whether an option is no opinion: don't know, refused, no answer, missing, or a column of totals; `null` for opinions. Options such as "Neither"
 * or "Depends" are opinions.
 *
 * @param label - the option
 *
 * @example
 * ```ts
 * import { nonSubstantiveKind } from '@safety-portfolio/global-opinions'
 *
 * nonSubstantiveKind('DK/Refused') // => 'dont-know'
 * nonSubstantiveKind('Missing; Not available') // => 'missing'
 * nonSubstantiveKind('Neither (VOL)') // => null
 * ```
 */
export function nonSubstantiveKind(label: string): NonSubstantiveKind | null {
  const text = label.replaceAll(volunteered, '').replaceAll(/[’‘`]/g, "'").replaceAll(/\s+/g, ' ').trim().toLowerCase()
  return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? null
}
