// A server of the Model Context Protocol, made with its official SDK: `node tools-server.mjs [version] [http]`. Over HTTP it prints its port.
import { createServer } from 'node:http'
import { randomUUID } from 'node:crypto'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'

const [, , version = '1.0.0', kind = 'stdio'] = process.argv
const text = (value) => ({ content: [{ type: 'text', text: value }] })
const tools = [
  {
    name: 'add',
    description: 'Adds two numbers.',
    inputSchema: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } }, required: ['a', 'b'] },
    run: ({ a, b }) => text(String(a + b)),
  },
  {
    name: 'fail',
    description: 'Fails.',
    inputSchema: { type: 'object' },
    run: () => ({ ...text('it is broken'), isError: true }),
  },
  {
    name: 'wait',
    description: 'Never answers.',
    inputSchema: { type: 'object' },
    run: () => new Promise(() => undefined),
  },
  { name: 'leave', description: 'Ends the server.', inputSchema: { type: 'object' }, run: () => process.exit(3) },
  {
    name: 'environment',
    description: 'Gives its environment.',
    inputSchema: { type: 'object' },
    run: () => ({
      content: [
        { type: 'text', text: JSON.stringify(process.env) },
        { type: 'image', data: '', mimeType: 'image/png' },
      ],
    }),
  },
]

function toolsServer() {
  const server = new Server({ name: 'tools-server', version }, { capabilities: { tools: {} } })
  // Two pages, so that a client has to ask for the second.
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) =>
    params?.cursor === 'rest'
      ? { tools: tools.slice(2).map(shown) }
      : { tools: tools.slice(0, 2).map(shown), nextCursor: 'rest' },
  )
  server.setRequestHandler(CallToolRequestSchema, ({ params }) =>
    tools.find(({ name }) => name === params.name).run(params.arguments),
  )
  return server
}

function shown({ name, description, inputSchema }) {
  return { name, description, inputSchema }
}

if (kind === 'stdio') {
  process.stdout.write('what some servers print before they speak\n')
  await toolsServer().connect(new StdioServerTransport())
} else {
  const sessions = new Map()
  const http = createServer(async (request, response) => {
    if (request.headers['x-key'] !== 'planted-key') {
      response.writeHead(401).end()
      return
    }
    let transport = sessions.get(request.headers['mcp-session-id'])
    if (transport === undefined) {
      transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        enableJsonResponse: kind === 'http-json',
        onsessioninitialized: (id) => sessions.set(id, transport),
      })
      await toolsServer().connect(transport)
    }
    await transport.handleRequest(request, response)
  })
  http.listen(0, '127.0.0.1', () => process.stdout.write(`${http.address().port}\n`))
}
