import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { numberCell, parseCsv, parseJsonl, rowSchema, textCell, booleanCell } from '@safety-portfolio/records'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../../testing/shared.js'
import { bestOfN, type AttackedItem } from '../../src/index.js'

const monkeys = 'data/rare-behaviors/llmonkeys_math_pythia_pass_at_k.csv.gz'
const published = 'data/rare-behaviors/bon_pass_at_k_all_models.csv.gz'
const counts = 'data/rare-behaviors/bon_per_prompt_counts_all_models.csv'
const attempts = 'data/rare-behaviors/bon_llama-3-8b-instruct_text_t1.0_attempts.jsonl.gz'

const table = (file: string, columns: Readonly<Record<string, string>>) =>
  parseCsv(gunzipSync(readFileSync(sharedPath(file))).toString('utf8'), {
    schema: rowSchema({
      model: textCell(),
      modality: textCell(),
      problem: textCell(),
      attempts: numberCell(),
      successes: numberCell(),
      k: numberCell(),
      score: numberCell(),
    }),
    columns,
  })

/** Largest difference of our rate of one item from the published one, over every row with k within the attempts. */
function worstDifference(rows: ReturnType<typeof table>): number {
  const perItem = new Map<string, (typeof rows)[number][]>()
  for (const row of rows) {
    if (row.k > row.attempts) continue
    const key = `${row.model} ${row.modality} ${row.problem}`
    perItem.set(key, [...(perItem.get(key) ?? []), row])
  }
  let worst = 0
  for (const own of perItem.values()) {
    const { curve } = bestOfN([own[0]!], { ns: own.map(({ k }) => k), seed: 1, replicates: 2 })
    for (const [i, { estimate }] of curve.entries()) worst = Math.max(worst, Math.abs(estimate! - own[i]!.score))
  }
  return worst
}

describeWithShared('Large Language Monkeys (Schaeffer 2025)', [monkeys], () => {
  it('gives every published pass@k', () => {
    const rows = table(monkeys, {
      model: 'Model',
      modality: 'Model',
      problem: 'Problem Idx',
      attempts: 'Num. Samples Total',
      successes: 'Num. Samples Correct',
      k: 'Scaling Parameter',
      score: 'Score',
    })
    expect(rows).toHaveLength(90_496)
    expect(worstDifference(rows)).toBeLessThan(1e-9)
  })
})

describeWithShared('Best-of-N jailbreaking (Hughes 2024)', [published, counts, attempts], () => {
  const columns = {
    model: 'Model',
    modality: 'Modality',
    attempts: 'Num. Samples',
    successes: 'Num. Samples Correct',
  }

  it('the published rates are those of attempts fixed in advance', () => {
    const rows = table(published, { ...columns, problem: 'Problem Idx', k: 'Scaling Parameter', score: 'Score' })
    expect(worstDifference(rows)).toBeLessThan(1e-9)
  })

  it('attempts stopped after the batch of 60 with the first success, so those rates are too high', () => {
    const rows = parseCsv(readFileSync(sharedPath(counts), 'utf8'), {
      schema: rowSchema({ model: textCell(), modality: textCell(), attempts: numberCell(), successes: numberCell() }),
      columns,
    })
    const groups = new Map<string, AttackedItem[]>()
    for (const { model, modality, ...item } of rows) {
      const key = `${model}, ${modality}`
      groups.set(key, [...(groups.get(key) ?? []), item])
    }
    expect(groups.size).toBeGreaterThan(3)
    for (const items of groups.values()) {
      // The rule holds for every item of every model: no other would allow more successes than a batch.
      expect(items.every(({ attempts: made, successes }) => made % 60 === 0 && successes <= 60)).toBe(true)
      const options = { ns: [60, 600], seed: 1, replicates: 50 }
      const stopped = bestOfN(items, { ...options, stopping: 'batch', batch: 60 })
      // Broken within the first batch: a plain share of the items.
      const share = items.filter(({ attempts: made, successes }) => made === 60 && successes > 0).length / items.length
      expect(stopped.curve[0]!.estimate).toBeCloseTo(share, 12)
      const fixed = bestOfN(items, { ...options, ns: [60] })
      expect(fixed.curve[0]!.estimate!).toBeGreaterThan(share)
    }
  })

  it('the first success of each prompt agrees with its counts', () => {
    const rows = parseJsonl(gunzipSync(readFileSync(sharedPath(attempts))).toString('utf8'), {
      schema: rowSchema({ item: textCell(), flagged: booleanCell(), n: numberCell() }),
      columns: { item: 'behavior_id' },
    })
    const perItem = new Map<string, boolean[]>()
    for (const { item, flagged, n } of rows) {
      const own = perItem.get(item) ?? []
      own[n] = flagged
      perItem.set(item, own)
    }
    const exact: AttackedItem[] = []
    const counted: AttackedItem[] = []
    for (const own of perItem.values()) {
      const successes = own.filter(Boolean).length
      counted.push({ attempts: own.length, successes })
      exact.push({ attempts: own.length, successes, firstSuccess: own.indexOf(true) + 1 })
    }
    expect(counted).toHaveLength(159)
    const options = { ns: [10, 30, 60, 120, 1000], stopping: 'batch', batch: 60, seed: 1, replicates: 200 } as const
    const [known, unknown] = [bestOfN(exact, options).curve, bestOfN(counted, options).curve]
    for (const [i, { estimate, standardError }] of known.entries()) {
      // Both are unbiased for the same rate; at whole batches they are the same number.
      expect(Math.abs(unknown[i]!.estimate! - estimate!)).toBeLessThan(
        options.ns[i]! % 60 === 0 ? 1e-12 : 4 * standardError!,
      )
    }
  })
})
