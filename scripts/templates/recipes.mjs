// What each kind of contribution adds beside the files of its folder: where it is registered, the changeset, and what is left to do by hand.

/** @typedef {{ file: string, after?: string, before?: string, text: string }} Insert */

/** @type {Record<string, { packages: string[], change: string, inserts: Insert[], next: string[] }>} */
export const recipes = {
  statistic: {
    packages: ['@safety-portfolio/stats'],
    change: '`__camelName__`: say in one sentence what a user can now compute.',
    inserts: [
      { file: 'packages/stats/src/index.ts', text: "export { __camelName__ } from './__name__.js'\n" },
      {
        file: 'packages/stats/README.md',
        before: '| `sum`,',
        text: '| `__camelName__` | say what it estimates | author year |\n',
      },
    ],
    next: [
      'packages/stats/test/oracles/__name__.R: let another system compute reference numbers into __name__.json',
      'packages/stats/src/__name__.ts: the formula and its source',
      'its row in packages/stats/README.md, and a heading in docs/methods/statistics.md',
    ],
  },
  law: {
    packages: ['@safety-portfolio/scaling-laws', 'safety-portfolio'],
    change: '`fit__PascalName__` and `scaling fit --law __name__`: say in one sentence what a user can now fit.',
    inserts: [
      {
        file: 'packages/scaling-laws/src/index.ts',
        text: "export { fit__PascalName__ } from './fit-__name__.js'\nexport { __camelName__Loss } from './__name__-law.js'\nexport type { __PascalName__Fit } from './fit-__name__.js'\nexport type { __PascalName__Parameters } from './__name__-law.js'\n",
      },
      ...registered('packages/scaling-laws/src/law-name.ts', {
        before: "import type { PowerOffsetParameters } from './power-offset-law.js'",
        text: "import type { __PascalName__Parameters } from './__name__-law.js'\n",
        entry:
          "  /** See `fit__PascalName__`. */\n  readonly '__name__': { readonly point: CurvePoint; readonly constants: __PascalName__Parameters }\n",
        entryAfter: 'export interface LawTypes {\n',
      }),
      ...registered('packages/scaling-laws/src/internal/law-registry.ts', {
        before: "import { powerOffset } from './power-offset-definition.js'",
        text: "import { __camelName__ } from './__name__-definition.js'\n",
        entry: "\n  '__name__': __camelName__,",
        entryAfter: '=> ({',
      }),
      ...registered('packages/scaling-laws/src/law-value.ts', {
        before: "import { powerOffsetLoss } from './power-offset-law.js'",
        text: "import { __camelName__Loss } from './__name__-law.js'\n",
        entry: "\n  '__name__': (constants, { x }) => __camelName__Loss(constants, x),",
        entryAfter: '=> ({',
      }),
      ...registered('packages/cli/src/laws/curve-laws.ts', {
        before: '  fitPowerLaw,\n',
        text: '  fit__PascalName__,\n',
        entry: "  curveLaw('__name__', '__Title__', 'L(x) = B x^-c', fit__PascalName__),\n",
        entryAfter: 'export const curveLaws: readonly Law[] = [\n',
      }),
      {
        file: 'packages/cli/src/laws/law-kinds.ts',
        after: "curveLawNames: readonly LawName[] = [\n  'power-offset',",
        text: "\n  '__name__',",
      },
      {
        file: 'packages/scaling-laws/README.md',
        before: '| `presets`',
        text: '| `fit__PascalName__`, `__camelName__Loss` | Say which law this is, and whose |\n',
      },
      {
        file: 'apps/docs/src/sidebar.mjs',
        before: "'methods/observational',",
        text: "'methods/__name__',\n          ",
      },
    ],
    next: [
      'packages/scaling-laws/src/__name__-law.ts and src/internal/__name__-definition.ts: the law, its exact derivatives, its source; what stands there now is y = B x^-c',
      'packages/scaling-laws/test/oracles/__name__.json: a published fit, with the digits that were printed',
      'docs/methods/__name__.md: formula, assumptions, source, limits; the row in packages/scaling-laws/README.md',
    ],
  },
  policy: {
    packages: ['@safety-portfolio/asl-policy'],
    change: 'The policy __Title__: say in one sentence whose it is and from which day it holds.',
    inserts: [],
    next: [
      'packages/asl-policy/policies/__name__-1.yaml: its rules in our own words, each with its clause; `status` says how the source was read',
      'node packages/asl-policy/policies/bundle.mjs',
      'packages/asl-policy/test/policies/__name__.test.ts: a scenario for each outcome and for each fact that can be missing, from the text and not from the engine',
    ],
  },
  eval: {
    packages: ['@safety-portfolio/evals', 'safety-portfolio'],
    change: 'The task `__name__`: say in one sentence what it asks of a model.',
    inserts: [
      {
        file: 'packages/evals/src/node/data/built-in-tasks.ts',
        before: "import { RunError } from '../run/run-error.js'",
        text: "import { __camelName__ } from '../../tasks/__name__.js'\n",
      },
      {
        file: 'packages/evals/src/node/data/built-in-tasks.ts',
        before: "  withData('gsm8k'",
        text: "  { name: '__name__', about: 'say what it asks, bundled', needsData: false, task: __camelName__ },\n",
      },
      {
        file: 'apps/docs/src/sidebar.mjs',
        after: "'methods/eval-concepts',",
        text: "\n      'methods/__name__',",
      },
    ],
    next: [
      'packages/evals/src/tasks/__name__.ts: questions, targets, scorers',
      'packages/evals/test/tasks/__name__.node.test.ts: answers that a person has judged',
      'docs/methods/__name__.md: what it measures, what it does not, how its scores have been misread',
    ],
  },
  package: {
    packages: ['@safety-portfolio/__name__'],
    change: 'First version: say in one sentence what a user can now do.',
    inserts: [
      { file: 'eslint.config.js', after: 'const domains = [', text: "'__name__', " },
      ...['package.json', 'apps/docs/package.json'].map((file) => ({
        file,
        before: '    "@safety-portfolio/records"',
        text: '    "@safety-portfolio/__name__": "workspace:^",\n',
      })),
      {
        file: '.size-limit.json',
        before: '\n]',
        text: ',\n  { "name": "@safety-portfolio/__name__", "path": "packages/__name__/dist/index.js", "limit": "10 kB" }',
      },
      {
        file: 'README.md',
        before: '| [`@safety-portfolio/stats`]',
        text: '| [`@safety-portfolio/__name__`](packages/__name__) | The question it answers? |\n',
      },
    ],
    next: [
      'packages/__name__/package.json: description, keywords and what it imports; eslint.config.js has it among the domains, which import stats, records and mixed-models',
      'packages/__name__/README.md: every heading, and the figures that bench/__name__.mjs stores',
      '.size-limit.json: a budget',
    ],
  },
}

/** An import and an entry in a table of the same file. */
function registered(file, { before, text, entry, entryAfter }) {
  return [
    { file, before, text },
    { file, after: entryAfter, text: entry },
  ]
}
