import { expect, it } from 'vitest'
import { ModelError, textOutput } from '../../src/index.js'
import { requireOutput } from '../../src/task/require-output.js'

const usage = { input_tokens: 1, output_tokens: 2, total_tokens: 3 }

it.each([
  textOutput('m', 'yes'),
  textOutput('m', ''),
  textOutput('m', 'yes', usage),
  { model: 'm', choices: [], completion: 'yes' },
])('passes on %j', (output) => {
  expect(requireOutput('m', output)).toBe(output)
})

it.each([
  ['yes', 'it is string'],
  [null, 'it is null'],
  [undefined, 'it is undefined'],
  [{ text: 'yes' }, 'choices must be a list'],
  [{ choices: [{ text: 'yes' }], completion: 'yes' }, 'choice 1 has no message'],
  [{ ...textOutput('m', 'yes'), completion: undefined }, 'completion must be the text'],
  [{ ...textOutput('m', 'yes'), usage: { input: 1 } }, 'usage.input_tokens must be a number'],
  [{ ...textOutput('m', 'yes'), usage: { ...usage, total_tokens: Number.NaN } }, 'usage.total_tokens'],
])('says what is wrong with %j', (output, problem) => {
  const wrong = (): unknown => requireOutput('my/model', output)
  expect(wrong).toThrow(ModelError)
  expect(wrong).toThrow(`my/model: generate gave no ModelOutput: `)
  expect(wrong).toThrow(problem)
})
