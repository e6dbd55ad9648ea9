import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { binary, runBuilt } from './built-command.js'
import { useTemporaryFolder } from './temporary-folder.js'

const folder = useTemporaryFolder()
const task = `import { datasetOf, includes } from '@safety-portfolio/evals'
const questions = Array.from({ length: 300 }, (_, i) => ({ input: i + '?', target: String(i) }))
export default { name: 'numbers', dataset: datasetOf('numbers', questions), scorers: [includes()] }`
const model = `export default { name: 'slow', async generate({ sample }) {
  await new Promise((resolve) => setTimeout(resolve, 15))
  const completion = Number(sample.id) % 3 === 0 ? 'wrong' : sample.target
  return { model: 'slow', choices: [{ message: { role: 'assistant', content: completion }, stop_reason: 'stop' }], completion }
} }`
const words = ['eval', 'run', 'task.mjs', '--model', './model.mjs', '--max-connections', '5', '--json', '--quiet']

/** Runs until the log holds something, then some more, then kills. */
function killedRun(cwd: string, after: number): Promise<NodeJS.Signals | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [binary, ...words, '--resume'], { cwd, stdio: 'ignore' })
    const wait = setInterval(() => {
      try {
        if (!readdirSync(`${cwd}/logs`).some((name) => name.endsWith('.eval'))) return
      } catch {
        return
      }
      clearInterval(wait)
      setTimeout(() => child.kill('SIGKILL'), after)
    }, 10)
    child.on('close', (_, signal) => {
      clearInterval(wait)
      resolve(signal)
    })
  })
}

it('loses and doubles no sample when it is killed, twice, and resumed', async () => {
  await writeFile(folder.path('task.mjs'), task)
  await writeFile(folder.path('model.mjs'), model)
  const cwd = folder.path()
  const kills = [await killedRun(cwd, 150), await killedRun(cwd, 250)]
  expect(kills).toContain('SIGKILL')
  const { code, stdout, stderr } = runBuilt([...words, '--resume'], { cwd })
  expect([code, stderr]).toEqual([0, ''])
  const run = JSON.parse(stdout) as {
    samples: number
    resumed: number
    log: string
    scores: { mean: number; n: number }[]
  }
  expect(run.samples).toBe(300)
  expect(run.resumed).toBeGreaterThan(0)
  expect(run.scores[0]).toMatchObject({ n: 300, mean: 2 / 3 })
  expect(readdirSync(folder.path('logs')).filter((name) => name.endsWith('.eval'))).toHaveLength(1)
  const verified = JSON.parse(runBuilt(['eval', 'log', 'verify', run.log, '--json', '--quiet'], { cwd }).stdout) as {
    ok: boolean
  }
  expect(verified.ok).toBe(true)
  const { samples } = JSON.parse(
    runBuilt(['eval', 'log', 'samples', run.log, '--limit', '0', '--json', '--quiet'], { cwd }).stdout,
  ) as { samples: { id: number }[] }
  expect(new Set(samples.map(({ id }) => id)).size).toBe(300)
})
