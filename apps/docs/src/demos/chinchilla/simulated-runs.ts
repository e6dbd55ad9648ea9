import { publishedFits, simulateRuns, type ChinchillaParameters } from '@safety-portfolio/scaling-laws'

/** What the simulated runs of the site are made from: the constants of Besiroglu et al. 2024, seed 1. */
export const plantedTruth: ChinchillaParameters = publishedFits.besiroglu.parameters

/** Sixty-four runs at eight budgets with noise of half a per cent: as a table, because the demo starts from tables. */
export const simulatedTable: string = [
  'params,tokens,compute,loss',
  ...simulateRuns({ parameters: plantedTruth, noise: 0.005, seed: 1 }).map(({ params, tokens, loss }) =>
    [params.toPrecision(4), tokens.toPrecision(4), (6 * params * tokens).toPrecision(4), loss.toFixed(4)].join(','),
  ),
  '',
].join('\n')
