import { APICallError } from '@ai-sdk/provider'
import { ModelError } from '../../task/model.js'

/** An error of a call, whatever made it, as one the harness can act on. Bodies and headers of requests are left behind: they hold keys. */
export function modelFailure(error: unknown, now: () => number = Date.now): ModelError {
  if (error instanceof ModelError) return error
  if (APICallError.isInstance(error)) {
    const { statusCode, responseHeaders = {} } = error
    return httpFailure(
      statusCode ?? null,
      responseHeaders,
      `${error.message}${detail(error.responseBody)}`,
      error.isRetryable,
      now,
    )
  }
  const { message, name } = error instanceof Error ? error : new Error(String(error))
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
  const cut = /fetch failed|terminated|socket|ECONN|EPIPE|network|other side closed|premature/i.test(
    `${message}${cause}`,
  )
  const malformed = /JSONParse|TypeValidation|EmptyResponseBody|NoContentGenerated|InvalidResponseData/.test(name)
  return new ModelError(`${message}${cause}`, { retryable: cut || malformed })
}

/** An HTTP response that is no answer. */
export function httpFailure(
  status: number | null,
  headers: Readonly<Record<string, string>>,
  message: string,
  retryable: boolean,
  now: () => number = Date.now,
): ModelError {
  // A success that cannot be read was damaged on its way: asking again may help.
  const damaged = status !== null && status >= 200 && status < 300
  const transient =
    status !== null && (status === 408 || status === 409 || status === 425 || status === 429 || status >= 500)
  return new ModelError(status === null ? message : `HTTP ${status}: ${message}`, {
    status,
    retryable: retryable || damaged || transient,
    retryAfter: retryAfterOf(headers, now),
  })
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date, in milliseconds from now. */
export function retryAfterOf(headers: Readonly<Record<string, string>>, now: () => number): number | null {
  const milliseconds = Number(headers['retry-after-ms'] ?? Number.NaN)
  if (milliseconds >= 0) return milliseconds
  const given = headers['retry-after']
  if (given === undefined) return null
  const seconds = Number(given)
  if (given.trim() !== '' && seconds >= 0) return seconds * 1000
  const date = Date.parse(given)
  return Number.isNaN(date) ? null : Math.max(0, date - now())
}

function detail(body: string | undefined): string {
  return body === undefined || body.trim() === '' ? '' : ` (${body.slice(0, 300)})`
}
