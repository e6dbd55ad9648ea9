import { createRandom, normalQuantile, type Random } from '@safety-portfolio/stats'
import { contentText } from '../export/sample-rows.js'
import type { Logprob, Model, ModelOutput, ModelRequest, SampleContext } from '../task/model.js'
import { textSeed } from './text-seed.js'

/** What is planted in a simulated model. Probabilities lie in [0, 1]. */
export interface SimulatedModelOptions {
  /** Default `simulated/<ability>`. */
  readonly name?: string
  /** Chance of a right answer to a question of middling difficulty. Default 0.8. */
  readonly ability?: number
  /** Standard deviation of the difficulty of questions, in logits: 0 makes all alike. Default 0. */
  readonly spread?: number
  /** Default 1. */
  readonly seed?: number
  /** Chance of naming the first choice instead of thinking. Default 0. */
  readonly positionBias?: number
  /** Chance of refusing. Default 0. */
  readonly refusals?: number
  /** Chance that a content filter stops the answer. Default 0. */
  readonly filtered?: number
  /** Chance of an answer in no form that was asked for. Default 0. */
  readonly garbled?: number
}

/**
 * A model that needs no network and answers by dice of which the seed, the question and the epoch are all that counts: however a run is ordered, cut
 * off and resumed, it says the same. Its ability is planted, so that a report's interval can be held against the truth.
 *
 * @param options - See {@link SimulatedModelOptions}.
 * @throws RangeError for probabilities outside [0, 1].
 *
 * @example
 * ```ts
 * import { simulatedModel } from '@safety-portfolio/evals'
 *
 * const model = simulatedModel({ ability: 1 })
 * const sample = { id: 1, epoch: 1, target: '4', choices: null, metadata: {} }
 * const messages = [{ role: 'user', content: '2 + 2?' }] as const
 * const { completion } = await model.generate({ messages, tools: [], toolChoice: 'none', config: {}, sample })
 * completion // => 'ANSWER: 4'
 * ```
 */
export function simulatedModel(options: SimulatedModelOptions = {}): Model {
  const { ability = 0.8, spread = 0, seed = 1, positionBias = 0, refusals = 0, filtered = 0, garbled = 0 } = options
  for (const [argument, value] of Object.entries({ ability, positionBias, refusals, filtered, garbled })) {
    if (!(value >= 0 && value <= 1))
      throw new RangeError(`simulatedModel: ${argument} must lie in [0, 1], got ${value}`)
  }
  if (!(spread >= 0 && spread < Infinity))
    throw new RangeError(`simulatedModel: spread must be 0 or more, got ${spread}`)
  const { name = `simulated/${ability}` } = options
  const rates = { ability, spread, seed, positionBias, refusals, filtered, garbled }
  return {
    name,
    identity: rates,
    generate: (request) => Promise.resolve(answer(request, name, rates)),
  }
}

type Rates = Required<Omit<SimulatedModelOptions, 'name'>>

function answer(request: ModelRequest, name: string, rates: Rates): ModelOutput {
  const { sample, messages, config } = request
  const prompt = contentText(messages.findLast(({ role }) => role === 'user')?.content ?? '')
  const key = sample === undefined ? prompt : `${typeof sample.id} ${sample.id}`
  const turn = messages.length
  const random = createRandom(rates.seed, textSeed(`${key} ${sample?.epoch ?? 1} ${turn}`))
  const spoken = speak(prompt, key, sample, random, rates)
  const usage = {
    input_tokens: messages.reduce((sum, { content }) => sum + tokensIn(contentText(content)), 0),
    output_tokens: tokensIn(spoken.text),
    total_tokens: 0,
  }
  return {
    model: name,
    choices: [
      {
        message: { role: 'assistant', content: spoken.text, source: 'generate', model: name },
        stop_reason: spoken.filtered ? 'content_filter' : 'stop',
        ...(config.logprobs === true && spoken.letters !== null
          ? { logprobs: { content: letterLogprobs(spoken.text, spoken.letters, spoken.chance) } }
          : {}),
      },
    ],
    completion: spoken.text,
    usage: { ...usage, total_tokens: usage.input_tokens + usage.output_tokens },
  }
}

interface Spoken {
  readonly text: string
  readonly filtered: boolean
  readonly letters: readonly string[] | null
  /** How sure the model was of what it said. */
  readonly chance: number
}

function speak(prompt: string, key: string, sample: SampleContext | undefined, random: Random, rates: Rates): Spoken {
  const plain = (text: string, filtered = false): Spoken => ({ text, filtered, letters: null, chance: 1 })
  if (random.uniform() < rates.filtered) return plain('', true)
  if (random.uniform() < rates.refusals) return plain("I'm sorry, but I can't help with that.")
  if (random.uniform() < rates.garbled) return plain('Well, that depends.')
  const chance = chanceOf(key, rates)
  const shown = [...prompt.matchAll(/^([A-Z]\d*)\) (.*)$/gm)].map(([, letter, text]) => ({
    letter: letter!,
    text: text!,
  }))
  const target = typeof sample?.target === 'string' ? sample.target : (sample?.target[0] ?? '')
  if (shown.length === 0) return plain(`ANSWER: ${random.uniform() < chance ? target : wrong(target, random)}`)
  const letters = shown.map(({ letter }) => letter)
  const rightText = sample?.choices?.[target.trim().toUpperCase().charCodeAt(0) - 65] ?? target
  const right = shown.find(({ text }) => text === rightText || text === target)?.letter ?? letters[0]!
  const biased = random.uniform() < rates.positionBias
  const others = letters.filter((letter) => letter !== right)
  const knows = random.uniform() < chance
  const other = others[random.integer(Math.max(others.length, 1))] ?? right
  const said = biased ? letters[0]! : knows ? right : other
  return { text: `ANSWER: ${said}`, filtered: false, letters, chance: Math.min(Math.max(chance, 0.01), 0.99) }
}

/** Chance of a right answer: the logit of the ability, moved by the difficulty of the question, which its key alone decides. */
function chanceOf(key: string, { ability, spread, seed }: Rates): number {
  if (spread === 0 || ability === 0 || ability === 1) return ability
  const difficulty = normalQuantile(createRandom(seed, textSeed(`difficulty ${key}`)).uniform() * 0.999_998 + 1e-6)
  return 1 / (1 + Math.exp(-(Math.log(ability / (1 - ability)) - spread * difficulty)))
}

function wrong(target: string, random: Random): string {
  const number = Number(target.replaceAll(',', ''))
  if (target.trim() !== '' && Number.isFinite(number)) return String(number + 1 + random.integer(9))
  return `not ${target}`.trim()
}

/** Four characters a token, at least one. */
function tokensIn(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4))
}

function letterLogprobs(text: string, letters: readonly string[], chance: number): readonly Logprob[] {
  const said = text.replace('ANSWER: ', '')
  const rest = (1 - chance) / Math.max(letters.length - 1, 1)
  const top = letters.map((letter) => ({ token: ` ${letter}`, logprob: Math.log(letter === said ? chance : rest) }))
  return [
    { token: 'ANSWER:', logprob: -0.001 },
    { token: ` ${said}`, logprob: Math.log(chance), top_logprobs: top },
  ]
}
