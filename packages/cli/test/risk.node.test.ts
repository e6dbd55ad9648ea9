import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import {
  analyseLayers,
  layerOutcomes,
  type AuditCurve,
  type Backtest,
  type BestOfN,
  type DeploymentGame,
  type LayersResult,
  type ChainResult,
  type RareForecast,
} from '@safety-portfolio/risk'
import { describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const logP = Array.from({ length: 1000 }, (_, i) => -Math.exp(2.8 + Math.log((i + 1) / 1000) / 3))
const csv = `id,p,logp\n${logP.map((value, i) => `${i},${Math.exp(value)},${value}`).join('\n')}\n`
const forecast = ['risk', 'forecast', '-', '--map', 'logp=logp']

describe('risk forecast', () => {
  it('prints the tail, the worst queries and their intervals', async () => {
    const flags = ['--method', 'ols', '--plotting', 'i/m', '--top', '10', '--to', '1e4,1000000']
    const result = await printedJson<RareForecast & { seed: number }>([...forecast, ...flags], { input: csv })
    expect(result).toMatchObject({ m: 1000, k: 10, method: 'ols', seed: 1 })
    const tail = result.tail as { a: number; b: number }
    expect(tail.a).toBeCloseTo(-3, 10)
    expect(tail.b).toBeCloseTo(-8.4, 10)
    expect(result.worst.map(({ n }) => n)).toEqual([1e4, 1e6])
    // Fixture A of the oracle.
    expect(result.worst[0]!.p).toBeCloseTo(0.466128986424718, 10)
    expect(result.worst[0]!.interval!.lower).toBeLessThan(0.466)
    expect(result.warnings.map(({ code }) => code)).toContain('hidden-subgroup')
  })

  it('takes the median plotting position, thresholds and levels, and picks a method by itself', async () => {
    const flags = ['--method', 'ols', '--plotting', 'median', '--threshold', '0.2,0.5', '--level', '0.9', '--to', '1e5']
    const median = await printedJson<RareForecast>([...forecast, ...flags], { input: csv })
    expect(median.plotting).toBe('median')
    expect(median.frequency.map(({ tau }) => tau)).toEqual([0.2, 0.5])
    expect(median.worst[0]!.interval!.level).toBe(0.9)
    const auto = await printedJson<RareForecast>(forecast, { input: csv })
    expect(auto.method).toBe(auto.backtest!.picked)
    expect(auto.worst.map(({ n }) => n)).toEqual([1e4, 1e5, 1e6])
  })

  it('prints a readable page and a report', async () => {
    const { code, stdout } = await runCommand([...forecast, '--to', '1e6', '--out', folder.path('report'), '--quiet'], {
      input: csv,
    })
    expect(code).toBe(0)
    for (const text of ['Worst of n queries', 'How far to trust it', 'hidden-subgroup', '95 % interval']) {
      expect(stdout).toContain(text)
    }
    expect(readFileSync(folder.path('report', 'index.html'), 'utf8')).toContain('Worst of n queries')
  })

  it.each([
    ['p\n1\n0.5\n0.2\n', 'certain'],
    ['p\n0\n0\n0\n0\n', 'top-exceeds-sample'],
    [`p\n${'0\n'.repeat(20)}`, 'too-few-positive'],
    [`p\n${'0.1\n'.repeat(20)}`, 'all-equal'],
    [`p\n0.5\n${'0.1\n'.repeat(20)}`, 'too-few-distinct'],
    [`hits,samples\n${'0,50\n'.repeat(20)}`, 'no-hits'],
  ])('refuses %j as %s, with what holds all the same, and exit code 1', async (input, code) => {
    const result = await printedJson<RareForecast>(['risk', 'forecast', '-', '--method', 'ols'], { input }, 1)
    expect(result.refused!.code).toBe(code)
    expect(result.refused!.bound!.statement).toContain('95 % confidence')
    expect(result.worst.every(({ p, reason }) => p === null && reason !== undefined)).toBe(true)
    expect(JSON.stringify(result)).not.toMatch(/NaN|Infinity/)
    const text = await runCommand(['risk', 'forecast', '-', '--quiet'], { input })
    expect(text.stdout).toContain('Refused: ')
  })

  it('reads scores and hits', async () => {
    const input = `score\n${Array.from({ length: 40 }, (_, i) => Math.log(40 / (i + 1))).join('\n')}\n`
    const scores = await printedJson<RareForecast>(['risk', 'forecast', '-', '--method', 'weissman', '--to', '1000'], {
      input,
    })
    expect(scores.worst[0]).toMatchObject({ p: null, reason: 'a score is no probability' })
    expect((await runCommand(['risk', 'forecast', '-', '--quiet'], { input })).stdout).toContain('share 1/n exceeds')
  })

  it.each([
    ['q\n3\n', ['no column of logp, p, hits and samples, or score', '--map']],
    ['p\n.1\n2\n', ['line 3', 'must be at most 1']],
    ['hits,samples\n3,2\n', ['3 hits in 2 samples']],
    ['p,logp\n.1,-2\n', ['more than one of']],
  ])('has no use for %j', async (input, words) => {
    await expectRefusal(['risk', 'forecast', '-'], words, { input })
  })

  it('has no use for thresholds outside (0, 1) or a list with a word in it', async () => {
    await expectRefusal([...forecast, '--threshold', '2'], ['between 0 and 1'], { input: csv })
    await expectRefusal([...forecast, '--to', '1e4,many'], ['must be a number'], { input: csv })
    await expectRefusal([...forecast, '--to', '0.5'], ['at least 1'], { input: csv })
    await expectRefusal([...forecast, '--to', '10,10'], ['twice'], { input: csv })
  })
})

describe('risk backtest', () => {
  it('says which method forecasts these data best', async () => {
    const result = await printedJson<Backtest>(['risk', 'backtest', '-', '--map', 'p=p', '--repeats', '50'], {
      input: csv,
    })
    expect(result).toMatchObject({ m: 1000, fitSize: 100, repeats: 50 })
    expect(result.methods).toHaveLength(4)
    const given = ['risk', 'backtest', '-', '--map', 'p=p', '--fit', '60', '--target', '500', '--quiet']
    const { stdout } = await runCommand(given, { input: csv })
    expect(stdout).toContain('60 of 1000 queries forecast the worst of 500')
  })

  it('refuses too few queries, with exit code 1', async () => {
    const input = 'p\n0.1\n0.2\n0.3\n'
    expect((await printedJson<Backtest>(['risk', 'backtest', '-'], { input }, 1)).refused!.code).toBe('too-few-queries')
    expect((await runCommand(['risk', 'backtest', '-', '--quiet'], { input })).stdout).toContain('Refused')
  })
})

describe('risk best-of-n', () => {
  const items = 'attempts,successes\n180,2\n60,1\n600,0\n'
  it('knows the stopping rule', async () => {
    const flags = ['risk', 'best-of-n', '-', '--stopping', 'batch', '--batch', '60', '--at', '60,150,600']
    const result = await printedJson<BestOfN>(flags, { input: items })
    expect(result.curve.map(({ estimate }) => estimate!.toFixed(4))).toEqual(['0.3333', '0.5847', '0.6667'])
    expect(result.unbroken).toBe(1)
  })

  it('counts attempts, in the order of their numbers', async () => {
    const rows = [0, 1, 2, 3, 4].flatMap((attempt) => [
      `a,${attempt},${attempt === 1}`,
      `b,${attempt},${attempt === 4}`,
    ])
    const input = `item,attempt,success\n${rows.toReversed().join('\n')}\n`
    const result = await printedJson<BestOfN>(['risk', 'best-of-n', '-', '--stopping', 'batch', '--at', '1,2,4,5'], {
      input,
    })
    expect(result.curve.map(({ estimate }) => estimate)).toEqual([0, 0.5, 0.5, 1])
  })

  it('forecasts, and prints', async () => {
    const input = `attempts,successes\n${Array.from({ length: 40 }, (_, i) => `200,${(i * i) % 37}`).join('\n')}\n`
    const { code, stdout } = await runCommand(
      ['risk', 'best-of-n', '-', '--to', '1000', '--fit-up-to', '100', '--quiet'],
      { input },
    )
    expect(code).toBe(0)
    for (const text of ['Forecast by the power law', '-log success = a N^-b', 'mixture']) expect(stdout).toContain(text)
  })

  it.each([
    [items, ['--batch', '60'], ['--batch belongs to --stopping batch']],
    ['attempts,successes\n3,4\n', [], ['4 successes in 3 attempts']],
    ['attempts,successes\n300,80\n', ['--stopping', 'batch', '--batch', '60'], ['more than a batch of 60']],
    ['x\n1\n', [], ['no columns for attempts and successes']],
    ['attempts,successes\n3,1\n3,\n', [], ['row 2 has no successes']],
    ['item,success\na,true\nb,\n', [], ['row 2 has no success']],
  ])('has no use for %j with %j', async (input, flags, words) => {
    await expectRefusal(['risk', 'best-of-n', '-', ...flags], words, { input })
  })

  const counts = 'data/rare-behaviors/bon_per_prompt_counts_all_models.csv'
  describeWithShared('Best-of-N jailbreaking', [counts], () => {
    it('is biased upwards when its stopping rule is not said', async () => {
      const where = ['--where', 'Model=Claude 3.5 Opus', '--where', 'Modality=Text', '--at', '1']
      const known = await printedJson<BestOfN>(
        ['risk', 'best-of-n', sharedPath(counts), ...where, '--stopping', 'batch', '--batch', '60'],
        {},
      )
      const fixed = await printedJson<BestOfN>(['risk', 'best-of-n', sharedPath(counts), ...where], {})
      expect(known).toMatchObject({ items: 159, unbroken: 8 })
      expect(fixed.curve[0]!.estimate! / known.curve[0]!.estimate!).toBeGreaterThan(0.9)
      expect(fixed.warnings.map(({ code }) => code)).toContain('unequal-attempts')
    })
  })
})

describe('risk layers', () => {
  const block = (count: number, cells: string): string => `${cells}\n`.repeat(count)
  const outcomes = `id,a,b,label,family\n${block(40, 'x,0,0,1,plain')}${block(60, 'x,0,1,1,plain')}${block(60, 'x,1,0,1,plain')}${block(840, 'x,1,1,1,plain')}${block(95, 'x,0,0,0,plain')}${block(5, 'x,1,0,0,plain')}`

  it('is what the package says', async () => {
    const { source, seed, ...printed } = await printedJson<LayersResult & { source: unknown; seed: number }>(
      ['risk', 'layers', '-', '--stratum', 'family'],
      { input: outcomes },
    )
    expect([source, seed]).toEqual([expect.objectContaining({ rows: 1100 }), 1])
    const items = outcomes
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [, a, b, label, stratum] = line.split(',') as [string, string, string, string, string]
        return { caught: [a === '1', b === '1'], positive: label === '1', stratum }
      })
    expect(printed).toEqual(JSON.parse(JSON.stringify(analyseLayers(layerOutcomes(items, ['a', 'b'])))))
    expect(printed.joint).toMatchObject({ count: 40, estimate: 0.04 })
  })

  it('runs a chain with costs and latencies, and prints it', async () => {
    const chain = ['--chain', 'b,a', '--cost', 'a=5', '--cost', 'b=1', '--latency', 'a=2', '--prevalence', '0.01']
    const result = await printedJson<LayersResult & { chain: ChainResult }>(
      ['risk', 'layers', '-', '--detectors', 'a,b', ...chain],
      { input: outcomes },
    )
    expect(result.chain.cost.positive).toBeCloseTo(1 + 5 * 0.1, 12)
    expect(result.greedy[0]!.name).toBe('b')
    const { stdout, code } = await runCommand(
      ['risk', 'layers', '-', '--detectors', 'a,b', '--stratum', 'family', ...chain, '--parallel', '--quiet'],
      { input: outcomes },
    )
    expect(code).toBe(0)
    for (const text of ['Chain, parallel', 'effective number of layers', 'if independent', 'capture-recapture']) {
      expect(stdout).toContain(text)
    }
  })

  it('reads misses, blanks and one detector', async () => {
    const input = 'a,b\nmissed,caught\ncaught,caught\nmissed,\n'
    const result = await printedJson<LayersResult>(['risk', 'layers', '-'], { input })
    expect(result).toMatchObject({ n: 2, excluded: { incomplete: 1 }, joint: { count: 0 } })
    const flipped = await printedJson<LayersResult>(['risk', 'layers', '-', '--missed', '--detectors', 'a'], { input })
    expect(flipped.joint.count).toBe(1)
    expect(flipped.warnings.map(({ code }) => code)).toContain('one-detector')
    expect((await runCommand(['risk', 'layers', '-', '--detectors', 'a', '--quiet'], { input })).stdout).toContain(
      'one detector',
    )
  })

  it('refuses to say what gets through without positives, with exit code 1', async () => {
    const input = 'a,b,label\n1,0,0\n1,1,\n'
    const result = await printedJson<LayersResult>(['risk', 'layers', '-'], { input }, 1)
    expect(result.refused!.code).toBe('no-positives')
    expect(result.joint.estimate).toBeNull()
    expect((await runCommand(['risk', 'layers', '-', '--quiet'], { input })).stdout).toContain('Refused')
  })

  it.each([
    ['a,b\n1,maybe\n', [], ['"maybe"', 'must be yes or no']],
    ['a,b\n1,0\n', ['--detectors', 'a,c'], ["'c' is no column"]],
    ['a,b\n1,0\n', ['--label', 'y'], ["--label 'y' is no column"]],
    ['a,b\n1,0\n', ['--cost', 'c=2'], ["'c' is no detector"]],
    ['a,b\n1,0\n', ['--cost', 'a=0'], ['must be above 0']],
    ['a,b\n1,0\n', ['--chain', 'a,a'], ['twice']],
    ['a,b\n1,0\n', ['--chain', 'z'], ["'z' is no detector"]],
    ['a,b\n1,0\n', ['--prevalence', '2'], ['between 0 and 1']],
    ['label\n1\n', [], ['name different columns']],
    [`${Array.from({ length: 17 }, (_, i) => `d${i}`).join(',')}\n${'1,'.repeat(16)}1\n`, [], ['too many']],
  ])('has no use for %j with %j', async (input, flags, words) => {
    await expectRefusal(['risk', 'layers', '-', ...flags], words, { input })
  })
})

