import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { includes, openLog, textOutput, wholeLog, type EvalSample, type Model, type Task } from '../src/index.js'
import { fileSource, loadTask, nodeCodecs, promptfooRuns, resolveModel, runEval } from '../src/node/index.js'
import { expectedAssertion } from '../src/node/promptfoo/csv-tests.js'
import { providerModel } from '../src/node/promptfoo/providers.js'
import { fitsSchema, foreignRules } from '../src/node/promptfoo/json-schema-check.js'
import { fillTemplate, foreignParts, variablesIn } from '../src/node/promptfoo/template.js'
import oracle from './oracles/promptfoo-config.json' with { type: 'json' }
import { temporaryFolder } from './temporary-folder.js'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})
const write = (name: string, content: unknown) => {
  writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  return name
}
const runsOf = async (config: object, args = {}) =>
  (await promptfooRuns(write('promptfooconfig.json', config), folder, args))!
async function samplesOf(task: Task, model: Model): Promise<readonly EvalSample[]> {
  const { log } = await runEval(task, { model, logDir: path.join(folder, 'logs') })
  const source = await fileSource(log)
  const { samples } = await wholeLog(await openLog(source, { codecs: nodeCodecs, name: path.basename(log) }))
  await source.close()
  return samples!.toSorted((a, b) => Number(a.id) - Number(b.id))
}
const echo = () => resolveModel('echo', { env: {}, folder })
/** JSON is written anew by promptfoo. */
const sent = (text: string) => (text.startsWith('{') ? (JSON.parse(text) as unknown) : text)
interface Shown {
  readonly assertions: readonly { readonly type: string; readonly pass: boolean | null; readonly score: number }[]
}

describe('a configuration, as promptfoo itself runs it', () => {
  it('gives every assertion the verdict, and every test the score', async () => {
    const [run] = await runsOf(oracle.config, { javascript: 'allow' })
    const samples = await samplesOf(run!.task, await echo())
    const rows = oracle.rows.filter(({ promptIdx }) => promptIdx === 0)
    expect(samples).toHaveLength(rows.length)
    for (const row of rows) {
      const sample = samples[row.testIdx]!
      const { pass, score } = sample.scores!
      const shown = (pass!.metadata as unknown as Shown).assertions
      // Where `return` stands alone on a line promptfoo reports a syntax error; here it is a function's body.
      const isOneLine = row.testIdx === 10
      // Of a set promptfoo lists the parts too; of weight 0 it says that it holds.
      const theirs = row.testIdx === 15 ? row.assertions.filter(({ type }) => type === null) : row.assertions
      if (!isOneLine && row.testIdx !== 14)
        expect(shown.map((one) => [one.pass, one.score])).toEqual(theirs.map((one) => [one.pass, one.score]))
      if (isOneLine)
        expect(shown.slice(0, 5).map((one) => [one.pass, one.score])).toEqual(
          theirs.slice(0, 5).map((one) => [one.pass, one.score]),
        )
      else expect([row.testIdx, pass!.value, score!.value]).toEqual([row.testIdx, Number(row.success), row.score])
      for (const [metric, value] of Object.entries(row.namedScores)) expect(sample.scores![metric]!.value).toBe(value)
      expect(sent(sample.input as string)).toEqual(sent(row.prompt))
    }
  })

  it('makes conversations of prompts in JSON', async () => {
    const [, run] = await runsOf(oracle.config, { javascript: 'allow' })
    const samples = await samplesOf(run!.task, await echo())
    const texts = (messages: unknown) => (messages as { content: string }[]).map(({ content }) => sent(content))
    for (const row of oracle.rows.filter(({ promptIdx, testIdx }) => promptIdx === 1 && testIdx < 18))
      expect(texts(samples[row.testIdx]!.input)).toEqual(texts(JSON.parse(row.prompt)))
  })
})

