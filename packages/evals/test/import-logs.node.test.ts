import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { bytesSource, importLogs, logInfo, LogError, openLog, writeZipLog } from '../src/index.js'

const folder = 'data/eval-logs-other'
const text = (file: string) => readFileSync(sharedPath(`${folder}/${file}`), 'utf8')

describeWithShared('Results of other harnesses', [folder], () => {
  it.each(readdirSync(sharedPath(`${folder}/promptfoo`)).filter((file) => file.endsWith('.json')))(
    'promptfoo/%s: successes and failures are those it counted',
    (file) => {
      const { logs } = importLogs(text(`promptfoo/${file}`), file)
      const { results } = JSON.parse(text(`promptfoo/${file}`)) as {
        results: { stats: { successes: number; failures: number; errors: number } }
      }
      const passes = logs.flatMap(({ samples = [] }) => (samples ?? []).map(({ scores }) => scores?.['pass']?.value))
      expect(passes.filter((value) => value === 1)).toHaveLength(results.stats.successes)
      expect(passes.filter((value) => value === 0)).toHaveLength(results.stats.failures)
      expect(passes.filter((value) => value === undefined)).toHaveLength(results.stats.errors)
    },
  )

  it('openai-evals: the accuracy of the report is that of the samples', async () => {
    const file = readdirSync(sharedPath(`${folder}/openai-evals`))[0]!
    const { logs } = importLogs(text(`openai-evals/${file}`), file)
    const info = await logInfo(await openLog(bytesSource(writeZipLog(logs[0]!))))
    expect(info).toMatchObject({ task: 'test-match.s1.simple-v0', model: 'auto_gpt_completion_fn', samples: 3 })
    expect(info.recomputed[0]!.mean).toBeCloseTo(1 / 3, 14)
  })

  it('lm-eval: metrics are taken over, a log a task', () => {
    const { logs } = importLogs(text('lm-eval/v0.4_Meta-Llama-3-8B_gsm8k.json'), 'x')
    expect(logs).toHaveLength(1)
    expect(logs[0]!.eval).toMatchObject({ task: 'gsm8k', model: 'meta-llama/Meta-Llama-3-8B' })
    const strict = logs[0]!.results!.scores.find(({ name }) => name === 'strict-match')!
    expect(strict.metrics['exact_match']!.value).toBe(0.5087187263078089)
    expect(strict.metrics['exact_match_stderr']!.value).toBe(0.013770390697002123)
    const old = importLogs(text('lm-eval/pythia-v1_70m_step143000.json'), 'x').logs
    expect(
      old.find(({ eval: { task } }) => task === 'hendrycksTest-global_facts')!.results!.scores[0]!.metrics['acc']!
        .value,
    ).toBe(0.22)
  })
})

describe('importLogs', () => {
  it.each(['{"a":1}', '[]', '3'])('refuses %s', (source) => {
    expect(() => importLogs(source, 'x.json')).toThrow(LogError)
  })
})
