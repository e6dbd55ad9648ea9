import { sha256 } from '@noble/hashes/sha2.js'
import type { EvalHeader, EvalSample, Score } from '../log/eval-log.js'
import { contentText, messageText } from '../export/sample-rows.js'
import { isObject } from '../log/migrate-log.js'
import type { LogInfo } from '../log/log-info.js'
import { resolveAttachments } from '../log/chunked-sample.js'
import { utf8Encode } from '../internal/text-codec.js'
import { declined } from '../statistics/declined.js'
import { escapeMarkup } from './escape-markup.js'
import { intervalChart } from './interval-chart.js'
import { reportScript, reportStyle } from './report-script.js'
import { errorBarsTable, groupsTable, repeatedTable, scoresTable, usageTable } from './score-tables.js'

/** A sample as the report shows it. */
export interface ReportSample {
  readonly id: string
  readonly epoch: number
  readonly input: string
  readonly target: string
  readonly scores: Readonly<
    Record<string, { readonly value: unknown; readonly answer: string | null; readonly explanation: string | null }>
  >
  readonly messages: readonly { readonly role: string; readonly text: string }[]
  readonly error: string | null
  readonly limit: string | null
  readonly declined: string | null
  readonly tokens: number
  readonly cost: number | null
  readonly seconds: number | null
  /** What the search looks through, in lower case. */
  readonly text: string
}

/** Longest text of a message in a report. */
const longest = 20_000

/** What of a sample goes into a report. */
export function reportSample(sample: EvalSample): ReportSample {
  const messages = resolveAttachments(sample.messages, sample.attachments) as readonly unknown[]
  const shown = messages.filter(isObject).map((message) => ({
    role: typeof message['role'] === 'string' ? message['role'] : 'unknown',
    text: cut(contentText(message['content']) + callsText(message['tool_calls'])),
  }))
  const input = cut(messageText(resolveAttachments(sample.input, sample.attachments) as EvalSample['input']))
  const usage = Object.values(sample.model_usage)
  const costs = usage.flatMap(({ total_cost: cost }) => (typeof cost === 'number' ? [cost] : []))
  return {
    id: String(sample.id),
    epoch: sample.epoch,
    input,
    target: typeof sample.target === 'string' ? sample.target : sample.target.join('\n'),
    scores: Object.fromEntries(Object.entries(sample.scores ?? {}).map(([name, score]) => [name, scoreOf(score)])),
    messages: shown,
    error: sample.error?.message ?? null,
    limit: sample.limit?.type ?? null,
    declined: declined(sample.output),
    tokens: usage.reduce((sum, one) => sum + one.total_tokens, 0),
    cost: costs.length === 0 ? null : costs.reduce((sum, one) => sum + one, 0),
    seconds: sample.total_time ?? null,
    text: cut(`${sample.id} ${input} ${shown.map(({ text }) => text).join(' ')}`).toLowerCase(),
  }
}

function scoreOf({ value, answer, explanation }: Score): ReportSample['scores'][string] {
  const isUnscored = typeof value === 'number' && !Number.isFinite(value)
  return {
    value: isUnscored ? null : value,
    answer: answer ?? null,
    explanation: explanation === null || explanation === undefined ? null : cut(explanation),
  }
}

function callsText(calls: unknown): string {
  if (!Array.isArray(calls)) return ''
  return calls
    .filter(isObject)
    .map((call) => `\n${String(call['function'])}(${JSON.stringify(call['arguments'])})`)
    .join('')
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}… (${text.length - longest} more characters)` : text
}

/**
 * A log as one HTML file that needs nothing else: scores with intervals as a table and a chart, cost, and a browser of its samples. A strict policy lets only the report's own
 * script run, and nothing load; what comes from the log is text everywhere.
 *
 * @param info - What the log says.
 * @param header - The log without samples.
 * @param samples - Those to show.
 * @param total - How many the log has.
 */
export function htmlReport(info: LogInfo, header: EvalHeader, samples: readonly ReportSample[], total: number): string {
  const title = `${info.task || 'log'} on ${info.model}`
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(reportScript)}'`,
    `style-src '${hashOf(reportStyle)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const data = JSON.stringify({ samples })
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
  const e = escapeMarkup
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${e(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${e(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<header>
<h1>${e(title)}</h1>
<p>${e(`${info.status}, ${info.samples} attempts, ${info.completed} completed, begun ${info.created || 'at an unknown time'}.`)}</p>
${info.warnings.map((warning) => `<p class="bad">${e(warning)}</p>`).join('\n')}
${header.error === undefined || header.error === null ? '' : `<p class="bad">${e(header.error.message)}</p>`}
</header>
<main>
<h2>Scores</h2>
${scoresTable(info)}
${intervalChart(info.recomputed)}
${errorBarsTable(info)}
${repeatedTable(info)}
${groupsTable(info)}
<p>Computed from the samples: Wilson intervals for scores of 0 and 1, Student's t otherwise, clustered where the log says so. The scorer's own errors are in no interval.</p>
<h2>Tokens and cost</h2>
${usageTable(info)}
<h2>Samples</h2>
<noscript><p>The browser of samples needs the report's own script. All samples are in the log.</p></noscript>
${samples.length < total ? `<p>The first ${samples.length} of ${total} samples; the log has all.</p>` : ''}
<div class="controls">
<label>Search <input id="search" type="search"></label>
<label>Show <select id="kind"><option value="all">all</option><option value="wrong">wrong</option><option value="failed">failed</option><option value="unscored">unscored</option><option value="limited">at a limit</option><option value="declined">refused or filtered</option></select></label>
<span id="count" role="status"></span>
</div>
<div id="browser" hidden><ul id="list" aria-label="Samples"></ul><section id="detail" aria-live="polite"></section></div>
</main>
<script id="data" type="application/json">${data}</script>
<script>${reportScript}</script>
</body>
</html>
`
}

/** The hash by which a policy admits an inline script or style. */
function hashOf(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const bytes = sha256(utf8Encode(text))
  let encoded = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const letters = [group >> 18, (group >> 12) & 63, (group >> 6) & 63, group & 63].map((index) => alphabet[index]!)
    encoded += letters
      .slice(0, Math.min(3, bytes.length - at) + 1)
      .join('')
      .padEnd(4, '=')
  }
  return `sha256-${encoded}`
}