describeWithShared('recorded results of others', ['data/eval-logs-other/promptfoo/eval-jvr-2026-04-22.json'], () => {
  it('are the same when the recorded answers are given again', async () => {
    const file = JSON.parse(
      readFileSync(sharedPath('data/eval-logs-other/promptfoo/eval-jvr-2026-04-22.json'), 'utf8'),
    ) as {
      config: Record<string, unknown>
      results: {
        results: { testIdx: number; success: boolean; prompt: { raw: string }; response: { output: string } }[]
      }
    }
    const rows = file.results.results
    const [run] = await runsOf({ ...file.config, extensions: [] })
    expect(run!.provider).toMatchObject({ model: 'openai/gpt-4o-mini', config: { temperature: 0, max_tokens: 256 } })
    const answers = new Map(rows.map(({ prompt, response }) => [prompt.raw.trim(), response.output]))
    const samples = await samplesOf(run!.task, {
      name: 'recorded',
      generate: ({ messages }) => Promise.resolve(textOutput('recorded', answers.get(messages[0]!.content as string)!)),
    })
    for (const { testIdx, success } of rows) expect(samples[testIdx]!.scores!['pass']!.value).toBe(Number(success))
  })
})

describe('promptfooRuns', () => {
  it('reads prompts, tests, variables and defaults from files, a run a prompt and provider', async () => {
    mkdirSync(path.join(folder, 'data'))
    write('data/two.txt', 'Say {{word}}.\n---\nPlease say {{word}}.')
    write('data/chat.yaml', '- { role: system, content: "Be {{mood}}." }\n- { role: user, content: "{{word}}" }')
    write(
      'data/tests.csv',
      'word,__expected,__expected2,__description,__metadata:kind\nhi,contains:hi,starts-with: Say,first,x\n"a ""b""",contains-json,,,\n',
    )
    write('data/word.txt', 'from a file')
    write('data/default.yaml', 'vars: { mood: kind }\nassert: [{ type: word-count, value: { min: 1 } }]')
    const config = {
      prompts: ['file://data/two.txt', 'data/chat.yaml'],
      providers: ['openai:chat:gpt-x', { id: 'ollama:chat:llama3', config: { temperature: 0.5, stop: 'END' } }],
      defaultTest: 'file://data/default.yaml',
      tests: [
        'file://data/tests.csv',
        { vars: { word: 'file://data/word.txt' }, assert: [{ type: 'contains', value: 'file://data/word.txt' }] },
      ],
      evaluateOptions: { repeat: 2, maxConcurrency: 3 },
    }
    const runs = await runsOf(config)
    expect(runs).toHaveLength(6)
    expect(runs[1]!.provider).toMatchObject({ model: 'compatible/llama3', baseURL: 'http://127.0.0.1:11434/v1' })
    expect(runs[1]!.task).toMatchObject({ epochs: 2, config: { temperature: 0.5, stop_seqs: ['END'] } })
    expect(new Set(runs.map(({ task }) => task.name)).size).toBe(3)
    const questions = [...(runs[4]!.task.dataset.samples() as Iterable<{ input: unknown; metadata: object }>)]
    expect(questions.map(({ input }) => input)).toEqual(
      ['hi', 'a "b"', 'from a file'].map((content) => [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content },
      ]),
    )
    expect(questions[0]!.metadata).toMatchObject({
      kind: 'x',
      description: 'first',
      vars: { word: 'hi', mood: 'kind' },
    })
    const samples = await samplesOf({ ...runs[0]!.task, epochs: 1 }, await echo())
    expect(samples.map(({ scores }) => scores!['pass']!.value)).toEqual([1, 0, 1])
    expect(await runsOf(config, { prompt: '2' })).toHaveLength(2)
    await expect(runsOf(config, { prompt: '9' })).rejects.toThrow('has 3 prompts')
    await expect(loadTask('promptfooconfig.json', folder)).rejects.toThrow('choose one with the argument prompt')
    expect(
      (await loadTask('promptfooconfig.json', folder, { args: { prompt: '1' } })).scorers.map(({ name }) => name),
    ).toEqual(['pass', 'score'])
  })

  it('names every part that has no like here, all at once', async () => {
    write('data.py', 'x')
    const config = {
      prompts: ['{{ word | upper }}', 'file://data.py', '{% if a %}b{% endif %}'],
      providers: [{ id: 'openai:gpt-x', config: { tools: [] } }],
      scenarios: [{ config: [] }],
      tests: [
        {
          vars: { word: 'x' },
          provider: 'other',
          options: { transform: 'output' },
          assert: [
            { type: 'similar', value: 'x', threshold: 0.8 },
            { type: 'javascript', value: 'true' },
            { type: 'is-json', value: { oneOf: [] } },
            { type: 'llm-rubric', value: 'good', threshold: 0.8 },
            { type: 'contains', value: 'x', transform: 'y' },
            { type: 'regex', value: '(' },
            { type: 'latency' },
            { type: 'equals' },
            { type: 'assert-set', assert: [{ type: 'python', value: 'x' }] },
            { value: 'x' },
            { type: 'not-moderation' },
          ],
        },
        { vars: {} },
      ],
      evaluateOptions: { generateSuggestions: true },
    }
    const message = await runsOf({ ...config, prompts: [...config.prompts, '{{other}}'] }).catch(
      (error: unknown) => (error as Error).message,
    )
    for (const part of [
      'scenarios',
      'prompt 1: its template',
      'prompt 2: data.py is code',
      'prompt 3',
      "'provider'",
      "option 'transform'",
      "'similar'",
      '--arg javascript=allow',
      'oneOf',
      "'llm-rubric' with a threshold",
      "'contains' with transform",
      "'regex': Invalid",
      "'latency' without a threshold",
      "'equals' without a value",
      "'assert-set' with 'python'",
      'it has no type',
      "'moderation'",
      'no variable other',
      'generateSuggestions',
    ])
      expect(message).toContain(part)
    const [run] = await runsOf({ prompts: ['x'], providers: config.providers, tests: [] })
    expect(run!.provider).toMatchObject({ model: null, problem: 'openai:gpt-x with the setting tools' })
  })

  it('leaves unscored what has no assertion, and what a judge does not say', async () => {
    const [run] = await runsOf({
      prompts: ['{{q}}'],
      providers: ['anthropic:messages:c'],
      tests: [
        { vars: { q: 'a' } },
        { vars: { q: 'b' }, assert: [{ type: 'llm-rubric', value: 'is {{q}}', provider: 'openai:gpt-x' }] },
        { vars: { q: 'c' }, assert: [{ type: 'not-factuality', value: 'c' }] },
        {
          vars: { q: 'd' },
          assert: [
            { type: 'cost', threshold: 1 },
            { type: 'contains', value: 'd' },
          ],
        },
      ],
    })
    expect(run).toMatchObject({ grader: { model: 'openai/gpt-x' }, provider: { model: 'anthropic/c' } })
    let asked = 0
    const judge: Model = {
      name: 'judge',
      generate: ({ messages }) => {
        const text = messages.at(-1)!.content as string
        if (!text.includes('You judge')) return Promise.resolve(textOutput('judge', text))
        asked += 1
        return Promise.resolve(
          textOutput(
            'judge',
            text.includes('Criterion: is b') ? 'I cannot say' : '{"reasoning": "same", "grade": "C"}',
          ),
        )
      },
    }
    const samples = await samplesOf(run!.task, judge)
    expect(samples.map(({ scores }) => scores!['pass']!.value)).toEqual([Number.NaN, Number.NaN, 0, Number.NaN])
    expect(samples[0]!.scores!['pass']!.explanation).toBe('the test has no assertion')
    // Once an attempt, though two scorers want to know.
    expect(asked).toBe(2)
  })

  it('knows providers and their addresses, and says which it does not know', () => {
    const table: [unknown, string | null, string | null][] = [
      ['openai:gpt-x', 'openai/gpt-x', null],
      [
        { id: 'openai:chat:m', label: 'mine', config: { apiHost: 'models.example' } },
        'openai/m',
        'https://models.example/v1',
      ],
      [{ id: 'openai:chat:m', config: { apiBaseUrl: 'http://127.0.0.1:1/v1' } }, 'openai/m', 'http://127.0.0.1:1/v1'],
      ['anthropic:messages:claude-x', 'anthropic/claude-x', null],
      ['localai:chat:m', 'compatible/m', 'http://127.0.0.1:8080/v1'],
      ['ollama:llama3:8b', 'compatible/llama3:8b', 'http://127.0.0.1:11434/v1'],
      ['openai:completion:m', null, null],
      ['openai:embedding:m', null, null],
      ['anthropic:chat:m', null, null],
      [{ id: 'openai:m', prompts: ['a'] }, null, null],
      [3, null, null],
    ]
    for (const [given, model, baseURL] of table)
      expect([given, providerModel(given)]).toMatchObject([given, { model, baseURL }])
  })

  it('names prompts that are none', async () => {
    await expect(runsOf({ prompts: [5, { raw: 'x', function: 'y' }, { label: 'empty' }], tests: [] })).rejects.toThrow(
      /prompt 1: it is no text[\s\S]*prompt 2: function[\s\S]*prompt 3: it is no text/,
    )
    await expect(runsOf({ prompts: [], tests: ['file://absent.yaml', 4] })).rejects.toThrow(
      /there is no such file[\s\S]*test 2: it is no map|prompts: there are none/,
    )
    expect(
      (await runsOf({ prompts: [{ raw: 'a {{x}}', label: 'short' }, 'b'], tests: [{ vars: { x: '1' } }] }))[0]!.task
        .name,
    ).toContain('[short]')
  })

  it('is nothing of other files', async () => {
    for (const other of ['name: x\ndataset: d.csv\nscorers: [includes]\nprompts: x', 'just text', ': :', '[]'])
      expect(await promptfooRuns(write('x.yaml', other), folder)).toBeNull()
    expect(await promptfooRuns('absent.yaml', folder)).toBeNull()
    expect(await promptfooRuns(write('x.mjs', 'export default {}'), folder)).toBeNull()
    expect(includes().name).toBe('includes')
  })
})

