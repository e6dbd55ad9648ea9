import { expect, it } from 'vitest'
import { diffSamples, type EvalSample } from '../../src/index.js'
import { smallLog } from '../small-log.js'

const [sample] = smallLog(1).samples!
const once = sample!

it.each<[string, Partial<EvalSample>, readonly string[]]>([
  ['nothing', { uuid: 'x', total_time: 4, model_usage: {} }, []],
  [
    'the same text in parts',
    { messages: [{ role: 'user', content: [{ type: 'text', text: 'Is 0 one less than 1?' }] }] },
    [],
  ],
  ['the question', { input: 'Why?' }, ['input']],
  ['the target', { target: 'no' }, ['target']],
  ['the answer', { output: { completion: 'perhaps' } }, ['answer']],
  ['no output', { output: null }, ['answer']],
  ['the conversation', { messages: [] }, ['conversation']],
  ['an error', { error: { message: 'm', traceback: '', traceback_ansi: '' } }, ['error']],
  ['a limit', { limit: { type: 'time', limit: 1 } }, ['limit']],
  ['a score', { scores: { match: { value: 'I' } } }, ['score match']],
  ['no scores', { scores: null }, ['score match']],
  ['one more score', { scores: { match: { value: 'C' }, f1: { value: NaN } } }, ['score f1']],
])('diffSamples sees %s', (_title, change, parts) => {
  const { same, differences } = diffSamples([once], [{ ...once, ...change }])
  expect(differences.flatMap((one) => one.parts)).toEqual(parts)
  expect(same).toBe(parts.length === 0 ? 1 : 0)
})

it('diffSamples tells attempts of one log alone apart, takes NaN for NaN and true for 1', () => {
  const scored = (value: number | boolean): EvalSample => ({ ...once, scores: { match: { value } } })
  expect(diffSamples([scored(NaN)], [scored(NaN)]).same).toBe(1)
  expect(diffSamples([scored(true)], [scored(1)]).same).toBe(1)
  expect(diffSamples([once], [{ ...once, epoch: 2 }]).differences.map(({ kind }) => kind)).toEqual(['only-a', 'only-b'])
})
