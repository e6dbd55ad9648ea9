import { setTimeout as sleep } from 'node:timers/promises'
import type { OtlpTraces } from '../../export/otlp-span.js'
import { isObject } from '../../log/migrate-log.js'

/** Options of {@link sendOtlp}. */
export interface OtlpEndpoint {
  /** Address of a collector that speaks OTLP over HTTP; `/v1/traces` is added where it has no path. */
  readonly url: string
  /** Such as keys. They are in no message. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Milliseconds for all tries together. */
const patience = 8000
/** Milliseconds of the longest pause between tries. */
const longestWait = 2000
const retryable = new Set([429, 502, 503, 504])

/**
 * Sends spans to a collector, again where it says so, for at most eight seconds.
 *
 * @throws Error where they were not accepted, or not all of them. Spans are then lost, and nothing else.
 */
export async function sendOtlp({ url, headers = {} }: OtlpEndpoint, traces: OtlpTraces): Promise<void> {
  const address = tracesUrl(url)
  const signal = AbortSignal.timeout(patience)
  const body = JSON.stringify(traces)
  for (let wait = 250; ; wait *= 2) {
    const answer = await post(address, headers, body, signal)
    if (typeof answer !== 'string' && answer.rejected === null) return
    const problem = typeof answer === 'string' ? answer : `${answer.rejected!} spans were rejected`
    const again = typeof answer === 'string' && answer.startsWith('again: ')
    if (!again || signal.aborted || wait > longestWait)
      throw new Error(`${address.origin} did not take the spans: ${problem.replace('again: ', '')}`)
    await sleep(wait, undefined, { signal }).catch(() => undefined)
  }
}

/** Where traces go. */
export function tracesUrl(url: string): URL {
  const address = new URL(url)
  if (!/^https?:$/.test(address.protocol)) throw new TypeError(`sendOtlp: url must be http or https, got '${url}'`)
  if (address.pathname === '/' || address.pathname === '') address.pathname = '/v1/traces'
  return address
}

/** What became of a request; text where nothing was taken, with `again: ` before what may pass. */
async function post(
  address: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<string | { readonly rejected: number | null }> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      signal,
      redirect: 'manual',
    })
    const text = await response.text()
    if (response.ok) return { rejected: rejectedIn(text) }
    return `${retryable.has(response.status) ? 'again: ' : ''}HTTP ${response.status}`
  } catch (error) {
    if (signal.aborted) return `no answer within ${patience / 1000} seconds`
    const { cause } = error as Error & { readonly cause?: NodeJS.ErrnoException }
    return `again: ${cause?.code ?? (error as Error).message}`
  }
}

function rejectedIn(text: string): number | null {
  try {
    const answer: unknown = JSON.parse(text)
    const partial = isObject(answer) && isObject(answer['partialSuccess']) ? answer['partialSuccess'] : {}
    const count = Number(partial['rejectedSpans'] ?? 0)
    return count > 0 ? count : null
  } catch {
    // A collector may answer with nothing.
    return null
  }
}
