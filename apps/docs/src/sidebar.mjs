// One section a package: guide, method, reproduction, demo, in the order of reading.
const sections = [
  {
    label: 'Start',
    items: [
      'guides/start-here',
      'guides/installation',
      'guides/upgrading',
      'portfolio',
      'guides/from-model-to-decision',
      'guides/first-fit',
      'playground',
      'scenarios',
      'what-none-of-this-can-show',
      'glossary',
    ],
  },
  {
    label: 'Scaling laws',
    items: [
      {
        label: 'Demos',
        items: [
          'demos/chinchilla',
          'demos/law-explorer',
          'demos/allocation-planner',
          'demos/compute-trend',
          'demos/emergence',
        ],
      },
      {
        label: 'Laws',
        items: [
          'methods/chinchilla',
          'methods/kaplan',
          'methods/isoflop',
          'methods/data-constrained',
          'methods/over-training',
          'methods/broken-laws',
          'methods/loss-to-loss',
          'methods/observational',
          'methods/uncertainty',
          'methods/selection',
          'methods/presets',
        ],
      },
      {
        label: 'Compute and time',
        items: [
          'methods/flop-counters',
          'methods/inference-aware',
          'methods/inference-scaling',
          'methods/compute-trends',
          'methods/triggers',
          'methods/time-horizons',
          'methods/emergence',
        ],
      },
      'reproductions/chinchilla',
    ],
  },
  {
    label: 'Mixed models',
    items: [
      'methods/mixed-models',
      'methods/mixed-certificate',
      'methods/mixed-inference',
      'methods/mixed-generalised',
      'methods/mixed-plans',
      'demos/mixed-models',
      'reproductions/mixed-models',
    ],
  },
  {
    label: 'Policy',
    items: ['demos/policy-workbench', 'demos/policy-explorer', 'methods/policies', 'reproductions/policy-history'],
  },
  {
    label: 'Global opinions',
    items: [
      'demos/opinions',
      'methods/opinion-similarity',
      'methods/opinion-context',
      'methods/opinion-elicitation',
      'reproductions/opinions',
    ],
  },
  {
    label: 'Discrimination',
    items: ['methods/discrimination', 'demos/discrimination', 'reproductions/discrimination', 'methods/group-fairness'],
  },
  {
    label: 'Risk',
    items: [
      { label: 'Demos', items: ['demos/rare-behaviours', 'demos/layers'] },
      'methods/rare-behaviours',
      'methods/best-of-n',
      'methods/layers',
      'methods/audits',
    ],
  },
  {
    label: 'Evals',
    items: [
      'guides/first-eval',
      'methods/eval-concepts',
      'demos/log-viewer',
      'reproductions/miller-2024',
      'guides/from-inspect',
      'guides/from-promptfoo',
    ],
  },
  { label: 'Foundations', items: ['methods/statistics', 'reference-data'] },
]

/** @param {readonly string[]} libraries - Names of the packages, without the scope. */
export function sidebar(libraries) {
  return [
    ...sections,
    {
      label: 'API reference',
      collapsed: true,
      items: libraries.map((name) => ({ label: name, link: `/api/safety-portfolio/${name}/readme/` })),
    },
  ]
}
