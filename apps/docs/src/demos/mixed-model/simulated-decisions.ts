import { createRandom } from '@safety-portfolio/stats'

/** What the simulated decisions are made from: effects on the log-odds of yes, and how much they vary between questions. */
export const plantedTruth: Readonly<Record<string, number>> = {
  '(Intercept)': 1.2,
  age: -0.15,
  genderfemale: 0.2,
  'gendernon-binary': 0.3,
}

const variation = { intercept: 1, age: 0.25, residual: 0.4 }

/** Thirty questions about people of six ages and three genders, of which about a third of the answers is missing: an unbalanced table, seed 3. */
export const simulatedTable: string = simulate(3)

function simulate(seed: number): string {
  const random = createRandom(seed)
  const lines = ['question,age,gender,logit']
  for (let question = 1; question <= 30; question += 1) {
    const [intercept, slope] = [variation.intercept * random.normal(), variation.age * random.normal()]
    // Some questions were hardly asked.
    const share = random.uniform() < 0.25 ? 0.2 : 0.8
    for (const age of [-1.5, -0.9, -0.3, 0.3, 0.9, 1.5]) {
      for (const gender of ['male', 'female', 'non-binary']) {
        const mean =
          plantedTruth['(Intercept)']! +
          intercept +
          (plantedTruth['age']! + slope) * age +
          (plantedTruth[`gender${gender}`] ?? 0)
        const logit = mean + variation.residual * random.normal()
        if (random.uniform() < share)
          lines.push(`q${String(question).padStart(2, '0')},${age},${gender},${logit.toFixed(3)}`)
      }
    }
  }
  return `${lines.join('\n')}\n`
}
