import type { TrainingRun } from '../training-run.js'

/** The runs of one budget. */
export interface BudgetGroup {
  readonly compute: number
  readonly runs: readonly TrainingRun[]
}

export function computeOf(run: TrainingRun): number {
  return run.compute ?? 6 * run.params * run.tokens
}

/**
 * Runs by budget, ascending. With `budgets` every run goes to the nearest (in log) within `tolerance`, otherwise a budget starts at the
 * smallest compute not yet taken and reaches up to `tolerance` above it; its compute is then the geometric mean of its runs.
 */
export function groupBudgets(
  runs: readonly TrainingRun[],
  tolerance: number,
  budgets?: readonly number[],
): { readonly groups: readonly BudgetGroup[]; readonly unassigned: number } {
  const reach = Math.log1p(tolerance)
  const sorted = runs
    .map((run) => ({ run, x: Math.log(computeOf(run)) }))
    .sort((a, b) => a.x - b.x || a.run.params - b.run.params || a.run.loss - b.run.loss)
  if (budgets !== undefined) {
    const members = budgets.toSorted((a, b) => a - b).map((compute) => ({ compute, runs: [] as TrainingRun[] }))
    let unassigned = 0
    for (const { run, x } of sorted) {
      const distance = (compute: number): number => Math.abs(Math.log(compute) - x)
      const nearest = members.reduce((best, group) => (distance(group.compute) < distance(best.compute) ? group : best))
      if (distance(nearest.compute) <= reach) nearest.runs.push(run)
      else unassigned += 1
    }
    return { groups: members, unassigned }
  }
  const groups: { start: number; runs: TrainingRun[]; total: number }[] = []
  for (const { run, x } of sorted) {
    const last = groups.at(-1)
    if (last !== undefined && x - last.start <= reach) {
      last.runs.push(run)
      last.total += x - last.start
    } else groups.push({ start: x, runs: [run], total: 0 })
  }
  return {
    // exp(log C) would not give back a budget that all runs share.
    groups: groups.map(({ runs: members, total }) => ({
      compute: computeOf(members[0]!) * Math.exp(total / members.length),
      runs: members,
    })),
    unassigned: 0,
  }
}
