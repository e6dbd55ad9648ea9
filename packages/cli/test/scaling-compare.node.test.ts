import { compareLaws, type LawComparison } from '@safety-portfolio/scaling-laws'
import { toCsv } from '@safety-portfolio/records'
import { describe, expect, it } from 'vitest'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { simulatedRuns } from './simulated-runs.js'

const runs = simulatedRuns()
const input = toCsv(runs)
const compare = ['scaling', 'compare', '-']

describe('scaling compare', () => {
  it('is the comparison of the package, and prefers the law that the runs came from', async () => {
    const printed = await printedJson<LawComparison>(
      [...compare, '--law', 'chinchilla', '--law', 'kaplan', '--folds', '4'],
      { input },
    )
    const expected = compareLaws(
      [
        { law: 'chinchilla', points: runs },
        { law: 'kaplan', points: runs },
      ],
      { crossValidation: { folds: 4, seed: 1 } },
    )
    expect(printed.preferred).toEqual(expected.preferred)
    expect(printed.preferred).toMatchObject({ aicc: 'chinchilla', bic: 'chinchilla', crossValidation: 'chinchilla' })
    expect(printed.laws[1]!.aiccDifference.estimate).toBeCloseTo(expected.laws[1]!.aiccDifference.estimate!, 6)
  })

  it('prints differences with their standard errors', async () => {
    const { code, stdout } = await runCommand([...compare, '--drop-highest', '1'], { input })
    expect(code).toBe(0)
    expect(stdout).toContain('On 63 rows, preferred: by AICc ')
    expect(stdout).toMatch(/^kaplan +5 +[\d.]+ ± [\d.]+ +/m)
  })

  it('compares curves, and reports a law that cannot be fitted as a finding', async () => {
    const curve = toCsv(Array.from({ length: 16 }, (_, index) => ({ x: 2 ** index, loss: 0.3 + 2 ** (-index / 2) })))
    const { code, stdout } = await runCommand([...compare, '--law', 'power-offset', '--law', 'm1'], { input: curve })
    expect(code).toBe(1)
    expect(stdout).toContain('power-offset: The law meets all data up to rounding')
  })

  it.each([
    [['--law', 'chinchilla'], 'at least two laws, each once'],
    [['--law', 'm1', '--law', 'm1'], 'at least two laws, each once'],
    [['--law', 'chinchilla', '--law', 'm1'], 'Compare those of one kind'],
    [['--law', 'moore', '--law', 'm1'], "No law 'moore' can be compared. Known laws: chinchilla, kaplan"],
    [['--loss', 'lad'], 'Allowed choices are log-squared, squared, huber'],
    [['--map', 'x=params'], "a law of this kind has no field 'x'"],
    [['--map', 'loss=Loss'], 'no column "Loss"'],
  ])('%j is refused', async (flags, message) => {
    await expectRefusal([...compare, ...flags], [message], { input })
  })
})
