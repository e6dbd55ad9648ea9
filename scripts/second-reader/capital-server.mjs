// A model with OpenAI's protocol that knows two capitals, on a port of this machine; a worker thread.
import { createServer } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => (body += chunk))
  request.on('end', () => {
    const content = body.includes('Peru') ? 'Lima' : 'Paris'
    const answer = {
      id: 'c1',
      object: 'chat.completion',
      created: 0,
      model: 'llama',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 8, completion_tokens: 1, total_tokens: 9 },
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
})
server.listen(workerData.port, '127.0.0.1', () => parentPort.postMessage('listening'))
