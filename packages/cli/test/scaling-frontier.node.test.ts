import { writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { fitFrontierPowerLaw, type FrontierPowerLaw } from '@safety-portfolio/scaling-laws'
import { parseCsv, rowSchema, numberCell, textCell } from '@safety-portfolio/records'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { expectRefusal, printedJson, runCommand } from './run-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const frontier = ['scaling', 'frontier']
const optima = [18, 19, 20, 21, 22].map((power, k) => ({
  compute: 10 ** power,
  params: 0.1 * 10 ** (power / 2) * (1 + 0.02 * (k % 2)),
  logParamsError: 0.02 + 0.01 * k,
}))
const input = ['FLOPs,N,n_star_std', ...optima.map((row) => Object.values(row).join(',')), '1e23,,'].join('\n')

it('is the line of the package, and says how many budgets have no optimum', async () => {
  for (const weighting of ['equal', 'inverse-variance'] as const) {
    const found = await printedJson<FrontierPowerLaw>([...frontier, '--weighting', weighting, '--budget', '1e24'], {
      input,
    })
    const expected = fitFrontierPowerLaw(optima, { weighting, budgets: [1e24] })
    expect(found.exponents).toEqual(expected.exponents)
    expect(found.allocation).toEqual(JSON.parse(JSON.stringify(expected.allocation)))
    expect(found.warnings.map(({ code }) => code)).toContain('without-optimum')
  }
  const { stdout, code } = await runCommand([...frontier, '--budget', '1e24'], { input })
  expect(code).toBe(0)
  expect(stdout).toMatch(/Over 5 budgets the best model grows as compute to the power 0\.50/)
})

it('refuses too few budgets and weights that are not there', async () => {
  await writeFile(folder.path('two.csv'), 'compute,params\n1e18,1e8\n1e19,2e8\n')
  await expectRefusal([...frontier, 'two.csv'], ['needs 3 budgets'], { cwd: folder.path() })
  await writeFile(folder.path('plain.csv'), 'compute,params\n1e18,1e8\n1e19,2e8\n1e20,5e8\n')
  await expectRefusal(
    [...frontier, 'plain.csv', '--weighting', 'inverse-variance'],
    ['needs the standard error of log N'],
    { cwd: folder.path() },
  )
  await expectRefusal([...frontier, '-'], ['no column for the params'], { input: 'compute\n1e18\n' })
})

const pairs = 'data/scaling-formll/optimal_pairs.csv'
const published = 'data/scaling-formll/fit_results.csv'

describeWithShared('the optimal sizes of Porian et al.', [pairs, published], () => {
  it('have the exponents that are published with them', async () => {
    const schema = rowSchema({ file: textCell(), experiment: textCell(), fit: textCell(), n_exponent: numberCell() })
    const fits = parseCsv(readFileSync(sharedPath(published), 'utf8'), { schema })
    for (const fit of ['basic', 'weighted']) {
      const wanted = fits.find((row) => row.file === 'summary_df' && row.experiment === '0' && row.fit === fit)!
      const weighting = fit === 'basic' ? 'equal' : 'inverse-variance'
      const where = ['--where', 'file=summary_df', '--where', 'experiment=0']
      const argv = [...frontier, sharedPath(pairs), ...where, '--weighting', weighting]
      const found = await printedJson<FrontierPowerLaw>(argv)
      expect(found.exponents.params.estimate).toBeCloseTo(wanted.n_exponent, 10)
    }
  })
})
