import { betaQuantile } from '@safety-portfolio/stats'
import type { ExceedanceBound, TailRefusal } from '../forecast-result.js'
import { logProbabilityOfScore } from '../elicitation-score.js'
import type { TailMethod } from '../tail.js'
import type { TailSample } from './tail-sample.js'

/** Why no tail is fitted by this method, or `null` when nothing stands against it. */
export function refuseTail(sample: TailSample, method: TailMethod, level: number): TailRefusal | null {
  const found = reason(sample, method)
  return found === null ? null : { ...found, bound: exceedanceBound(sample, level) }
}

function reason(sample: TailSample, method: TailMethod): { code: string; message: string } | null {
  const { m, k, top, observations } = sample
  const noun = observations.kind === 'score' ? 'score' : 'elicitation probability'
  if (m === 0) return { code: 'no-observations', message: 'There is no observation.' }
  if (top[0] === Infinity) {
    const certain = top.filter((score) => score === Infinity).length
    return {
      code: 'certain',
      message: `${certain === 1 ? 'A query has' : `${certain} of the largest have`} an elicitation probability of exactly 1, whose score is infinite: the behaviour has happened with certainty, and there is nothing to extrapolate.`,
    }
  }
  if (method === 'lognormal') return refuseNormal(sample)
  const needed = method === 'ols' ? k : k + 1
  if (needed > m) {
    return {
      code: 'top-exceeds-sample',
      message: `The ${k} largest of ${m} observations were asked for; ${method} needs ${needed}. Measure more queries, or lower the number of largest ones.`,
    }
  }
  if (top[needed - 1] === -Infinity) return refuseUnseen(sample, needed)
  const distinct = distinctOf(top, needed)
  if (distinct === 1) {
    return {
      code: 'all-equal',
      message: `The ${needed} largest ${noun === 'score' ? 'scores' : 'probabilities'} are all equal: a tail has no slope.`,
    }
  }
  if (distinct < 3) {
    return {
      code: 'too-few-distinct',
      message: `The ${needed} largest hold only ${distinct} different values: a tail needs at least 3. Values this coarse come from too few samples per query.`,
    }
  }
  return null
}

function refuseUnseen({ m, top, observations }: TailSample, needed: number): { code: string; message: string } {
  const seen = top.findIndex((score) => score === -Infinity)
  const many = `Only ${seen} of ${m} queries have a probability above 0, and ${needed} are needed`
  if (observations.kind !== 'hits') return { code: 'too-few-positive', message: `${many}.` }
  const most = (observations.samples ?? new Float64Array([1])).reduce((x, y) => Math.max(x, y), 1)
  return {
    code: 'no-hits',
    message: `${many}: the ${needed}-th largest has no hit in its samples. Repeated sampling cannot see a tail below 1 / samples; it would take more than ${samplesNeeded(-Math.expm1(Math.log(0.05) / most))} samples per query, or log probabilities.`,
  }
}

function refuseNormal({ m, observations }: TailSample): { code: string; message: string } | null {
  if (observations.kind === 'score') {
    return { code: 'no-probability', message: 'The log-normal baseline is about probabilities, and these are scores.' }
  }
  if (m < 3) return { code: 'too-few-observations', message: `The log-normal baseline needs 3 observations, got ${m}.` }
  const zeros = observations.scores.filter((score) => score === -Infinity).length
  if (zeros > 0) {
    return {
      code: 'zero-probability',
      message: `${zeros} of ${m} probabilities are 0, whose logarithm the log-normal baseline cannot use.`,
    }
  }
  const first = observations.scores[0]
  return observations.scores.every((score) => score === first)
    ? { code: 'all-equal', message: `All ${m} probabilities are equal: a log-normal law has no width.` }
    : null
}

/** Number of different values among the first `count`, which descend. */
export function distinctOf(top: Float64Array, count: number): number {
  let distinct = 0
  for (let i = 0; i < Math.min(count, top.length); i += 1) if (i === 0 || top[i] !== top[i - 1]) distinct += 1
  return distinct
}

/** Samples per query for five expected hits at a probability. */
export function samplesNeeded(p: number): number {
  return Math.ceil(5 / p)
}

/** What m observations bound without any assumption on the tail. */
export function exceedanceBound({ m, top, observations }: TailSample, level: number): ExceedanceBound | null {
  if (m === 0) return null
  const most = top[0]!
  const reached = observations.scores.filter((score) => score === most).length
  const above = observations.kind === 'score' ? most : Math.exp(logProbabilityOfScore(most))
  const upper = -Math.expm1(Math.log1p(-level) / m)
  const lower = most === -Infinity ? 0 : betaQuantile(1 - level, reached, m - reached + 1)
  const percent = String(Number((100 * level).toPrecision(6)))
  const what = observations.kind === 'score' ? 'a score' : 'an elicitation probability'
  const certain = `at least ${lower.toPrecision(2)} of all queries have ${what} of ${above.toPrecision(3)} or more`
  const statement =
    most === Infinity
      ? `With ${percent} % confidence, ${certain}.`
      : most === -Infinity
        ? `With ${percent} % confidence, at most ${upper.toPrecision(2)} of all queries have a measurable probability.`
        : `With ${percent} % confidence, at most ${upper.toPrecision(2)} of all queries have ${what} above ${above.toPrecision(3)}; and ${certain}.`
  return { above, upper: most === Infinity ? 1 : upper, lower, level, statement }
}
