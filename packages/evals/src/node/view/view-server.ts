import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { escapeMarkup } from '../../report/escape-markup.js'
import { LogError } from '../../log/log-error.js'
import { createLogFolder, type LogFolder } from './log-folder.js'
import { inspectRoute } from './inspect-routes.js'

/** A server of a folder's logs. */
export interface ViewServer {
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves the logs of a folder to this machine alone: a page that lists them, a report of each, and the routes that Inspect's viewer reads. It listens on the loopback address,
 * answers only requests that name it as their host and come from no other origin, only reads, and nothing outside the folder.
 *
 * @param folder - Where the logs are.
 * @param port - 0 takes a free one. Default 0.
 */
export async function viewServer(folder: string, port = 0): Promise<ViewServer> {
  const logs = await createLogFolder(folder)
  const server = createServer((request, response) => {
    answer(request, response, server, logs).catch((error: unknown) => {
      const [status, message] = error instanceof LogError ? [422, error.message] : [500, 'the log cannot be shown']
      send(response, status, 'text/plain; charset=utf-8', message)
    })
  })
  server.requestTimeout = 30_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  server: Server,
  logs: LogFolder,
): Promise<void> {
  const { port } = server.address() as AddressInfo
  const refusal = refuse(request, port)
  if (refusal !== null) {
    send(response, 403, 'text/plain; charset=utf-8', refusal)
    return
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    send(response, 405, 'text/plain; charset=utf-8', 'only GET')
    return
  }
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  if (url.pathname === '/') {
    send(response, 200, 'text/html; charset=utf-8', await listPage(logs))
    return
  }
  if (url.pathname === '/report') {
    const report = await logs.report(url.searchParams.get('log') ?? '')
    if (report === null) send(response, 404, 'text/plain; charset=utf-8', 'no such log')
    // The report brings a policy of its own, with the hash of its script.
    else send(response, 200, 'text/html; charset=utf-8', report, false)
    return
  }
  const found = await inspectRoute(url, logs, request.headers['if-none-match'])
  if (found === null) send(response, 404, 'text/plain; charset=utf-8', 'not found')
  else send(response, found.status, found.type, found.body, true, found.headers)
}

/** Why a request is not answered: a page of another site that had its name point here would send its own name, or its origin. */
function refuse({ headers }: IncomingMessage, port: number): string | null {
  const names = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!names.includes(headers.host ?? '')) return 'the host is not this server'
  const { origin } = headers
  if (origin !== undefined && !names.some((name) => origin === `http://${name}`)) return 'the origin is another site'
  if (headers['sec-fetch-site'] === 'cross-site') return 'the request comes from another site'
  return null
}

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  withPolicy = true,
  more: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    ...(withPolicy ? { 'content-security-policy': policy } : {}),
    ...more,
  })
  response.end(body)
}

async function listPage(logs: LogFolder): Promise<string> {
  const e = escapeMarkup
  const overviews = await logs.overviews()
  const rows = overviews.map(
    ({ name, task, model, status, created, samples, score }) =>
      `<tr><th scope="row"><a href="/report?log=${e(encodeURIComponent(name))}">${e(task || name)}</a>${task === '' ? '' : `<small>${e(name)}</small>`}</th><td>${e(model)}</td><td>${e(status)}</td><td>${samples ?? ''}</td><td>${e(score)}</td><td>${e(created.slice(0, 16).replace('T', ' '))}</td></tr>`,
  )
  const header = ['log', 'model', 'status', 'attempts', 'score ± standard error, as logged', 'begun']
  const body =
    rows.length === 0
      ? '<p>There is no log in this folder.</p>'
      : `<p>Open a log for its scores computed again from the samples, with intervals.</p><div class="scroll" role="region" aria-label="Logs" tabindex="0"><table><thead><tr>${header.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Logs</title><style>${listStyle}</style></head><body><h1>Logs</h1>${body}</body></html>`
}

const listStyle =
  ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:1rem auto;max-width:80rem;padding:0 1rem}.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.4em .8em .4em 0;border-bottom:1px solid #8884}tbody th{font-weight:600;min-width:12rem}td:last-child{white-space:nowrap}small{display:block;font-weight:400;opacity:.75;overflow-wrap:anywhere}'
