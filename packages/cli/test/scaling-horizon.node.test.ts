import { readFile, writeFile } from 'node:fs/promises'
import { fitHorizonTrendFromRuns, fitTimeHorizons, type TaskRun } from '@safety-portfolio/scaling-laws'
import { createRandom, type Interval } from '@safety-portfolio/stats'
import { beforeEach, describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { runBuilt } from './built-command.js'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const horizon = ['scaling', 'horizon']

interface Printed {
  readonly agents: readonly {
    readonly name: string
    readonly released: string | null
    readonly p50: number | null
    readonly p80: number | null
    readonly reason?: string
    readonly interval: Interval | null
    readonly p80Interval: Interval | null
    readonly sota: boolean | null
  }[]
  readonly doublingDays: { readonly from2023: number | null; readonly all: number | null }
  readonly interval: Interval | null
  readonly reason?: string
  readonly printed?: { readonly from2023: { readonly estimate: number } | null }
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
  readonly sources?: readonly { readonly name: string }[]
}

const releases = [2021, 2022, 2023, 2024, 2025].map((year, index) => ({ agent: `a${index}`, date: `${year}-01-01` }))

/** Five agents whose true horizon doubles every year from 4 minutes on. */
function simulatedRuns(): readonly TaskRun[] {
  const random = createRandom(4)
  return releases.flatMap(({ agent }, index) =>
    Array.from({ length: 120 }, (_, task): TaskRun => {
      const minutes = 2 ** (task / 12)
      const chance = 1 / (1 + Math.exp(Math.log2(minutes) - 2 - index))
      return { agent, task: `t${task}`, family: `f${task % 15}`, minutes, score: random.uniform() < chance ? 1 : 0 }
    }),
  )
}

const runs = simulatedRuns()
const metrLines = runs.map(({ agent, task, family, minutes, score }) =>
  JSON.stringify({
    alias: agent,
    task_id: task,
    task_family: family,
    human_minutes: minutes,
    score_binarized: score,
    run_id: 1,
  }),
)
const flags = ['--bootstrap', '40']

beforeEach(async () => {
  await writeFile(folder.path('runs.jsonl'), metrLines.join('\n'))
  await writeFile(
    folder.path('releases.csv'),
    ['agent,release_date', ...releases.map(({ agent, date }) => `${agent},${date}`)].join('\n'),
  )
})

describe('scaling horizon on runs', () => {
  it('draws tasks and runs again where asked, as METR does', async () => {
    const argv = [...horizon, 'runs.jsonl', '--releases', 'releases.csv', ...flags, '--within']
    const printed = await printedJson<Printed>(argv, { cwd: folder.path() })
    const bootstrap = { replicates: 40, seed: 1, within: true }
    const expected = fitTimeHorizons(runs, { bootstrap }).map(({ minutes }) => minutes['p50']!.interval)
    expect(printed.agents.map(({ interval }) => interval)).toEqual(expected)
    expect(expected).not.toEqual(
      fitTimeHorizons(runs, { bootstrap: { ...bootstrap, within: false } }).map(
        ({ minutes }) => minutes['p50']!.interval,
      ),
    )
  })

  it('is the fit of the package, with dates from a second table', async () => {
    const argv = [...horizon, 'runs.jsonl', '--releases', 'releases.csv', ...flags]
    const printed = await printedJson<Printed>(argv, { cwd: folder.path() })
    const bootstrap = { replicates: 40, seed: 1 }
    const expected = fitTimeHorizons(runs, { bootstrap })
    expect(printed.agents.map(({ p50 }) => p50)).toEqual(expected.map(({ minutes }) => minutes['p50']!.estimate))
    expect(printed.agents.map(({ interval }) => interval)).toEqual(
      expected.map(({ minutes }) => minutes['p50']!.interval),
    )
    expect(printed.agents.map(({ released }) => released)).toEqual(releases.map(({ date }) => date))
    const trend = fitHorizonTrendFromRuns(runs, releases, { bootstrap, from: '2023-01-01' })
    expect(printed.doublingDays.from2023).toBe(trend.doublingDays.estimate)
    expect(printed.interval).toEqual(trend.doublingDays.interval)
    expect(printed.agents.filter(({ sota }) => sota).map(({ name }) => name)).toEqual(
      expect.arrayContaining([...trend.trend.agents]),
    )
    // The truth: p50 doubles in a year.
    expect(printed.doublingDays.all).toBeGreaterThan(250)
    expect(printed.doublingDays.all).toBeLessThan(500)
    expect(printed.sources?.map(({ name }) => name)).toEqual(['runs.jsonl', 'releases.csv'])
  })

  it("takes METR's document of release dates, and says what is wrong with one", async () => {
    const dates = releases.map(({ agent, date }) => `  ${agent}: ${date}`).join('\n')
    await writeFile(folder.path('release_dates.yaml'), `date:\n${dates}\n`)
    await writeFile(folder.path('plain.yml'), dates)
    await writeFile(folder.path('bad.yaml'), 'date:\n  a0: May\n  a1: 2024-01-01\n')
    await writeFile(folder.path('list.yaml'), '- a0\n')
    const argv = (file: string): readonly string[] => [...horizon, 'runs.jsonl', '--releases', file, ...flags]
    const table = await printedJson<Printed>(argv('releases.csv'), { cwd: folder.path() })
    for (const file of ['release_dates.yaml', 'plain.yml']) {
      const printed = await printedJson<Printed>(argv(file), { cwd: folder.path() })
      expect(printed.doublingDays).toEqual(table.doublingDays)
      expect(printed.agents).toEqual(table.agents)
    }
    await expectRefusal(argv('bad.yaml'), ['bad.yaml', 'value "May": not a date'], { cwd: folder.path() })
    await expectRefusal(argv('list.yaml'), ['no list of agents'], { cwd: folder.path() })
  })

  it('takes dates from the runs, and says which agents have none', async () => {
    const lines = runs.map(({ agent, task, family, minutes, score }) => {
      const date = agent === 'a4' ? '' : releases.find((one) => one.agent === agent)!.date
      return `${agent},${task},${family},${minutes},${score},${date}`
    })
    const input = ['agent,task,family,minutes,score,released', ...lines].join('\n')
    const printed = await printedJson<Printed>([...horizon, ...flags], { input })
    expect(printed.agents.at(-1)).toMatchObject({ name: 'a4', released: null, sota: null })
    expect(printed.doublingDays.from2023).toBeNull()
    expect(printed.warnings.find(({ code }) => code === 'no-release-date')!.message).toContain('a4. Give dates')
    expect(printed.warnings.map(({ code }) => code)).toContain('too-few-agents')
  })

  it('takes people for no model: they have a horizon and no part in the trend', async () => {
    const named = (agent: string): string => ({ a3: 'human', a4: 'Human-7B' })[agent] ?? agent
    const lines = runs.map((run) => JSON.stringify({ ...run, agent: named(run.agent) }))
    const dates = releases.map(({ agent, date }) => `  ${named(agent)}: ${date}`)
    await writeFile(folder.path('people.jsonl'), lines.join('\n'))
    await writeFile(folder.path('people.yaml'), ['date:', ...dates].join('\n'))
    const argv = [...horizon, 'people.jsonl', '--releases', 'people.yaml', '--since', '2021-01-01', ...flags]
    const printed = await printedJson<Printed>(argv, { cwd: folder.path() })
    const others = releases.filter(({ agent }) => agent !== 'a3')
    const trend = fitHorizonTrendFromRuns(
      runs.filter(({ agent }) => agent !== 'a3'),
      others,
      { bootstrap: { replicates: 40, seed: 1 } },
    )
    expect(printed.doublingDays.all).toBeCloseTo(trend.doublingDays.estimate!, 8)
    expect(printed.agents[3]).toMatchObject({ name: 'human', released: null, sota: null })
    expect(printed.agents[3]!.p50).toBeGreaterThan(1)
    expect(printed.agents[4]).toMatchObject({ name: 'Human-7B', released: '2025-01-01' })
    const said = printed.warnings.filter(({ code }) => code === 'human-baseline').map(({ message }) => message)
    expect(said).toEqual([expect.stringContaining('no part of the trend: human.')])
    expect(printed.warnings.map(({ code }) => code)).not.toContain('no-release-date')
    const { stdout } = await runCommand([...argv, '--quiet'], { cwd: folder.path() })
    expect(stdout).not.toMatch(/longest\shorizon\sis\sthat\sof\shuman,/)
  })

  it('says of all agents at once what holds for each, as that their families are few', async () => {
    const few = runs.map((run) => JSON.stringify({ ...run, family: `f${Number(run.task.slice(1)) % 4}` }))
    const printed = await printedJson<Printed>([...horizon, '-', ...flags], { input: few.join('\n') })
    expect(printed.warnings.filter(({ code }) => code === 'few-families')).toEqual([
      { code: 'few-families', message: 'all agents: Only 4 task families: the bootstrap interval is too narrow.' },
    ])
    const mixed = runs.map((run) =>
      JSON.stringify({ ...run, agent: run.agent === 'a0' && run.family !== 'f1' ? 'b' : run.agent }),
    )
    const one = await printedJson<Printed>([...horizon, '-', ...flags], { input: mixed.join('\n') })
    expect(one.warnings.find(({ code }) => code === 'few-families')!.message).toMatch(/^a0: One task family/)
  })

  it('takes words for scores, and those of METR before raw ones beside them', async () => {
    const plain = await printedJson<Printed>([...horizon, 'runs.jsonl', ...flags], { cwd: folder.path() })
    const words = runs.map(({ score, ...run }) => JSON.stringify({ ...run, score: score === 1 }))
    const said = await printedJson<Printed>([...horizon, '-', ...flags], { input: words.join('\n') })
    expect(said.agents).toEqual(plain.agents)
    const lines = runs.map(({ agent, task, family, minutes, score }) =>
      [agent, task, family, minutes, 37.5, score === 1 ? 'True' : 'FALSE'].join(),
    )
    const input = ['agent,task,family,minutes,score,score_binarized', ...lines].join('\n')
    expect((await printedJson<Printed>([...horizon, '-', ...flags], { input })).agents).toEqual(plain.agents)
  })

  it('shows what the horizons rest on, and when the trend reaches a length', async () => {
    const argv = [...horizon, 'runs.jsonl', '--releases', 'releases.csv', ...flags, '--reach', '480', '--reach', '4']
    const { stdout } = await runCommand(argv, { cwd: folder.path() })
    expect(stdout).toMatch(/^a4 +[\d.]+ min to [\d.]+ min +[\d.]+ min +40 from 102 min +\d+ % +\d+ %$/m)
    expect(stdout).toMatch(/^8\.\d* h +from 2023-01-01 +20\d\d-\d\d-\d\d/m)
    const printed = await printedJson<{
      readonly reached: readonly { readonly minutes: number; readonly all: { readonly date: string } }[]
      readonly horizons: readonly { readonly longEnd: { readonly tasks: number } }[]
    }>(argv, { cwd: folder.path() })
    // From 4 minutes at the start of 2021 doubling yearly.
    expect(printed.reached.map(({ minutes }) => minutes)).toEqual([480, 4])
    expect(Math.abs(Number(printed.reached[0]!.all.date.slice(0, 4)) - 2028)).toBeLessThanOrEqual(1)
    expect(printed.horizons[0]!.longEnd.tasks).toBe(40)
  })

  it('prints tables without any date', async () => {
    const { code, stdout } = await runCommand([...horizon, 'runs.jsonl', ...flags], { cwd: folder.path() })
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /No\sdoubling\stime\sfrom\s2023-01-01:\sA\strend\swith\san\sinterval\sneeds\s3\sagents,\sgot\s0/,
    )
    expect(stdout).toMatch(/^a0 +not known +not known +[\d.]+ (s|min|h)/m)
    expect(stdout).toContain('[no-release-date]')
  })

  it.each([
    ['a score above 1', 'agent,task,family,minutes,score\na,t,f,1,2\n', ['column "score"', 'must be at most 1']],
    [
      'no minutes',
      'agent,task,family,score\na,t,f,1\n',
      ['no column for the minutes: looked for "minutes", "human_minutes"'],
    ],
    [
      'two dates of one agent',
      'agent,task,family,minutes,score,released\na,t,f,1,1,2020-01-01\na,t,f,1,1,2021-01-01\n',
      ['a is released on 2020-01-01 and on 2021-01-01'],
    ],
    ['a bad date', 'agent,task,family,minutes,score,released\na,t,f,1,1,soon\n', ['column "released"', 'YYYY-MM-DD']],
    [
      'a task in two families',
      'agent,task,family,minutes,score\na,t,f,1,1\na,t,g,1,1\n',
      ['task t is in two families'],
    ],
  ])('refuses %s', async (_, input, words) => {
    await expectRefusal([...horizon, '-', ...flags], words, { input })
  })
})