describe('templates', () => {
  it('fill in once, members too, and know what they are not', () => {
    const vars = { a: '{{b}}', b: 'x', deep: { list: [1, { c: 'y' }] }, yes: true }
    expect(
      fillTemplate('{{a}} {{ b }} {{deep.list[1].c}} {{deep.list}} {{yes}} {{gone}}{{deep.constructor}}', vars),
    ).toBe('{{b}} x y [1,{"c":"y"}] true ')
    expect(foreignParts('{{ a }} {{ a | trim }} {% for x in y %} {# note #} {{ 1 + 1 }}')).toEqual([
      '{{ a | trim }}',
      '{% for x in y %}',
      '{# note #}',
      '{{ 1 + 1 }}',
    ])
    expect(variablesIn('{{a.b}} {{c}} {{a}}')).toEqual(['a', 'c'])
  })
})

describe('__expected', () => {
  it('is a type and a value, or a text to equal', () => {
    const table: [string, object][] = [
      ['plain', { type: 'equals', value: 'plain' }],
      ['Note: this is text', { type: 'equals', value: 'Note: this is text' }],
      ['contains: a, b', { type: 'contains', value: 'a, b' }],
      ['not-icontains:x', { type: 'not-icontains', value: 'x' }],
      ['similar(0.8): text', { type: 'similar', value: 'text', threshold: 0.8 }],
      ['grade: is kind', { type: 'llm-rubric', value: 'is kind' }],
      ['fn: output.length > 3', { type: 'javascript', value: 'output.length > 3' }],
      ['is-json', { type: 'is-json' }],
      ['contains', { type: 'equals', value: 'contains' }],
    ]
    for (const [cell, assertion] of table) expect(expectedAssertion(cell)).toEqual(assertion)
  })
})

