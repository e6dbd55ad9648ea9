import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { OtlpAttribute } from './otlp-value.js'

/** Something that happened at a moment of a span. */
export interface OtlpEvent {
  readonly timeUnixNano: string
  readonly name: string
  readonly attributes: readonly OtlpAttribute[]
}

/** A span, as OTLP's JSON has it: identifiers in hexadecimal, times in nanoseconds as text. */
export interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  /** 1 internal, 3 a client's call. */
  readonly kind: 1 | 3
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly OtlpAttribute[]
  readonly events?: readonly OtlpEvent[]
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[]
  /** Code 2: an error. */
  readonly status: { readonly code?: 2; readonly message?: string }
}

/** What a collector is sent: `ExportTraceServiceRequest`. */
export interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] }
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string; readonly version: string }
      readonly spans: readonly OtlpSpan[]
    }[]
  }[]
}

/** 16 bytes that stand for a key, in hexadecimal. */
export function traceId(key: string): string {
  return hashOf(`trace ${key}`).slice(0, 32)
}

/** 8 bytes that stand for a key, in hexadecimal. */
export function spanId(key: string): string {
  return hashOf(`span ${key}`).slice(0, 16)
}

function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}
