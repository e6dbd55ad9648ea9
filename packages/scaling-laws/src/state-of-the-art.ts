import type { AgentHorizon } from './agent-horizon.js'

/**
 * The agents that were state of the art when released: p50 at least as high as every p50 released on or before that
 * day. This is METR's rule for the agents its trend is fitted to.
 *
 * Give the whole table: an agent of 2023 competes with those of 2022.
 *
 * @returns the agents, in the order of the input
 *
 * @example
 * ```ts
 * import { stateOfTheArt } from '@safety-portfolio/scaling-laws'
 *
 * const horizons = [
 *   { agent: 'a', date: '2023-03-14', p50: 3.5 },
 *   { agent: 'b', date: '2024-03-04', p50: 3.4 },
 *   { agent: 'c', date: '2024-05-13', p50: 6.4 },
 * ]
 * stateOfTheArt(horizons).map(({ agent }) => agent) // => ['a', 'c']
 * ```
 */
export function stateOfTheArt<Horizon extends AgentHorizon>(horizons: readonly Horizon[]): readonly Horizon[] {
  return horizons.filter(({ date, p50 }) => horizons.every((other) => other.date > date || other.p50 <= p50))
}
