import { writeFile } from 'node:fs/promises'
import type {
  DecisionPrompt,
  DiscriminationAnalysis,
  BbqScores,
  GroupFairness,
  PairedDecisions,
  Interventions,
} from '@safety-portfolio/discrimination'
import { createRandom } from '@safety-portfolio/stats'
import { describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()

/** Decisions on 24 questions under two prompts; under "blind" nothing depends on the person. */
function simulated(): string {
  const random = createRandom(3)
  const lines = Array.from({ length: 24 }, (_, q) => {
    const [intercept, slope] = [random.normal(), 0.3 * random.normal()]
    return ['default', 'blind'].flatMap((prompt) =>
      ['white', 'Black'].flatMap((race) =>
        ['male', 'female'].map((gender) => {
          const effect = prompt === 'blind' ? 0 : (race === 'Black' ? 0.6 + slope : 0) + 0.2 * random.normal()
          return `${q},${race},${gender},${prompt},${intercept + effect},0`
        }),
      ),
    )
  }).flat()
  return ['decision_question_id,race,gender,prompt_format,yes_logit,no_logit', ...lines, ''].join('\n')
}
const csv = simulated()
const analyze = ['discrimination', 'analyze', '-', '--where', 'prompt_format=default']

describe('discrimination analyze', () => {
  it('finds the columns of a published layout and prints the contract', async () => {
    const found = await printedJson<DiscriminationAnalysis & { readonly source: { readonly rows: number } }>(
      [...analyze, '--baseline', 'gender=male,race=white', '--margin', '2', '--interactions'],
      { input: csv },
    )
    expect([found.n, found.questions, found.baseline, found.source.rows]).toEqual([
      96,
      24,
      { race: 'white', gender: 'male' },
      96,
    ])
    expect(found.scores.map(({ term }) => term)).toEqual(['gender=female', 'race=Black'])
    const black = found.scores[1]!
    expect(Object.keys(black)).toEqual(
      expect.arrayContaining([
        'term',
        'estimate',
        'se',
        'df',
        'interval',
        'p',
        'adjustedP',
        'probabilityScale',
        'decisionFlips',
      ]),
    )
    expect(black.direction).toBe('favoured')
    expect(black.equivalence!.equivalent).toBe(true)
    expect(found.model!.certificate!.gradientNorm).toBeLessThan(1e-3)
    expect(found.selfCheck.scores.every(({ agrees }) => agrees !== null)).toBe(true)
    expect(found.perQuestion).toHaveLength(24)
    expect(found.intersections!.interactions).toHaveLength(1)
  })

  it('prints tables, the card’s method, two stages, and an analysis for each value', async () => {
    const plain = await runCommand([...analyze, '--quiet'], { input: csv })
    expect([plain.code, plain.stderr]).toEqual([0, ''])
    for (const words of ['race=Black', 'Self-check', 'flipped decisions', 'baseline-chosen'])
      expect(plain.stdout).toContain(words)
    const boot = await runCommand([...analyze, '--inference', 'cluster-bootstrap', '--replicates', '200', '--quiet'], {
      input: csv,
    })
    expect(boot.stdout.replaceAll(/\s+/g, ' ')).toContain('race=Black favoured')
    const card = await printedJson<DiscriminationAnalysis>([...analyze, '--card'], { input: csv })
    expect(card.card!.map(({ term }) => term)).toEqual(['gender=female', 'race=Black'])
    const shown = await runCommand([...analyze, '--card', '--quiet'], { input: csv })
    expect(shown.stdout).toContain('baseline person')
    const stages = await printedJson<DiscriminationAnalysis>([...analyze, '--two-stage'], { input: csv })
    expect([stages.model, stages.scores[0]!.df]).toEqual([null, 23])
    const argv = ['discrimination', 'analyze', '-', '--by', 'prompt_format']
    const by = await printedJson<{ readonly groups: readonly (DiscriminationAnalysis & { readonly value: string })[] }>(
      argv,
      { input: csv },
      1,
    )
    expect(by.groups.map(({ value, refusal }) => [value, refusal?.code])).toEqual([
      ['default', undefined],
      ['blind', 'degenerate'],
    ])
    expect((await runCommand([...argv, '--quiet'], { input: csv })).stdout).toContain('refused: blind')
  })

  it('reads columns of any name, and counts', async () => {
    const lines = csv
      .split('\n')
      .slice(1, -1)
      .filter((line) => line.includes('default'))
    const counts = [
      'item,caste,k,of',
      ...lines.map((line, k) => `${line.split(',')[0]!},${k % 2 === 0 ? 'a' : 'b'},${5 + (k % 7)},20`),
      '',
    ]
    const found = await printedJson<DiscriminationAnalysis>(
      [
        'discrimination',
        'analyze',
        '-',
        '--question',
        'item',
        '--demographic',
        'caste',
        '--map',
        'yes=k',
        '--map',
        'n=of',
        '--baseline',
        'caste=b',
      ],
      { input: counts.join('\n') },
    )
    expect([found.response, found.scores[0]!.term]).toEqual(['counts', 'caste=a'])
  })

  it('refuses with the reason', async () => {
    const blind = ['discrimination', 'analyze', '-', '--where', 'prompt_format=blind']
    await expectRefusal(blind, ['refused:', 'No decision depends on the person'], { input: csv })
    await expectRefusal([...analyze, '--question', 'q'], ['no column "q"'], { input: csv })
    await expectRefusal([...analyze, '--baseline', 'race=green'], ['levels are: Black, white'], { input: csv })
    await expectRefusal([...analyze, '--baseline', 'race=white', '--baseline', 'race=Black'], ['twice'], { input: csv })
    await expectRefusal([...analyze, '--map', 'logit=x', '--map', 'logit=y'], ['twice'], { input: csv })
    await expectRefusal([...analyze, '--card', '--two-stage'], ['exclude each other'], { input: csv })
    await expectRefusal([...analyze, '--card', '--inference', 'kr'], ['belongs to the mixed model'], { input: csv })
    await expectRefusal([...analyze, '--by', 'style'], ["no column 'style'"], { input: csv })
    await expectRefusal([...analyze, '--mass-gate', '2'], ['above 0 and at most 1'], { input: csv })
    await expectRefusal(['discrimination', 'analyze', '-'], ['infinite logit'], {
      input: csv.replace(/,[-\d.]+,0\n/, ',Infinity,0\n'),
    })
  })
})

describe('discrimination interventions', () => {
  it('compares prompts on the same cases', async () => {
    const argv = ['discrimination', 'interventions', '-', '--replicates', '100', '--sensitivity']
    const found = await printedJson<
      Interventions & { readonly condition: string; readonly sensitivity: readonly object[] }
    >(argv, { input: csv })
    expect([found.condition, found.reference]).toEqual(['prompt_format', 'default'])
    expect(found.conditions[1]!.refusal!.code).toBe('degenerate')
    expect(found.conditions[1]!.changes.find(({ term }) => term === 'race=Black')!.estimate!).toBeLessThan(-0.3)
    expect(found.sensitivity).toHaveLength(2)
    const shown = await runCommand([...argv, '--quiet'], { input: csv })
    expect(shown.stdout).toContain('Change from default, paired')
  })

  it('refuses a table without conditions', async () => {
    const one = csv.replaceAll(',blind,', ',default,')
    await expectRefusal(['discrimination', 'interventions', '-'], ['has one value'], { input: one })
    const none = csv.replace('prompt_format', 'note')
    await expectRefusal(['discrimination', 'interventions', '-'], ['--condition'], { input: none })
  })
})

describe('discrimination power', () => {
  it('answers from a deviation or a pilot', async () => {
    const argv = ['discrimination', 'power']
    const given = await printedJson<{
      readonly questions: number
      readonly scores: readonly { readonly questionsNeeded: number }[]
    }>([...argv, '--deviation', '0.42', '--effect', '0.15', '--margin', '0.3'])
    expect([given.questions, given.scores[0]!.questionsNeeded]).toEqual([70, 64])
    const pilot = await runCommand([...argv, '-', '--where', 'prompt_format=default', '--effect', '0.2', '--quiet'], {
      input: csv,
    })
    expect(pilot.stdout).toContain('With 24 questions')
    await expectRefusal(argv, ['either a pilot or --deviation'])
    await expectRefusal([...argv, '-', '--where', 'prompt_format=blind'], ['nothing about power'], { input: csv })
  })
})

const cases = [
  'group,approved,repaid,p',
  ...Array.from(
    { length: 60 },
    (_, k) => `${k % 3 === 0 ? 'a' : 'b'},${k % 2},${k % 4 === 0 ? 0 : 1},0.${1 + (k % 9)}`,
  ),
  '',
].join('\n')

describe('discrimination fairness', () => {
  it('prints rates, gaps and tests', async () => {
    const argv = [
      'discrimination',
      'fairness',
      '-',
      '--group',
      'group',
      '--decision',
      'approved',
      '--outcome',
      'repaid',
      '--score',
      'p',
      '--replicates',
      '50',
    ]
    const found = await printedJson<GroupFairness>(argv, { input: cases })
    expect([found.n, found.reference, found.groups.length]).toEqual([60, 'b', 2])
    const shown = await runCommand([...argv, '--quiet'], { input: cases })
    for (const words of ['Calibration', 'equalized odds difference', 'Theil']) expect(shown.stdout).toContain(words)
    const without = await runCommand(
      ['discrimination', 'fairness', '-', '--group', 'group', '--decision', 'approved', '--favourable', '1', '--quiet'],
      { input: cases },
    )
    expect(without.stdout).toContain('not estimable: outcomes are unknown')
  })

  it('leaves out rows with missing cells, counted by column, and reads columns with spaces around their names', async () => {
    const [header, ...rows] = cases.trim().split('\n')
    const holes = [
      header!.replace('approved', ' approved '),
      ...rows,
      'a,1,,0.5',
      'NA,1,1.0,0.5',
      'b,0.0,1,nan',
      '',
    ].join('\n')
    const argv = [
      'discrimination',
      'fairness',
      '-',
      '--group',
      'group',
      '--decision',
      'approved',
      '--outcome',
      'repaid',
    ]
    const found = await printedJson<GroupFairness>([...argv, '--score', 'p', '--replicates', '10'], { input: holes })
    expect(found.n).toBe(60)
    expect(found.warnings[0]).toMatchObject({
      code: 'rows-omitted',
      message: expect.stringContaining(
        '3 of 63 rows have a missing cell and were left out: group is blank in 1, repaid is blank in 1, p is blank in 1',
      ) as string,
    })
    const pairs = ['discrimination', 'fairness', '-', '--decision', 'approved', '--counterfactual', 'repaid']
    const flips = await printedJson<PairedDecisions & { readonly warnings: readonly unknown[] }>(pairs, {
      input: holes,
    })
    expect([flips.pairs, flips.warnings.length]).toEqual([62, 1])
    await expectRefusal([...pairs, '--cluster', 'house'], ["no column 'house'"], { input: cases })
    await expectRefusal(argv, ['no row has a cell in every column'], { input: 'group,approved,repaid\na,1,\nb,,0\n' })
  })

  it('takes favourable words for the columns in which they occur', async () => {
    const words = cases.replaceAll(
      /,([01]),([01]),/g,
      (_, a: string, b: string) => `,${a === '1' ? 'granted' : 'denied'},${b}.0,`,
    )
    const argv = [
      'discrimination',
      'fairness',
      '-',
      '--group',
      'group',
      '--decision',
      'approved',
      '--outcome',
      'repaid',
    ]
    const plain = await printedJson<GroupFairness>([...argv, '--replicates', '10'], { input: cases })
    const named = await printedJson<GroupFairness>([...argv, '--favourable', 'granted', '--replicates', '10'], {
      input: words,
    })
    expect(named.gaps).toEqual(plain.gaps)
    await expectRefusal(argv, ['--favourable'], { input: words })
    await expectRefusal([...argv, '--favourable', 'given'], ["no cell of column 'approved' is 'given'", 'denied'], {
      input: words,
    })
  })

  it('tests equalized odds and gives calibration and inequality intervals', async () => {
    const argv = [
      'discrimination',
      'fairness',
      '-',
      '--group',
      'group',
      '--decision',
      'approved',
      '--outcome',
      'repaid',
    ]
    const { stdout } = await runCommand([...argv, '--score', 'p', '--replicates', '50', '--quiet'], { input: cases })
    expect(stdout).toContain('Equalized odds: rates against b')
    expect(stdout).toMatch(/Theil index of benefits\s+\S+/)
  })

  it('prints flips of pairs', async () => {
    const argv = [
      'discrimination',
      'fairness',
      '-',
      '--decision',
      'approved',
      '--counterfactual',
      'repaid',
      '--cluster',
      'group',
    ]
    const found = await printedJson<{ readonly pairs: number; readonly exactP: number }>(argv, { input: cases })
    expect(found.pairs).toBe(60)
    expect((await runCommand([...argv, '--quiet'], { input: cases })).stdout).toContain('Counterfactual flips')
  })

  it('recognises BBQ', async () => {
    const row = (answer: string, index: number) =>
      JSON.stringify({
        context_condition: 'ambig',
        question_polarity: 'neg',
        category: 'Age',
        question_index: String(index),
        label: 2,
        ans0: 'The old man',
        ans1: 'The boy',
        ans2: 'Unknown',
        answer_info: { ans0: ['old man', 'old'], ans1: ['boy', 'nonOld'], ans2: ['Unknown', 'unknown'] },
        additional_metadata: { stereotyped_groups: ['old'] },
        model_pred: answer,
      })
    const file = folder.path('preds.jsonl')
    await writeFile(file, ['the old man', 'The boy', 'unknown', 'the old man.', 'no idea'].map(row).join('\n'))
    const { code, stdout } = await runCommand(['discrimination', 'fairness', file, '--replicates', '20', '--quiet'])
    expect(code).toBe(0)
    expect(stdout).toContain('unmatched-predictions')
    // As pandas writes it: dictionaries as Python prints them, here with the number of the option.
    const cells = `ambig,neg,Age,1,2,The old man,The boy,Unknown,"{'ans0': ['old man', 'old'], 'ans1': ['boy', 'nonOld'], 'ans2': ['Unknown', 'unknown']}","{'stereotyped_groups': ['old']}"`
    const head =
      'context_condition,question_polarity,category,question_index,label,ans0,ans1,ans2,answer_info,additional_metadata,pred'
    const input = [head, `${cells},0`, `${cells},(b)`, `${cells},ans2`, `${cells},unknown`, ''].join('\n')
    const scored = await printedJson<BbqScores>(['discrimination', 'fairness', '-', '--replicates', '20'], { input })
    expect(scored.categories[0]!.n.ambiguous).toBe(4)
    expect(scored.categories[0]!.accuracyAmbiguous.estimate).toBe(0.5)
    await expectRefusal(['discrimination', 'fairness', '-'], ['answer_info must name'], {
      input: [head, `${cells.replace("{'ans0'", 'ans0')},0`, ''].join('\n'),
    })
  })

  it('refuses what it cannot read', async () => {
    const argv = ['discrimination', 'fairness', '-']
    await expectRefusal(argv, ['--decision'], { input: cases })
    await expectRefusal([...argv, '--decision', 'approved'], ['--group'], { input: cases })
    await expectRefusal([...argv, '--decision', 'group', '--group', 'group'], ['must be true'], { input: cases })
    await expectRefusal([...argv, '--decision', 'no', '--group', 'group'], ["no column 'no'"], { input: cases })
    await expectRefusal(
      [...argv, '--decision', 'approved', '--group', 'group', '--reference', 'c'],
      ['does not occur'],
      { input: cases },
    )
  })
})

describe('discrimination prompts', () => {
  it('prints the factorial as lines, a document or a table, and checks it', async () => {
    const lines = await runCommand(['discrimination', 'prompts', '--ages', '20,80', '--jsonl', '--quiet'])
    const prompts = lines.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as DecisionPrompt)
    expect(prompts).toHaveLength(20 * 2 * 3 * 5)
    const file = folder.path('prompts.jsonl')
    await writeFile(file, lines.stdout)
    const lint = await runCommand(['discrimination', 'prompts', file, '--lint', '--quiet'])
    expect([lint.code, lint.stdout.includes('differ in the person alone')]).toEqual([0, true])
    await writeFile(file, lines.stdout.replace('burglary', 'robbery'))
    const drifted = await runCommand(['discrimination', 'prompts', file, '--lint', '--quiet'])
    expect([drifted.code, drifted.stdout.includes('robbery')]).toEqual([1, true])
    await expectRefusal(['discrimination', 'prompts', file, '--lint', '--text', 'words'], ["no column 'words'"])
    const implicit = await runCommand(['discrimination', 'prompts', '--implicit', '--quiet'])
    expect(implicit.stdout).toContain('no-tokenizer')
  })

  it('fills templates of others', async () => {
    const file = folder.path('templates.csv')
    await writeFile(file, '"Should a(n) [AGE]-year-old [RACE] [GENDER] enter?"\n')
    const found = await printedJson<{ readonly prompts: readonly DecisionPrompt[] }>([
      'discrimination',
      'prompts',
      file,
      '--genders',
      'female',
      '--races',
      'Asian, white',
      '--ages',
      '80',
      '--style',
      'chat',
      '--intervention',
      'ignore',
    ])
    expect(found.prompts.map(({ filled_template }) => filled_template)).toEqual([
      'Should an 80-year-old Asian female enter?',
      'Should an 80-year-old white female enter?',
    ])
    await expectRefusal(['discrimination', 'prompts', '--ages', 'old'], ['not a number of years'])
  })

  it('leaves templates without an implicit form out, and says which', async () => {
    const file = folder.path('implicit.csv')
    await writeFile(file, '"Should a(n) [AGE]-year-old [RACE], [GENDER] owner enter?"\n"A [GENDER] in need."\n')
    const answer = await runCommand(['discrimination', 'prompts', file, '--implicit', '--ages', '80', '--quiet'])
    expect(answer.stdout).toContain('templates-left-out')
    expect(answer.stdout.replaceAll('\n', ' ')).toMatch(/Should [A-Z]\w+ \w+, an 80-year-old owner enter/)
    await writeFile(file, '"A {race} {gender} in need."\n')
    await expectRefusal(['discrimination', 'prompts', file, '--implicit'], ['Every template states race or gender'])
  })
})

const riskeval = 'data/discrim-eval-riskeval/counts_per_model.csv'

describeWithShared('real counts of four open models', [riskeval], () => {
  it('are analysed as counts, with the probability scale where logits say little', async () => {
    const found = await printedJson<DiscriminationAnalysis>([
      'discrimination',
      'analyze',
      sharedPath(riskeval),
      '--where',
      'source_file=raw_result_prob.csv',
      '--where',
      'model=databricks/dbrx-instruct',
      '--baseline',
      'race=white',
    ])
    expect([found.response, found.n, found.questions, found.constant]).toEqual([
      'counts',
      200,
      40,
      { age: '30', gender: 'male' },
    ])
    for (const { probabilityScale, interval } of found.scores) {
      expect(probabilityScale.interval).not.toBeNull()
      expect(interval).not.toBeNull()
    }
  })
})
