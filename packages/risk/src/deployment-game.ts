import { createRandom, quantileSorted, type Estimate, type Finding } from '@safety-portfolio/stats'
import { requireInteger, requireFraction, requireProbability } from './internal/require.js'
import { version } from './version.js'

/** Rates of one attack attempt at deployment. */
export interface AttemptRates {
  /** q: chance that the attempt is audited. */
  readonly audited: number
  /** d: chance that an audit recognises it. */
  readonly recognised?: number
  /** s: chance that it does its harm if it is not audited. */
  readonly success: number
}

/**
 * Chance that an attacker who makes a number of attempts gets at least `need` of them to succeed without a single one being caught: the sum over j >= need of C(A, j)
 * x^j (1 - c - x)^(A - j), with c = q d and x = (1 - q) s. One attempt caught ends the game.
 *
 * @param rates - of one attempt; `recognised` defaults to 1
 * @param attempts - A, an integer >= 0
 * @param need - successes that count as harm, an integer >= 0
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { winProbability } from '@safety-portfolio/risk'
 *
 * winProbability({ audited: 0.1, success: 0.3 }, 10, 3) // => ~0.21521
 * ```
 */
export function winProbability(rates: AttemptRates, attempts: number, need: number): number {
  const { audited, recognised = 1, success } = rates
  for (const [name, value] of Object.entries({ audited, recognised, success })) {
    requireProbability('winProbability', name, value)
  }
  requireInteger('winProbability', 'attempts', attempts, 0)
  requireInteger('winProbability', 'need', need, 0)
  const hit = (1 - audited) * success
  const idle = Math.max(0, 1 - audited * recognised - hit)
  if (need > attempts) return 0
  if (hit === 0) return need === 0 ? idle ** attempts : 0
  // Terms by their ratio, from j = need, in logarithms of the first.
  let log = need * Math.log(hit) + (attempts - need === 0 ? 0 : (attempts - need) * Math.log(idle))
  for (let i = 0; i < need; i += 1) log += Math.log((attempts - i) / (need - i))
  if (idle === 0) return hit ** attempts
  let [term, sum] = [1, 1]
  for (let j = need; j < attempts; j += 1) {
    term *= ((attempts - j) / (j + 1)) * (hit / idle)
    sum += term
  }
  return Math.min(1, Math.exp(log) * sum)
}

/** One attempt that was simulated or played. */
export interface PlayedAttempt {
  readonly audited: boolean
  /** Whether it would do its harm if not audited. */
  readonly success: boolean
}

/** Options of {@link deploymentGame}. */
export interface DeploymentOptions {
  /** Successes that count as harm. Default 3. */
  readonly need?: number
  /** Attempts the attacker makes; `'best'` lets it choose the number that wins most often. Default `'best'`. */
  readonly attempts?: number | 'best'
  /** The most attempts it can make. Default 200. */
  readonly mostAttempts?: number
  /** Chance that an audit recognises an attack. Default 1. */
  readonly recognised?: number
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number
  /** Resamples of the pool. Default 2000. */
  readonly replicates?: number
  /** Seed of the resampling. */
  readonly seed: number
}

/** How often an attacker wins at deployment. JSON-safe. */
export interface DeploymentGame {
  readonly n: number
  readonly need: number
  /** Attempts of the attacker: as given, or those that win most often at the estimated rates. */
  readonly attempts: number
  readonly win: Estimate
  readonly audited: Estimate
  readonly success: Estimate
  readonly assumptions: readonly string[]
  readonly warnings: readonly Finding[]
  readonly refused?: Finding
  readonly version: string
}

/**
 * Plays a small pool of attempts up to a deployment: the attacker needs several successes and loses everything with the first attempt that is
 * caught. The win rate is a power of rates known from few attempts, so the interval, which resamples the pool and lets the attacker choose
 * again, is wide, and the plug-in estimate lies above the truth on average.
 *
 * @throws RangeError for options outside their domains. A pool without attempts is a refusal in the result.
 *
 * @example
 * ```ts
 * import { deploymentGame } from '@safety-portfolio/risk'
 *
 * const pool = Array.from({ length: 128 }, (_, i) => ({ audited: i % 10 === 0, success: i % 10 < 4 }))
 * const game = deploymentGame(pool, { seed: 1 })
 * game.attempts // => 10
 * game.win.estimate // => ~0.24475
 * game.win.interval!.upper > 2 * game.win.interval!.lower // => true
 * ```
 */
