// One section a package: guide, method, reproduction, demo, in the order of reading.
const sections = [
  { label: 'Start', items: ['guides/installation', 'guides/first-fit'] },
  {
    label: 'Scaling laws',
    items: [
      'methods/chinchilla',
      'demos/chinchilla',
      'reproductions/chinchilla',
      'methods/compute-trends',
      'methods/time-horizons',
    ],
  },
  { label: 'Mixed models', items: ['methods/mixed-models'] },
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