describe('JSON Schema', () => {
  it('is checked as far as it is known, and no further', () => {
    const schema = {
      type: 'array',
      minItems: 1,
      maxItems: 2,
      items: {
        type: 'object',
        properties: {
          n: { type: ['integer', 'null'], minimum: 1, maximum: 3 },
          s: { enum: ['a', { b: 1 }], minLength: 1 },
        },
        required: ['n'],
        additionalProperties: { type: 'string', pattern: '^x', maxLength: 2 },
      },
    }
    for (const right of [
      [{ n: 1 }],
      [
        { n: null, s: 'a' },
        { n: 3, s: { b: 1 }, more: 'xy' },
      ],
    ])
      expect(fitsSchema(right, schema)).toBe(true)
    for (const wrong of [
      [],
      {},
      [{}],
      [{ n: 1.5 }],
      [{ n: 4 }],
      [{ n: 0 }],
      [{ n: 1, s: 'c' }],
      [{ n: 1, more: 'y' }],
      [{ n: 1, more: 'xyz' }],
      [{ n: 1 }, { n: 1 }, { n: 1 }],
    ])
      expect(fitsSchema(wrong, schema)).toBe(false)
    expect(fitsSchema({ constructor: 1 }, { required: ['toString'] })).toBe(false)
    expect(foreignRules({ properties: { a: { $ref: '#/x' }, b: { items: { format: 'date' } } }, allOf: [] })).toEqual([
      'allOf',
      '$ref',
      'format',
    ])
  })
})
