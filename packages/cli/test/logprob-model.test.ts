import { ModelError, textOutput, type ModelRequest } from '@safety-portfolio/evals'
import { expect, it } from 'vitest'
import { logprobModel } from '../src/assess/logprob-model.js'

const hide = (text: string): string => text.replaceAll('sk-secret', '[key]')

/** A model that answers requests which `refuse` lets pass, and remembers how it was asked. */
function model(refuse: (config: ModelRequest['config']) => ModelError | null) {
  const asked: ModelRequest['config'][] = []
  return {
    asked,
    name: 'openai/m',
    generate: ({ config }: ModelRequest) => {
      asked.push(config)
      const error = refuse(config)
      return error === null ? Promise.resolve(textOutput('m', 'yes')) : Promise.reject(error)
    },
  }
}

function request(config: ModelRequest['config']): ModelRequest {
  return { messages: [{ role: 'user', content: 'yes or no?' }], tools: [], toolChoice: 'none', config }
}
const wanted = request({ max_tokens: 4, logprobs: true, top_logprobs: 20 })

it('asks as it was told while the server gives them', async () => {
  const server = model(() => null)
  const asking = logprobModel(server, { wanted: true, hide })
  await asking.generate(wanted)
  expect(server.asked).toEqual([wanted.config])
  expect(asking.withoutLogprobs()).toBeNull()
})

it('asks without where they are refused, says why without the key, and does not ask for them again', async () => {
  const server = model(({ logprobs }) =>
    logprobs === true ? new ModelError('sk-secret: logprobs are not supported', { status: 400 }) : null,
  )
  const asking = logprobModel(server, { wanted: true, hide })
  await asking.generate(wanted)
  await asking.generate(wanted)
  expect(server.asked).toEqual([wanted.config, { max_tokens: 4 }, { max_tokens: 4 }])
  expect(asking.withoutLogprobs()).toBe('its server refuses them: [key]: logprobs are not supported')
})

it('asks for fewer alternatives where there were too many', async () => {
  const server = model(({ top_logprobs: top = 0 }) =>
    top > 5 ? new ModelError('top_logprobs must be at most 5', { status: 422 }) : null,
  )
  const asking = logprobModel(server, { wanted: true, hide })
  await asking.generate(wanted)
  await asking.generate(wanted)
  expect(server.asked.map(({ top_logprobs: top }) => top)).toEqual([20, 5, 5])
  expect(asking.withoutLogprobs()).toBeNull()
})

it('never asks for them where the plan says so', async () => {
  const server = model(() => null)
  const asking = logprobModel(server, { wanted: false, hide })
  await asking.generate(wanted)
  expect(server.asked).toEqual([{ max_tokens: 4 }])
  expect(asking.withoutLogprobs()).toBe('the plan says logprobs: false')
})

it.each([
  ['another bad request', new ModelError('no such model', { status: 400 })],
  ['an overloaded server', new ModelError('logprobs are slow today', { status: 429, retryable: true })],
  ['a wrong key', new ModelError('logprobs need a key', { status: 401 })],
  ['no answer at all', new ModelError('logprobs: connection reset')],
])('leaves %s to the harness', async (_name, error) => {
  const server = model(() => error)
  const asking = logprobModel(server, { wanted: true, hide })
  await expect(asking.generate(wanted)).rejects.toBe(error)
  expect(server.asked).toHaveLength(1)
  expect(asking.withoutLogprobs()).toBeNull()
})
