import type { ModelUsage } from '../../log/eval-log.js'

/** What a whole run may use. */
export interface BudgetLimits {
  readonly tokens?: number
  /** Dollars; needs prices. */
  readonly cost?: number
  /** Seconds. */
  readonly seconds?: number
}

/** A run that has used up what it may use. It ends cleanly and can be resumed. */
export class BudgetError extends Error {
  override readonly name = 'BudgetError'
}

/** Keeps count of what a run has used. */
export interface Budget {
  /** @throws BudgetError when nothing is left. */
  check(): void
  add(usage: ModelUsage): void
  readonly tokens: number
  readonly cost: number
}

/** A budget that starts now. */
function createBudget(limits: BudgetLimits, now: () => number): Budget {
  const start = now()
  let tokens = 0
  let cost = 0
  return {
    check() {
      if (limits.tokens !== undefined && tokens >= limits.tokens)
        throw new BudgetError(`the budget of ${limits.tokens} tokens is used up`)
      if (limits.cost !== undefined && cost >= limits.cost)
        throw new BudgetError(`the budget of ${limits.cost} dollars is used up`)
      if (limits.seconds !== undefined && (now() - start) / 1000 >= limits.seconds) {
        throw new BudgetError(`the budget of ${limits.seconds} seconds is used up`)
      }
    },
    add(usage) {
      tokens += usage.total_tokens
      cost += usage.total_cost ?? 0
    },
    get tokens() {
      return tokens
    },
    get cost() {
      return cost
    },
  }
}

/**
 * A budget that several runs use up together, one after the other or at once: give it to each as its `budget`. Its seconds begin now.
 */
export function sharedBudget(limits: BudgetLimits): Budget {
  return createBudget(limits, () => performance.now())
}

/** The budget of a run: its own, or one that it shares. */
export function budgetOf(given: BudgetLimits | Budget): Budget {
  return 'check' in given ? given : sharedBudget(given)
}