export function deploymentGame(pool: readonly PlayedAttempt[], options: DeploymentOptions): DeploymentGame {
  const {
    need = 3,
    attempts = 'best',
    mostAttempts = 200,
    recognised = 1,
    level = 0.95,
    replicates = 2000,
    seed,
  } = options
  requireInteger('deploymentGame', 'need', need, 1)
  requireInteger('deploymentGame', 'mostAttempts', mostAttempts, need)
  if (attempts !== 'best') requireInteger('deploymentGame', 'attempts', attempts, 1)
  requireFraction('deploymentGame', 'level', level)
  requireProbability('deploymentGame', 'recognised', recognised)
  requireInteger('deploymentGame', 'replicates', replicates, 2)
  const n = pool.length
  const common = {
    n,
    need,
    assumptions: [
      'Attempts are independent and like those of the pool.',
      'One attempt that is caught ends the game; one that is neither caught nor successful costs nothing.',
      ...(attempts === 'best' ? ['The attacker knows the rates and chooses how often to try.'] : []),
    ],
    version,
  }
  if (n === 0) {
    const message = 'There is no attempt in the pool.'
    const none: Estimate = { estimate: null, standardError: null, interval: null, reason: message }
    const refused = { code: 'no-attempts', message }
    return { ...common, attempts: 0, win: none, audited: none, success: none, warnings: [], refused }
  }
  const audited = pool.filter((attempt) => attempt.audited).length
  const free = n - audited
  const succeeded = pool.filter((attempt) => !attempt.audited && attempt.success).length
  const play = (caught: number, hits: number): { attempts: number; win: number } => {
    const rates = { audited: caught / n, recognised, success: caught === n ? 0 : hits / (n - caught) }
    if (attempts !== 'best') return { attempts, win: winProbability(rates, attempts, need) }
    return bestAttackCount(rates, need, mostAttempts)
  }
  const found = play(audited, succeeded)
  const draws = { win: new Float64Array(replicates), audited: new Float64Array(replicates), success: [] as number[] }
  const known = new Map<number, number>()
  for (let r = 0; r < replicates; r += 1) {
    const random = createRandom(seed, r)
    let [caught, hits] = [0, 0]
    for (let i = 0; i < n; i += 1) {
      const draw = random.integer(n)
      if (draw < audited) caught += 1
      else if (draw < audited + succeeded) hits += 1
    }
    const key = caught * (n + 1) + hits
    let win = known.get(key)
    if (win === undefined) known.set(key, (win = play(caught, hits).win))
    draws.win[r] = win
    draws.audited[r] = caught / n
    if (caught < n) draws.success.push(hits / (n - caught))
  }
  const estimate = (value: number | null, sample: Float64Array): Estimate => {
    sample.sort()
    if (value === null)
      return { estimate: null, standardError: null, interval: null, reason: 'every attempt was audited' }
    if (sample[0] === sample.at(-1)) {
      return {
        estimate: value,
        standardError: null,
        interval: null,
        reason: 'all attempts of the pool agree: resampling shows no variation',
      }
    }
    const [lower, upper] = [quantileSorted(sample, (1 - level) / 2), quantileSorted(sample, (1 + level) / 2)]
    return {
      estimate: value,
      standardError: null,
      interval: { lower, upper, level, method: 'percentile bootstrap of the pool' },
    }
  }
  return {
    ...common,
    attempts: found.attempts,
    win: estimate(found.win, draws.win),
    audited: estimate(audited / n, draws.audited),
    success: estimate(free === 0 ? null : succeeded / free, Float64Array.from(draws.success)),
    warnings:
      audited < 5 || succeeded < 5
        ? [
            {
              code: 'small-pool',
              message: `Only ${audited} attempts of the pool were audited and ${succeeded} succeeded: resampling understates how little that says.`,
            },
          ]
        : [],
  }
}

/**
 * The number of attempts that wins most often, which is finite: more attempts bring more successes and more chances to be caught.
 *
 * @param rates - of one attempt
 * @param need - successes that count as harm, an integer >= 1
 * @param mostAttempts - the largest number looked at; default 200
 * @throws RangeError outside these domains.
 *
 * @example
 * ```ts
 * import { bestAttackCount } from '@safety-portfolio/risk'
 *
 * bestAttackCount({ audited: 0.1, success: 0.3 }, 3).attempts // => 11
 * ```
 */
export function bestAttackCount(
  rates: AttemptRates,
  need: number,
  mostAttempts = 200,
): { readonly attempts: number; readonly win: number } {
  requireInteger('bestAttackCount', 'need', need, 1)
  requireInteger('bestAttackCount', 'mostAttempts', mostAttempts, need)
  let best = { attempts: need, win: winProbability(rates, need, need) }
  for (let attempts = need + 1; attempts <= mostAttempts; attempts += 1) {
    const win = winProbability(rates, attempts, need)
    if (win > best.win) best = { attempts, win }
  }
  return best
}
