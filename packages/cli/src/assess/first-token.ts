import type { ModelOutput } from '@safety-portfolio/evals'
import type { AnsweredSample } from './answered-sample.js'

/** Log-probability of each of the most likely first tokens of an answer; `null` where the model gives none. */
export function firstTokenLogprobs(sample: AnsweredSample): Readonly<Record<string, number>> | null {
  const output = sample.output as Partial<ModelOutput> | null
  const first = output?.choices?.[0]?.logprobs?.content[0]
  if (first === undefined) return null
  const listed = first.top_logprobs ?? [first]
  // Servers round: a log-probability a hair above 0 is 0.
  return Object.fromEntries(listed.map(({ token, logprob }) => [token, Math.min(0, logprob)]))
}

/** What the model said. */
export function answerText(sample: AnsweredSample): string {
  return (sample.output as Partial<ModelOutput> | null)?.completion ?? ''
}

/** Whether the model neither said nor did anything. */
export function saysNothing(sample: AnsweredSample): boolean {
  const calls = (sample.output as Partial<ModelOutput> | null)?.choices?.[0]?.message.tool_calls ?? []
  return answerText(sample).trim() === '' && calls.length === 0
}
