import { publishedFits, simulateRuns, type TrainingRun } from '@safety-portfolio/scaling-laws'

/** Runs on the published law of Besiroglu et al. 2024 with half a per cent of noise. */
export function simulatedRuns(): readonly TrainingRun[] {
  return simulateRuns({ parameters: publishedFits.besiroglu.parameters, seed: 3 })
}

/** Runs as a CSV file of other column names, with a column called tokens that holds something else. */
export function runsCsv(runs: readonly TrainingRun[]): string {
  const lines = runs.map(
    ({ params, tokens, loss }, index) => `${params},${6 * params * tokens},${loss},note ${index},${index % 2}`,
  )
  return ['Model Size,Training FLOP,final=loss,tokens,half', ...lines, ''].join('\n')
}

/** Flags that map the columns of {@link runsCsv}. */
export const runsMap: readonly string[] = [
  '--map=params=Model Size',
  '--map=compute=Training FLOP',
  '--map=loss=final=loss',
]
