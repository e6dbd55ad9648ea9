// Writes promptfoo-config.json: a configuration, and what promptfoo makes of it: prompts as they were sent, and the verdict of every assertion.
//
// npm install promptfoo@0.123.1, then: node promptfoo-config.mjs FOLDER > promptfoo-config.json, where FOLDER has the node_modules. The provider is promptfoo's `echo`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const schema = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 0 } },
  additionalProperties: false,
}
const on = (text, ...assert) => ({ vars: { text }, assert })
const config = {
  description: 'every assertion',
  prompts: ['{{text}}', '[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "{{text}}"}]'],
  providers: ['echo'],
  defaultTest: { metadata: { suite: 'oracle' } },
  assertionTemplates: { hasHello: { type: 'icontains', value: 'HELLO' } },
  tests: [
    on(
      'Hello, World',
      { type: 'equals', value: 'Hello, World' },
      { type: 'equals', value: 'hello, world' },
      { type: 'not-equals', value: 'x' },
    ),
    on(
      'Hello, World',
      { type: 'contains', value: 'World' },
      { type: 'contains', value: 'world' },
      { type: 'icontains', value: 'WORLD' },
      { type: 'not-icontains', value: 'WORLD' },
    ),
    on(
      'one two three',
      { type: 'contains-all', value: ['one', 'two'] },
      { type: 'contains-all', value: 'one, four' },
      { type: 'contains-any', value: ['nine', 'two'] },
      { type: 'icontains-any', value: 'NINE, TEN' },
      { type: 'icontains-all', value: ['ONE', 'Three'] },
    ),
    on(
      'Yes: 42',
      { type: 'starts-with', value: 'Yes' },
      { type: 'starts-with', value: 'yes' },
      { type: 'regex', value: '\\b\\d{2}\\b' },
      { type: 'regex', value: '^\\d' },
      { type: 'not-regex', value: '^\\d' },
    ),
    on(
      '{"name": "Ada", "age": 36}',
      { type: 'is-json' },
      { type: 'is-json', value: schema },
      { type: 'equals', value: { age: 36, name: 'Ada' } },
    ),
    on('{"name": 3, "other": 1}', { type: 'is-json' }, { type: 'is-json', value: schema }, { type: 'not-is-json' }),
    on(
      'Sure: {"name": "Ada"} as asked',
      { type: 'is-json' },
      { type: 'contains-json' },
      { type: 'contains-json', value: schema },
      { type: 'not-contains-json' },
    ),
    on('no json here', { type: 'contains-json' }, { type: 'is-json' }),
    on(
      'kitten',
      { type: 'levenshtein', value: 'sitting', threshold: 3 },
      { type: 'levenshtein', value: 'sitting', threshold: 2 },
      { type: 'levenshtein', value: 'sitting' },
    ),
    on(
      'three little words',
      { type: 'word-count', value: 3 },
      { type: 'word-count', value: { min: 2, max: 4 } },
      { type: 'word-count', value: { min: 4 } },
      { type: 'word-count', value: { max: 2 } },
    ),
    on(
      'x',
      { type: 'latency', threshold: 60000 },
      { type: 'javascript', value: 'output.length === 1' },
      { type: 'javascript', value: 'output.length / 4' },
      { type: 'javascript', value: 'output.length / 4', threshold: 0.5 },
      { type: 'javascript', value: 'const n = output.length;\nreturn n > 3;' },
      { type: 'javascript', value: 'return { pass: true, score: 0.25, reason: context.vars.text };' },
    ),
    {
      vars: { text: 'a {{ odd }} "quoted" text\nwith a line', wanted: 'quoted' },
      assert: [
        { type: 'contains', value: '{{wanted}}' },
        { type: 'contains', value: 'un{{wanted}}' },
      ],
    },
    {
      vars: { text: 'weights' },
      threshold: 0.6,
      assert: [
        { type: 'contains', value: 'weights', weight: 3 },
        { type: 'contains', value: 'missing', weight: 1 },
      ],
    },
    {
      vars: { text: 'weights' },
      threshold: 0.8,
      assert: [
        { type: 'contains', value: 'weights', weight: 3 },
        { type: 'contains', value: 'missing', weight: 1 },
      ],
    },
    {
      vars: { text: 'reported only' },
      assert: [
        { type: 'contains', value: 'missing', weight: 0, metric: 'Extra' },
        { type: 'contains', value: 'reported', metric: 'Main' },
        { type: 'contains', value: 'gone', metric: 'Main', weight: 0 },
      ],
    },
    {
      vars: { text: 'a set' },
      assert: [
        {
          type: 'assert-set',
          threshold: 0.5,
          assert: [
            { type: 'contains', value: 'set' },
            { type: 'contains', value: 'gone' },
          ],
        },
        {
          type: 'assert-set',
          assert: [
            { type: 'contains', value: 'set' },
            { type: 'contains', value: 'gone' },
          ],
        },
      ],
    },
    { vars: { text: ['Hello one', 'two'] }, assert: [{ $ref: '#/assertionTemplates/hasHello' }] },
    {
      vars: { text: 'middle' },
      options: { prefix: 'before ', suffix: ' after' },
      assert: [{ type: 'equals', value: 'before middle after' }],
    },
  ],
}
const work = mkdtempSync(path.join(tmpdir(), 'promptfoo-oracle-'))
writeFileSync(path.join(work, 'promptfooconfig.json'), JSON.stringify(config))
const entry = path.join(process.argv[2], 'node_modules/promptfoo/dist/src/entrypoint.js')
const { stderr } = spawnSync(
  process.execPath,
  [entry, 'eval', '-c', 'promptfooconfig.json', '--no-cache', '--no-table', '-o', 'out.json'],
  {
    cwd: work,
    encoding: 'utf8',
    env: {
      ...process.env,
      PROMPTFOO_CONFIG_DIR: work,
      PROMPTFOO_DISABLE_TELEMETRY: '1',
      PROMPTFOO_DISABLE_UPDATE: '1',
      PROMPTFOO_DISABLE_REMOTE_GENERATION: '1',
    },
  },
)
process.stderr.write(stderr)
const { results } = JSON.parse(readFileSync(path.join(work, 'out.json'), 'utf8'))
const rows = results.results.map(({ promptIdx, testIdx, prompt, success, score, namedScores, gradingResult }) => ({
  promptIdx,
  testIdx,
  prompt: prompt.raw,
  success,
  score,
  namedScores,
  assertions: (gradingResult?.componentResults ?? []).map((one) => ({
    type: one.assertion?.type ?? null,
    pass: one.pass,
    score: one.score,
  })),
}))
process.stdout.write(`${JSON.stringify({ config, rows }, null, 1)}\n`)
