import type { ComputeModel } from '@safety-portfolio/scaling-laws'
import { createRandom } from '@safety-portfolio/stats'

/** Growth a year of the simulated models. */
export const plantedGrowth = 4.2

/** How scattered they are, in orders of magnitude: frontier and small models together. */
const scatter = 0.8

const random = createRandom(1)

/** A hundred and twenty simulated models from 2014 to 2025: invented names, dates and amounts. */
export const simulatedModels: readonly ComputeModel[] = Array.from({ length: 120 }, (_, index) => {
  const years = (12 * (index + random.uniform())) / 120
  const day = new Date(Date.UTC(2014, 0, 1) + years * 365.25 * 86_400_000).toISOString().slice(0, 10)
  const log = 18.4 + Math.log10(plantedGrowth) * years + scatter * random.normal()
  return { name: `model ${index + 1}`, date: day, compute: Number((10 ** log).toPrecision(3)) }
})
