import type { Finding } from '@safety-portfolio/stats'

/** What tables call the people that tasks were timed with: METR's names, and the plainest others. */
const people = /^(?:(?:best )?humans?(?: for each task)?|human (?:baselines?|baseliners?|experts?)|baseliners?)$/

/** Whether an agent is the people that tasks were timed with. Names of models that hold the word are none. */
export function isHumanBaseline(agent: string): boolean {
  return people.test(
    agent
      .toLowerCase()
      .replaceAll(/[\s_()-]+/g, ' ')
      .trim(),
  )
}

/** A warning that names them, as the trend is one of models. */
export function humanBaselineFindings(agents: readonly string[]): readonly Finding[] {
  const found = agents.filter(isHumanBaseline)
  if (found.length === 0) return []
  return [
    {
      code: 'human-baseline',
      message: `People and no model, so no part of the trend: ${found.join(', ')}. The horizon is shown for comparison.`,
    },
  ]
}
