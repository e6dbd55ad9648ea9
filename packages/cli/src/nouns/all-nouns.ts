import type { Noun } from './noun.js'

/** Every noun, in the order of the help. */
export const allNouns: readonly Noun[] = [
  {
    name: 'scaling',
    description: 'Scaling laws of training runs, trends of compute, time horizons.',
    load: () => import('./scaling.js'),
  },
  { name: 'mixed', description: 'Mixed models: effects in grouped data.', load: () => import('./mixed.js') },
  {
    name: 'discrimination',
    description: 'Whether yes/no decisions treat people alike: scores, interventions, group fairness, prompts.',
    load: () => import('./discrimination.js'),
  },
  {
    name: 'opinions',
    description: 'Whose opinions a model carries: similarity to survey answers by country.',
    load: () => import('./opinions.js'),
  },
  {
    name: 'policy',
    description: 'Frontier-safety policies: decisions with reasons, where unknown never permits.',
    load: () => import('./policy.js'),
  },
  {
    name: 'risk',
    description: 'Rare behaviours at deployment scale, layered filters, audits.',
    load: () => import('./risk.js'),
  },
  {
    name: 'eval',
    description: 'Evals: run tasks against models, read and compare logs.',
    load: () => import('./eval.js'),
  },
  {
    name: 'data',
    description: 'Public data sets, by revision, checksum and licence.',
    load: () => import('./data.js'),
  },
]
