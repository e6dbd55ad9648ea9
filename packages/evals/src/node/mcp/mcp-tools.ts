import { isObject } from '../../log/migrate-log.js'
import { matchesName } from '../../task/name-pattern.js'
import type { Tool } from '../../task/tool.js'
import { version } from '../../version.js'
import { httpTransport, type McpAddress } from './http-transport.js'
import type { McpServerInfo, McpTransport } from './json-rpc.js'
import { stdioTransport, type McpProcess } from './stdio-transport.js'

/** Options of {@link mcpTools}. */
export interface McpToolsOptions {
  /** Patterns of the tools that are offered to the model. Default: all. */
  readonly tools?: string | readonly string[]
  /** Put before each name, so that tools of several servers have different ones. Default none. */
  readonly prefix?: string
  /** Seconds an answer may take. Default 60. */
  readonly timeout?: number
}

/** Tools of a server of the Model Context Protocol. */
export interface McpTools {
  readonly tools: readonly Tool[]
  readonly server: McpServerInfo
  /** Ends the server, or the session with it. */
  close(): Promise<void>
}

const protocol = '2025-06-18'
const mostPages = 100

/**
 * Connects to a server of the Model Context Protocol, a process or an address, and gives its tools. The name and version of the server are with each tool, and so in the log and, with
 * its description and schema, in the key of the cache: answers that were given with another server's tools are not taken.
 *
 * @throws Error where the server cannot be reached, or does not speak the protocol.
 */
export async function mcpTools(server: McpProcess | McpAddress, options: McpToolsOptions = {}): Promise<McpTools> {
  const { tools: wanted = '*', prefix = '', timeout = 60 } = options
  const transport = 'url' in server ? httpTransport(server) : stdioTransport(server)
  try {
    const clientInfo = { name: 'safety-portfolio', version }
    const hello = await transport.request(
      'initialize',
      { protocolVersion: protocol, capabilities: {}, clientInfo },
      timeout,
    )
    const info = serverInfo(hello)
    await transport.notify('notifications/initialized', {})
    const listed = await listTools(transport, timeout)
    const tools = listed
      .filter(({ name }) => matchesName(wanted, String(name)))
      .map((tool): Tool => {
        const name = String(tool['name'])
        return {
          name: `${prefix}${name}`,
          description: typeof tool['description'] === 'string' ? tool['description'] : '',
          parameters: isObject(tool['inputSchema']) ? tool['inputSchema'] : { type: 'object', properties: {} },
          options: { mcp: info },
          run: async (args) => contentOf(await transport.request('tools/call', { name, arguments: args }, timeout)),
        }
      })
    return { tools, server: info, close: () => transport.close() }
  } catch (error) {
    await transport.close()
    throw error
  }
}

function serverInfo(hello: unknown): McpServerInfo {
  const { serverInfo: info, protocolVersion } = isObject(hello) ? hello : {}
  if (!isObject(info) || typeof info['name'] !== 'string' || typeof protocolVersion !== 'string')
    throw new Error('the server does not speak the Model Context Protocol: it did not say its name and version')
  return {
    name: info['name'],
    version: typeof info['version'] === 'string' ? info['version'] : '',
    protocol: protocolVersion,
  }
}

async function listTools(
  transport: McpTransport,
  timeout: number,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const tools: Readonly<Record<string, unknown>>[] = []
  let cursor: unknown
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await transport.request('tools/list', cursor === undefined ? {} : { cursor }, timeout)
    const list: unknown = isObject(answer) ? answer['tools'] : undefined
    if (!Array.isArray(list)) throw new Error('the server did not list its tools')
    const found: readonly unknown[] = list
    tools.push(...found.filter(isObject).filter(({ name }) => typeof name === 'string'))
    cursor = isObject(answer) ? answer['nextCursor'] : undefined
    if (cursor === undefined || cursor === null) return tools
  }
  throw new Error(`the server lists tools without end: more than ${mostPages} pages`)
}

/** The text of an answer; what is no text is named. An error of the tool is thrown, and told to the model. */
function contentOf(answer: unknown): string {
  const { content, isError, structuredContent } = isObject(answer) ? answer : {}
  const parts: readonly unknown[] = Array.isArray(content) ? content : []
  const text = parts
    .filter(isObject)
    .map((part) => (typeof part['text'] === 'string' ? part['text'] : `[${String(part['type'])}]`))
    .join('\n')
  const whole = text === '' && structuredContent !== undefined ? JSON.stringify(structuredContent) : text
  if (isError === true) throw new Error(whole === '' ? 'the tool failed and did not say why' : whole)
  return whole
}
