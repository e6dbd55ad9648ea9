import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../../testing/shared.js'
import { horizonDoubling, parseMetrResults, stateOfTheArt } from '../../src/index.js'

const edition = (name: string) => `data/metr-horizons/benchmark_results_${name}.yaml`
const files = ['1_0', '1_1_2026-01'].map(edition)

/** The nested maps of METR's tables; a YAML reader for what these two files use. */
function readYaml(text: string): unknown {
  const root: Record<string, unknown> = {}
  const stack: { indent: number; value: Record<string, unknown> }[] = [{ indent: -1, value: root }]
  for (const line of text.split('\n')) {
    const match = /^( *)([^\s:-][^:]*):(?: (.*))?$/.exec(line)
    if (!match) continue
    const indent = match[1]!.length
    while (stack.at(-1)!.indent >= indent) stack.pop()
    const cell = match[3]
    const value = cell === undefined ? {} : scalar(cell)
    stack.at(-1)!.value[match[2]!] = value
    if (cell === undefined) stack.push({ indent, value: value as Record<string, unknown> })
  }
  return root
}

function scalar(cell: string): unknown {
  if (cell === 'true' || cell === 'false') return cell === 'true'
  return cell !== '' && Number.isFinite(Number(cell)) ? Number(cell) : cell
}

describeWithShared('METR time horizons', files, () => {
  const read = (name: string) => parseMetrResults(readYaml(readFileSync(sharedPath(edition(name)), 'utf8')))

  it('gives the doubling times printed in the January 2026 edition of Time Horizon 1.1', () => {
    const { doublingDays, trends } = horizonDoubling(read('1_1_2026-01'))
    // The file prints three decimals.
    expect(Math.abs(doublingDays.from2023! - 130.801)).toBeLessThan(5e-4)
    expect(Math.abs(doublingDays.all! - 196.475)).toBeLessThan(5e-4)
    expect([trends.from2023.n, trends.all.n]).toEqual([11, 14])
    const { lower, upper } = trends.from2023.doublingDays.interval!
    // scipy.stats.linregress and t.ppf; METR's own interval, which resamples tasks, is 107.334 to 161.422 days.
    expect(lower).toBeCloseTo(105.31118864540885, 6)
    expect(upper).toBeCloseTo(172.5703565640918, 6)
  })

  it('gives another doubling time for the 1.0 table: the suite of tasks matters', () => {
    const { doublingDays } = horizonDoubling(read('1_0'))
    // numpy.polyfit of the same rows.
    expect(doublingDays.from2023).toBeCloseTo(165.25078947392785, 6)
    expect(doublingDays.all).toBeCloseTo(195.82308983797154, 6)
  })

  it.each(['1_0', '1_1_2026-01'])('picks the agents the %s table marks as state of the art', (name) => {
    const horizons = read(name)
    const marked = horizons.filter((horizon) => horizon.stateOfTheArt).map(({ agent }) => agent)
    expect(stateOfTheArt(horizons).map(({ agent }) => agent)).toEqual(marked)
  })
})