describe('risk audit', () => {
  const rows = [7, 5, 4, 3, 2, 2, 1, 1, 1, 0].map((score) => `${score},honest,`)
  const attacks = [9, 8, 6, 5, 3, 1].map((score, i) => `${score},1,${i % 2}`)
  const input = ['score,label,success', ...rows, ...attacks, ''].join('\n')

  it('finds attacks at a budget, and plays the deployment game', async () => {
    const flags = ['risk', 'audit', '-', '--budget', '0.15,0.3', '--deploy', '--need', '2']
    const result = await printedJson<AuditCurve & { deployment: DeploymentGame }>(flags, { input })
    expect(result.points[0]!.estimate).toBeCloseTo(0.5833333333333333, 12)
    expect(result.deployment).toMatchObject({ n: 6, need: 2 })
    const { stdout, code } = await runCommand([...flags, '--attempts', '4', '--quiet'], { input })
    expect(code).toBe(0)
    expect(stdout).toContain('the attacker wins')
  })

  it('refuses a file without attacks, with exit code 1, and bad cells', async () => {
    const honest = 'score,label\n1,honest\n'
    expect((await printedJson<AuditCurve>(['risk', 'audit', '-'], { input: honest }, 1)).refused!.code).toBe(
      'no-attacks',
    )
    expect((await runCommand(['risk', 'audit', '-', '--deploy', '--quiet'], { input: honest })).stdout).toContain(
      'Refused',
    )
    await expectRefusal(['risk', 'audit', '-'], ['attack or honest'], { input: 'score,label\n1,perhaps\n' })
    await expectRefusal(['risk', 'audit', '-', '--deploy'], ['needs the column success'], {
      input: 'score,label\n1,honest\n2,attack\n',
    })
    await expectRefusal(['risk', 'audit', '-', '--budget', '2'], ['between 0 and 1'], { input })
    await expectRefusal(['risk', 'audit', '-', '--deploy', '--need', '201'], ['at most 200'], { input })
  })
})

