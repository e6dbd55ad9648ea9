import { bnslLoss, compareLaws, kaplanStepsLoss, type LawComparison } from '@safety-portfolio/scaling-laws'
import { toCsv } from '@safety-portfolio/records'
import type { Estimate } from '@safety-portfolio/stats'
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

  it('compares breaks, and predicts and backtests broken laws and laws of steps', async () => {
    // Both breaks lie among the first half of the points, from which the other half is foretold.
    const law = { a: 0.5, b: 6, c0: 0.1, c1: 0.6, d1: 3e3, f1: 0.3, c2: -0.55, d2: 3e5, f2: 0.3 }
    const points = Array.from({ length: 48 }, (_, i) => {
      const x = 10 ** (2 + i / 6.5)
      return { x, loss: bnslLoss(law, x) * (1 + 0.002 * Math.sin(7 * i)) }
    })
    const laws = ['power-offset', 'bnsl', 'bnsl-2'].flatMap((name) => ['--law', name])
    const found = await printedJson<LawComparison>([...compare, ...laws], { input: toCsv(points) })
    expect(found.preferred.bic).toBe('bnsl-2')
    const predicted = await printedJson<{ readonly predictions: readonly { readonly mean: Estimate }[] }>(
      ['scaling', 'predict', '-', '--law', 'bnsl-2', '--loss', 'log-squared', '--beyond', 'law', '--at', 'x=1e6'],
      { input: toCsv(points) },
    )
    const { mean } = predicted.predictions[0]!
    expect(mean.interval!.lower).toBeLessThan(bnslLoss(law, 1e6) * 1.002)
    expect(mean.interval!.upper).toBeGreaterThan(bnslLoss(law, 1e6) / 1.002)
    const steps = [1e6, 1e7, 1e8, 1e9, 1e10].flatMap((params) =>
      [1e3, 3e3, 1e4, 3e4, 1e5].map((count, i) => {
        const loss = kaplanStepsLoss({ Nc: 6.5e13, alphaN: 0.077, Sc: 2.1e3, alphaS: 0.76 }, params, count)
        return { params, steps: count, loss: loss * (1 + 0.001 * Math.sin(5 * i + params)) }
      }),
    )
    const { code, stdout } = await runCommand(['scaling', 'backtest', '-', '--law', 'kaplan-steps', '--quiet'], {
      input: toCsv(steps),
    })
    expect(stdout).toContain('kaplan-steps')
    expect(code).toBeLessThan(2)
    await expectRefusal([...compare, '--law', 'kaplan-steps', '--law', 'bnsl'], ['one kind'], { input: toCsv(steps) })
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
