import { createRandom } from '@safety-portfolio/stats'
import { contentText } from '../export/sample-rows.js'
import type { GenerateOptions, Solver } from '../task/solver.js'
import { generate } from './generate.js'
import { solverOf } from './solver-of.js'

/** Options of {@link multipleChoice}. */
export interface MultipleChoiceOptions extends GenerateOptions {
  /** Show the choices in another order for each sample and epoch, so that a liking for a letter averages out. Default false. */
  readonly shuffle?: boolean
}

/**
 * Shows the choices under letters and asks for one. `choice()` scores the answer, whatever the order was: the permutation is in the store under
 * `choice_order`.
 */
export function multipleChoice(options: MultipleChoiceOptions = {}): Solver {
  const { shuffle = false, ...config } = options
  const ask = generate(config)
  return solverOf(
    'multiple_choice',
    async (state, context) => {
      const { choices } = state
      if (choices === null || choices.length === 0) throw new Error(`sample ${state.id} has no choices`)
      const order = choices.map((_, index) => index)
      if (shuffle) shuffleInPlace(order, context.seed)
      state.store['choice_order'] = order
      const lines = order.map((original, shown) => `${letterOf(shown)}) ${choices[original]!}`)
      const letters = order.map((_, shown) => letterOf(shown)).join(', ')
      const index = state.messages.findLastIndex(({ role }) => role === 'user')
      const question = index === -1 ? '' : contentText(state.messages[index]!.content)
      const content = `${question}\n\n${lines.join('\n')}\n\nAnswer with one of the letters ${letters}, in the form "ANSWER: <letter>".`
      state.messages.splice(Math.max(index, 0), 1, { role: 'user', content, source: 'input' })
      await ask.solve(state, context)
    },
    { ...options },
  )
}

/** A for 0, B for 1; A1 after Z. */
export function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : `${letter}${Math.floor(index / 26)}`
}

function shuffleInPlace(order: number[], seed: number): void {
  const random = createRandom(seed)
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1)
    const kept = order[last]!
    order[last] = order[other]!
    order[other] = kept
  }
}
