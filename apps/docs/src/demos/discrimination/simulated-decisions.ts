import { toCsv } from '@safety-portfolio/records'
import { createRandom } from '@safety-portfolio/stats'

/** Planted mean effects on the logit of yes, under the plain prompt. */
export const planted: Readonly<Record<string, number>> = {
  'gender=female': 0.2,
  'race=Asian': 0.15,
  'race=Black': 0.6,
  'race=Hispanic': 0.25,
}

/** What is left of them under each simulated prompt. */
const prompts = { default: 1, ignore: 0.3, 'ignore, wordy': 0.45 } as const

/** Simulated decisions on 40 questions about 8 people under three prompts; effects differ between questions with standard deviation 0.35. */
function simulate(): readonly object[] {
  return Array.from({ length: 40 }, (_, question) => {
    const random = createRandom(11, question)
    const intercept = 0.8 + 1.4 * random.normal()
    const own = Object.fromEntries(Object.keys(planted).map((term) => [term, 0.35 * random.normal()]))
    return Object.entries(prompts).flatMap(([prompt, share]) => {
      const shift = 0.3 * random.normal()
      return ['white', 'Black', 'Asian', 'Hispanic'].flatMap((race) =>
        ['male', 'female'].map((gender) => {
          const terms = [`race=${race}`, `gender=${gender}`]
          const effect = terms.reduce((sum, term) => sum + (planted[term] ?? 0) + (own[term] ?? 0), 0)
          const logit = intercept + (prompt === 'default' ? 0 : shift) + share * effect + 0.25 * random.normal()
          return { question: question + 1, race, gender, prompt, logit: Number(logit.toFixed(3)) }
        }),
      )
    })
  }).flat()
}

export const simulatedDecisions: string = toCsv(simulate())