describe('scaling horizon --results', () => {
  const agent = (date: string, p50: number, sota?: boolean): string =>
    [
      `    release_date: ${date}`,
      '    metrics:',
      ...(sota === undefined ? [] : [`      is_sota: ${sota}`]),
      `      p50_horizon_length: {estimate: ${p50}, ci_low: ${p50 / 2}, ci_high: ${2 * p50}}`,
      '',
    ].join('\n')
  const document = `results:\n${[1, 2, 4, 8].map((p50, index) => `  m${index}:\n${agent(`202${2 + index}-01-01`, p50)}`).join('')}`

  it('doubles yearly where horizons do', async () => {
    await writeFile(folder.path('r.yaml'), document)
    const printed = await printedJson<Printed>([...horizon, '--results', 'r.yaml'], { cwd: folder.path() })
    // Years of 365 and 366 days.
    expect(printed.doublingDays.all).toBeCloseTo(365.25, 0)
    expect(printed.agents[0]).toMatchObject({
      name: 'm0',
      released: '2022-01-01',
      p50: 1,
      p80: null,
      sota: true,
      interval: { lower: 0.5, upper: 2 },
    })
    await runCommand([...horizon, '--results', 'r.yaml', '--out', 'report', '--quiet'], { cwd: folder.path() })
    expect(await readFile(folder.path('report', 'index.html'), 'utf8')).toContain('scaling horizon - --results r.yaml')
  })

  it('shows horizons of agents without a date, which have no part in the trend', async () => {
    await writeFile(folder.path('r.yaml'), document.replaceAll(/ +release_date: .*\n/g, ''))
    const none = await printedJson<Printed>([...horizon, '--results', 'r.yaml'], { cwd: folder.path() })
    expect(none.agents.map(({ p50, released, sota }) => [p50, released, sota])).toEqual(
      [1, 2, 4, 8].map((p50) => [p50, null, null]),
    )
    expect(none.agents[0]!.interval).toMatchObject({ lower: 0.5, upper: 2 })
    expect(none.doublingDays).toEqual({ from2023: null, all: null })
    expect(none.interval).toBeNull()
    expect(none.reason).toContain('3 agents, got 0')
    expect(none.warnings[0]).toMatchObject({ code: 'no-release-date' })
    expect(none.warnings[0]!.message).toContain('m0, m1, m2, m3. Give dates with --releases FILE.')
    await writeFile(
      folder.path('dates.csv'),
      'agent,date\nm0,2022-01-01\nm1,2023-01-01\nm2,2024-01-01\nm3,2025-01-01\n',
    )
    const argv = [...horizon, '--results', 'r.yaml', '--releases', 'dates.csv']
    const dated = await printedJson<Printed>(argv, { cwd: folder.path() })
    expect(dated.doublingDays.all).toBeCloseTo(365.25, 0)
    expect(dated.warnings.map(({ code }) => code)).not.toContain('no-release-date')
    expect(dated.sources?.map(({ name }) => name)).toEqual(['r.yaml', 'dates.csv'])
    await writeFile(folder.path('r.yaml'), document.replace('release_date: 2025-01-01', 'release_date:'))
    const one = await printedJson<Printed>([...horizon, '--results', 'r.yaml'], { cwd: folder.path() })
    expect(one.agents.at(-1)).toMatchObject({ name: 'm3', p50: 8, released: null })
    expect(one.doublingDays.all).toBeCloseTo(365, 0)
    await writeFile(folder.path('r.yaml'), document.replace('2025-01-01', 'soon'))
    await expectRefusal([...horizon, '--results', 'r.yaml'], ['results.m3.release_date: must be a date'], {
      cwd: folder.path(),
    })
  })

  it('names agents whose horizon is not published or not bounded, and makes no number up', async () => {
    const more = [
      `  none:\n    release_date: 2026-01-01\n    metrics: {p50_horizon_length: null}\n`,
      `  beyond:\n    release_date: 2026-02-01\n    metrics: {is_sota: true, p50_horizon_length: {estimate: .inf, ci_low: 900, ci_high: .inf}}\n`,
    ]
    await writeFile(folder.path('r.yaml'), document + more.join(''))
    const printed = await printedJson<Printed>([...horizon, '--results', 'r.yaml'], { cwd: folder.path() })
    expect(printed.agents.slice(4).map(({ name, released, p50, sota }) => [name, released, p50, sota])).toEqual([
      ['none', '2026-01-01', null, null],
      ['beyond', '2026-02-01', null, null],
    ])
    expect(printed.agents[4]!.reason).toBe('not published')
    expect(printed.doublingDays.all).toBeCloseTo(365.25, 0)
  })

  it('leaves people out of the trend of published horizons', async () => {
    await writeFile(folder.path('plain.yaml'), document)
    await writeFile(folder.path('r.yaml'), `${document}  human:\n${agent('2024-06-01', 600, true)}`)
    const plain = await printedJson<Printed>([...horizon, '--results', 'plain.yaml'], { cwd: folder.path() })
    const printed = await printedJson<Printed>([...horizon, '--results', 'r.yaml'], { cwd: folder.path() })
    expect(printed.doublingDays).toEqual(plain.doublingDays)
    expect(printed.agents.slice(0, 4)).toEqual(plain.agents)
    expect(printed.agents[4]).toMatchObject({ name: 'human', p50: 600, released: null, sota: null })
    expect(printed.warnings.map(({ code }) => code)).toContain('human-baseline')
  })

  it('takes days with a midnight behind them', async () => {
    await writeFile(folder.path('r.yaml'), document.replaceAll(/release_date: (\S+)/g, "release_date: '$1T00:00:00'"))
    const printed = await printedJson<Printed>([...horizon, '--results', 'r.yaml'], { cwd: folder.path() })
    expect(printed.doublingDays.all).toBeCloseTo(365.25, 0)
    expect(printed.agents[0]!.released).toBe('2022-01-01')
  })

  it('says so where a table prints another doubling time than its horizons give', async () => {
    const head = 'doubling_time_in_days: {all_time_stitched: {point_estimate: 200}}\n'
    await writeFile(folder.path('r.yaml'), `${head}${document}`)
    const { warnings } = await printedJson<Printed>([...horizon, '--results', 'r.yaml'], { cwd: folder.path() })
    expect(warnings.find(({ code }) => code === 'printed-doubling-differs')!.message).toContain(
      'over all agents of 200',
    )
  })

  it.each([
    ['a table', 'a: b: c', ['not a YAML document']],
    ['another document', 'results: {m: {release_date: 2023-01-01}}', ['r.yaml: results.m.metrics']],
    ['no agents', 'results: {}', ['There is no agent under results']],
    ['an alias without an anchor', 'results: *nothing', ['not a YAML document']],
  ])('refuses %s', async (_, text, words) => {
    await writeFile(folder.path('r.yaml'), text)
    await expectRefusal([...horizon, '--results', 'r.yaml'], words, { cwd: folder.path() })
  })

  it.each([
    [['runs.jsonl', '--results', 'r.yaml'], 'Give runs or --results FILE, not both.'],
    [['--results', 'r.yaml', '--bootstrap', '10'], '--bootstrap belongs to runs'],
    [['--results', 'r.yaml', '--within'], '--within belongs to runs'],
    [['--results', 'none.yaml'], 'there is no such file'],
    [['runs.jsonl', '--weighting', 'equal'], 'Allowed choices are inverse-square-root-family, equal-task, equal-run'],
    [['runs.jsonl', '--regularization', '-1'], 'at least 0'],
  ])('%j is a usage error', async (argv, message) => {
    await expectRefusal([...horizon, ...argv], [message], { cwd: folder.path() })
  })

  it('refuses through the built command', async () => {
    await writeFile(folder.path('r.yaml'), 'a: [')
    const { code, stdout, stderr } = runBuilt([...horizon, '--results', 'r.yaml', '--json'], { cwd: folder.path() })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('not a YAML document')
  })
})

describeWithShared("METR's doubling times", ['data/metr-horizons/benchmark_results_1_1_2026-01.yaml'], () => {
  it('are those that METR prints', async () => {
    const file = sharedPath('data/metr-horizons/benchmark_results_1_1_2026-01.yaml')
    const printed = await printedJson<Printed>([...horizon, '--results', file])
    expect(printed.doublingDays.from2023).toBeCloseTo(130.801, 3)
    expect(printed.doublingDays.all).toBeCloseTo(196.475, 3)
    expect(printed.agents.find(({ name }) => name === 'gpt2')).toMatchObject({ released: '2019-02-14', sota: true })
    expect(printed.agents.every(({ interval, p80Interval }) => interval !== null && p80Interval !== null)).toBe(true)
    expect(printed.interval!.lower).toBeLessThan(130.801)
    expect(printed.printed).toMatchObject({
      from2023: { estimate: 130.801, interval: { lower: 107.334, upper: 161.422 } },
      all: { estimate: 196.475, interval: null },
    })
    expect(printed.warnings.map(({ code }) => code)).not.toContain('printed-doubling-differs')
  })
})
