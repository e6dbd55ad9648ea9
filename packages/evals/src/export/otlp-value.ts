/** A value of an attribute, as OTLP's JSON has it: whole numbers are text, for they may need 64 bits. */
export type OtlpValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly OtlpValue[] } }

/** An attribute. */
export interface OtlpAttribute {
  readonly key: string
  readonly value: OtlpValue
}

/** Attributes of what is known: texts, numbers, truth values and lists of them. The rest is left out, numbers that are none too. */
export function otlpAttributes(fields: Readonly<Record<string, unknown>>): readonly OtlpAttribute[] {
  return Object.entries(fields).flatMap(([key, field]) => {
    const value = valueOf(field)
    return value === null ? [] : [{ key, value }]
  })
}

function valueOf(field: unknown): OtlpValue | null {
  if (typeof field === 'string') return { stringValue: field }
  if (typeof field === 'boolean') return { boolValue: field }
  if (typeof field === 'number') {
    if (!Number.isFinite(field)) return null
    return Number.isSafeInteger(field) ? { intValue: String(field) } : { doubleValue: field }
  }
  if (!Array.isArray(field)) return null
  return { arrayValue: { values: field.map(valueOf).filter((value) => value !== null) } }
}

/** Nanoseconds since 1970 as text; `null` where a time cannot be read. */
export function otlpTime(time: unknown): string | null {
  const milliseconds = typeof time === 'number' ? time : typeof time === 'string' ? Date.parse(time) : Number.NaN
  return Number.isFinite(milliseconds) && milliseconds >= 0
    ? String(BigInt(Math.round(milliseconds * 1000)) * 1000n)
    : null
}
