import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeWithShared, sharedPath } from '../../../testing/shared.js'
import { runScenarios, scenariosFrom } from '../src/index.js'

const file = 'oracles/policy/scenarios.json'

describeWithShared('scenarios read a second time against the policy texts', [file], () => {
  const scenarios = scenariosFrom(JSON.parse(readFileSync(sharedPath(file), 'utf8')))
  it.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('%s', (_id, scenario) => {
    expect(runScenarios([scenario])).toEqual({ total: 1, passed: 1, failed: [], notCovered: [] })
  })
})

describeWithShared(
  'facts about the policies',
  ['oracles/policy/rsp_versions.json', 'oracles/policy/decisions.json'],
  () => {
    it('versions came into force on the days on record', async () => {
      const { shippedVersions } = await import('../src/index.js')
      const record = JSON.parse(readFileSync(sharedPath('oracles/policy/rsp_versions.json'), 'utf8')) as {
        id: string
        effective: string
      }[]
      expect(shippedVersions('rsp').map(({ version, effective }) => [version, effective])).toEqual(
        record.map(({ id, effective }) => [id, effective]),
      )
    })
    it('history holds every decision on record, on its day', async () => {
      const { shippedHistory } = await import('../src/index.js')
      const record = JSON.parse(readFileSync(sharedPath('oracles/policy/decisions.json'), 'utf8')) as {
        model: string
        date: string
      }[]
      const plain = (name: string): string => name.replace('OpenAI ', '')
      expect(shippedHistory().map(({ model, date }) => [model, date])).toEqual(
        record.map(({ model, date }) => [plain(model), date]),
      )
    })
  },
)
