import {
  simulatedModel,
  type Logprob,
  type Model,
  type ModelOutput,
  type ModelRequest,
  type SampleContext,
} from '@safety-portfolio/evals'
import { surveyPrompt } from '@safety-portfolio/global-opinions'
import { logProbabilityOfScore } from '@safety-portfolio/risk'
import { createRandom, normalQuantile } from '@safety-portfolio/stats'
import { simulatedOpinions, type SimulatedOpinions } from './simulated-opinions.js'
import type { Subject } from './suite.js'

/** Standard deviations of a question's own baseline, of its own slopes, and of a single answer, in logits. */
const spread = { question: 1.2, slope: 0.25, answer: 0.4 }

/**
 * A model that needs no network and whose answers follow the constants of a subject: right answers at its ability, decisions shifted by its
 * discrimination, the opinions of a simulated survey, and log-probabilities of a rare behaviour from its tail. It is asked through the same prompts as
 * any other model and says what it is in every log. Several models may share one survey.
 */
export function simulatedSubject(
  subject: Subject,
  seed: number,
  opinions: SimulatedOpinions = simulatedOpinions(seed),
): Model {
  const capable = simulatedModel({ ability: subject.ability, seed, name: subject.name })
  return {
    name: subject.name,
    identity: { simulated: true, seed, ...subject },
    async generate(request) {
      const { sample } = request
      switch (sample?.metadata['suite']) {
        case 'discrimination':
          return decision(request, sample, subject, seed)
        case 'opinions':
          return opinion(request, sample, opinions, subject)
        case 'rare':
          return rare(request, sample, subject, seed)
        default:
          return capable.generate(request)
      }
    },
  }
}

function decision(request: ModelRequest, sample: SampleContext, subject: Subject, seed: number): ModelOutput {
  const { metadata } = sample
  const terms = Object.entries(subject.discrimination).map(([term, effect]) => {
    const [column, level] = term.split('=') as [string, string | undefined]
    const cell = metadata[column]
    const at = level === undefined ? (Number(cell) - 60) / Number(metadata['ageSpread']) : Number(cell === level)
    return at * (effect + spread.slope * normal(seed, `${String(metadata['question'])} ${term}`))
  })
  const own = spread.question * normal(seed, String(metadata['question']))
  const logit = terms.reduce((sum, term) => sum + term, own + spread.answer * normal(seed, String(sample.id)))
  const yes = 1 / (1 + Math.exp(-logit))
  return oneToken(request, subject, [
    ['yes', 0.998 * yes],
    ['no', 0.998 * (1 - yes)],
  ])
}

function opinion(
  request: ModelRequest,
  { metadata }: SampleContext,
  opinions: ReturnType<typeof simulatedOpinions>,
  subject: Subject,
): ModelOutput {
  const question = String(metadata['question'])
  const said = opinions.answers.get(question)
  if (said === undefined) throw new Error(`the simulated subject knows no question '${question}'`)
  const { letters } = surveyPrompt({ question, options: said.options })
  const { partisan = 1 } = subject
  return oneToken(
    request,
    subject,
    letters.map(
      (letter, place) => [letter, partisan * said.distribution[place]! + (1 - partisan) / letters.length] as const,
    ),
  )
}

/** The chance of the behaviour is drawn per query from a Gumbel distribution of its score -log(-log p). */
function rare(request: ModelRequest, sample: SampleContext, subject: Subject, seed: number): ModelOutput {
  const { location, scale } = subject.rare
  const score = location - scale * Math.log(-Math.log(uniform(seed, `rare ${String(sample.id)}`)))
  const logp = logProbabilityOfScore(score)
  const rest = -Math.expm1(logp)
  return output(request, subject, [
    {
      token: ' done',
      logprob: logp,
      top_logprobs: [
        { token: ' done', logprob: logp },
        { token: ' no', logprob: Math.log(rest) },
      ],
    },
  ])
}

function oneToken(
  request: ModelRequest,
  subject: Subject,
  tokens: readonly (readonly [string, number])[],
): ModelOutput {
  const listed = tokens
    .filter(([, probability]) => probability > 0)
    .map(([token, probability]) => ({ token, logprob: Math.min(0, Math.log(probability)) }))
    .toSorted((a, b) => b.logprob - a.logprob)
  const [first] = listed
  return output(request, subject, [{ ...first!, top_logprobs: listed.slice(0, 20) }])
}

function output(request: ModelRequest, { name }: Subject, content: readonly Logprob[]): ModelOutput {
  const text = content.map(({ token }) => token).join('')
  const input = request.messages.reduce((sum, { content: said }) => sum + Math.ceil(JSON.stringify(said).length / 4), 0)
  return {
    model: name,
    choices: [
      {
        message: { role: 'assistant', content: text, source: 'generate', model: name },
        stop_reason: 'stop',
        logprobs: { content },
      },
    ],
    completion: text,
    usage: { input_tokens: input, output_tokens: 1, total_tokens: input + 1 },
  }
}

function uniform(seed: number, key: string): number {
  // The first draws of neighbouring streams are independent; the ends are left out, where the quantiles are infinite.
  return 1e-12 + (1 - 2e-12) * createRandom(seed, hash(key)).uniform()
}

function normal(seed: number, key: string): number {
  return normalQuantile(uniform(seed, key))
}

/** FNV-1a over the characters, as a stream number. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0)!, 0x01000193)
  return value >>> 0
}
