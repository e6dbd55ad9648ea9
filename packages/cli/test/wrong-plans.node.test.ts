import { mkdirSync, writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { expectRefusal } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()

/** A plan that is wrong: line by line, what must be said about it. */
const wrong: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'an unknown field deep inside',
    'models: [a]\nsuites:\n  layers:\n    outcome: x.csv\n',
    ['line 4: suites.layers.outcome: unknown field', 'suites.layers.outcomes'],
  ],
  ['a number for a name', 'models: [7]\n', ['line 1: models.0: must be the name of a model']],
  ['a model twice', 'models:\n  - a\n  - a\n', ['line 3: models.1: a is named twice']],
  [
    'a task and a log',
    'models: [a]\nsuites:\n  capability:\n    - { task: unit-traps, log: a.eval }\n',
    ['line 4: suites.capability.0: name either a task to run or a log to read'],
  ],
  [
    'one file for two models',
    'models: [a, b]\nsuites:\n  discrimination: { decisions: d.csv }\n',
    ['line 3', 'of which of the 2 models is d.csv?'],
  ],
  [
    'a file for another model',
    'models: [a]\nsuites:\n  opinions:\n    survey: s.csv\n    responses: { c: r.csv }\n',
    ['line 5', 'c is none of the models: a'],
  ],
  [
    'queries and observations missing',
    'models: [a]\nsuites:\n  rareBehaviours: { pattern: x }\n',
    ['line 3: suites.rareBehaviours: give queries to ask, or a table of observations'],
  ],
  [
    'a pattern that is none',
    "models: [openai/a]\nsuites:\n  rareBehaviours:\n    queries: q.csv\n    pattern: '('\n",
    ['line 5: suites.rareBehaviours.pattern: is no regular expression'],
  ],
  ['a date that is none', 'models: [a]\nasOf: 2026-02-30\n', ['line 2: asOf']],
  [
    'a file that is not there',
    'models: [a]\nsuites:\n  layers: { outcomes: gone.csv }\n',
    ['gone.csv', 'there is no such file'],
  ],
  ['a folder for a file', 'models: [a]\nscaling: { runs: folder.csv }\n', ['folder.csv']],
  [
    'a wrong case',
    'models: [a]\npolicy:\n  case:\n    safeguards:\n      - { standard: ASL-9, status: perhaps }\n',
    ['line 5: policy.case.safeguards.0.status'],
  ],
  [
    'a wrong case of one model',
    'models: [a]\npolicy:\n  models:\n    a:\n      approvals: CEO\n',
    ['line 5: policy.models.a.approvals'],
  ],
  [
    'a line that the policy has not',
    'models: [a]\nsuites:\n  capability:\n    - { task: unit-traps, line: nowhere }\npolicy: {}\n',
    ['line 4: suites.capability.0.line: no line of the policy is called nowhere'],
  ],
  ['a policy that there is not', 'models: [a]\npolicy: { policy: none }\n', ['No shipped policy is called "none"']],
  [
    'a key that is not set',
    'models: [{ model: openai/a, keyVariable: MY_KEY }]\nsuites: { capability: [{ task: unit-traps }] }\n',
    ['MY_KEY holds no key'],
  ],
  ['a task that there is not', 'models: [simulated/modest]\nsuites: { capability: [{ task: none }] }\n', ['none']],
]

it.each(wrong)('says of %s where it is and what to do', async (_what, text, words) => {
  mkdirSync(folder.path('folder.csv'))
  writeFileSync(folder.path('plan.yaml'), text)
  await expectRefusal(['assess', 'plan.yaml', '--out', 'out'], words, { cwd: folder.path() })
})