describe('risk plan', () => {
  it('answers every question that the flags suffice for', async () => {
    const flags = ['--target', '0.001', '--trials', '1000', '--at', '1e6', '--miss-rate', '0.1', '--phi', '0.2']
    const more = ['--positives', '500', '--layers', '3', '--audited', '0.1', '--success', '0.3']
    const result = await printedJson<Record<string, Record<string, unknown>>>(['risk', 'plan', ...flags, ...more])
    expect(result['cleanTrials']).toMatchObject({ trials: 2995 })
    expect(result['evidence']).toMatchObject({ hits: 0 })
    expect(result['sharedMisses']).toMatchObject({ positivesNeeded: 201 })
    expect(result['game']).toMatchObject({ attempts: 11 })
    const { stdout } = await runCommand(['risk', 'plan', ...flags, ...more, '--quiet'])
    expect(stdout).toContain('no-evidence-at-scale')
    const none = await printedJson<Record<string, unknown>>(['risk', 'plan', '--miss-rate', '0.1', '--phi', '0'])
    expect(none['sharedMisses']).toMatchObject({ positivesNeeded: null })
  })

  it('has no use for values that cannot be', async () => {
    await expectRefusal(['risk', 'plan'], ['suffice for no question'])
    await expectRefusal(['risk', 'plan', '--target', '2'], ['--target must lie between 0 and 1'])
    await expectRefusal(['risk', 'plan', '--trials', '3', '--hits', '4'], ['more than --trials'])
    await expectRefusal(
      ['risk', 'plan', '--miss-rate', '0.1', '--second-miss-rate', '0.02', '--phi', '0.9'],
      ['--phi must lie'],
    )
    await expectRefusal(['risk', 'plan', '--miss-rate', '0.1', '--layers', '2', '--phi', '-0.1'], ['between 0 and 1'])
    await expectRefusal(['risk', 'plan', '--audited', '2', '--success', '0.1'], ['--audited must lie'])
    await expectRefusal(['risk', 'plan', '--audited', '0.2', '--success', '0.1', '--need', '300'], ['at most 200'])
  })

  it('reads a file of hits', async () => {
    const file = folder.path('hits.csv')
    await writeFile(
      file,
      `hits,samples\n${Array.from({ length: 60 }, (_, i) => `${Math.max(0, 20 - i)},50`).join('\n')}\n`,
    )
    const result = await printedJson<RareForecast>(['risk', 'forecast', file, '--method', 'ols', '--to', '1000'])
    expect(result.diagnostics.kthLargest).toMatchObject({ hits: 11, samples: 50 })
  })
})
