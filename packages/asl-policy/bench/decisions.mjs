// Ten rules over fifteen facts, in this engine (with its whole trace) and in others in the same run; history under every version; the
// exhaustive check of every shipped policy: node bench/decisions.mjs (after a build). Processor time of the fastest of several runs.
// opa-wasm runs in the same run wherever there is a compiler for its policy (see opa-policy.mjs).
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import {
  caseFrom,
  checkPolicy,
  decide,
  parsePolicy,
  replayHistory,
  shippedPolicies,
} from '@safety-portfolio/asl-policy'
import { statefulIsAuthorized, preparsePolicySet } from '@cedar-policy/cedar-wasm/nodejs'
import { loadPolicy } from '@open-policy-agent/opa-wasm'
import { Engine } from 'json-rules-engine'
import { opaPolicy } from './opa-policy.mjs'

const count = 10
const facts = Object.fromEntries([
  ...Array.from({ length: count }, (_, i) => [`score_${i}`, 0.2 + i / 100]),
  ...Array.from({ length: 5 }, (_, i) => [`flag_${i}`, true]),
])

const policy = parsePolicy(`
id: ten
version: '1'
title: Ten rules
publisher: bench
effective: 2026-01-01
summary: Ten rules over fifteen facts.
sources: { s: { title: s, status: read } }
clauses: { '1': { title: c, source: s } }
facts:
${Array.from({ length: count }, (_, i) => `  score_${i}: { type: number, min: 0, max: 1, meaning: score }`).join('\n')}
${Array.from({ length: 5 }, (_, i) => `  flag_${i}: { type: truth, meaning: flag }`).join('\n')}
rules:
${Array.from({ length: count }, (_, i) => `  - { id: r${i}, clause: '1', require: { any: [score_${i} < 0.5, { fact: flag_${i % 5} }] } }`).join('\n')}
`)
const subject = caseFrom({ case: 'bench', subject: { weights: 'w' }, facts })

/** Processor seconds a call, of the fastest of `repetitions` runs of `calls` calls. */
function best(calls, run, repetitions = 9) {
  run()
  let fastest = Infinity
  for (let k = 0; k < repetitions; k += 1) {
    const before = process.cpuUsage()
    for (let call = 0; call < calls; call += 1) run()
    const { user, system } = process.cpuUsage(before)
    fastest = Math.min(fastest, user + system)
  }
  return fastest / calls / 1e6
}

async function bestAsync(calls, run, repetitions = 9) {
  await run()
  let fastest = Infinity
  for (let k = 0; k < repetitions; k += 1) {
    const before = process.cpuUsage()
    for (let call = 0; call < calls; call += 1) await run()
    const { user, system } = process.cpuUsage(before)
    fastest = Math.min(fastest, user + system)
  }
  return fastest / calls / 1e6
}

const options = { asOf: '2026-02-01' }
const ours = best(5000, () => decide(policy, subject, options))
if (decide(policy, subject, options).outcome !== 'permit') throw new Error('the bench must permit')

const engine = new Engine()
for (let i = 0; i < count; i += 1) {
  engine.addRule({
    conditions: {
      any: [
        { fact: `score_${i}`, operator: 'lessThan', value: 0.5 },
        { fact: `flag_${i % 5}`, operator: 'equal', value: true },
      ],
    },
    event: { type: `r${i}` },
  })
}
const rulesEngine = await bestAsync(300, () => engine.run(facts))

// Cedar has no fractions: scores in thousandths. Every rule is a forbid, and one permit.
const context = Object.fromEntries(
  Object.entries(facts).map(([k, v]) => [k, typeof v === 'number' ? Math.round(v * 1000) : v]),
)
const cedar = [
  'permit(principal, action, resource);',
  ...Array.from(
    { length: count },
    (_, i) => `forbid(principal, action, resource) when { context.score_${i} >= 500 && !context.flag_${i % 5} };`,
  ),
].join('\n')
preparsePolicySet('ten', { staticPolicies: cedar })
const call = {
  principal: { type: 'U', id: 'u' },
  action: { type: 'Action', id: 'a' },
  resource: { type: 'R', id: 'r' },
  context,
  entities: [],
  preparsedPolicySetId: 'ten',
  preparsedSchemaName: null,
  validateRequest: false,
}
const answer = statefulIsAuthorized(call)
if (answer.type !== 'success' || answer.response.decision !== 'allow')
  throw new Error(`cedar: ${JSON.stringify(answer)}`)
const cedarWasm = best(1000, () => statefulIsAuthorized(call))

const { wasm, compiler, reason } = opaPolicy()
let opa = null
if (wasm !== null) {
  const loaded = await loadPolicy(wasm)
  if (loaded.evaluate(facts)[0]?.result !== true) throw new Error('opa-wasm must permit')
  opa = best(1000, () => loaded.evaluate(facts))
}

const history = best(1, () => replayHistory(), 15)
const checks = shippedPolicies().map((shipped) => ({
  policy: `${shipped.id} ${shipped.version}`,
  seconds: best(1, () => checkPolicy(shipped), 3),
}))

const microseconds = (seconds) => (seconds === null ? null : Number((seconds * 1e6).toPrecision(3)))
const ratio = (seconds) => (seconds === null ? null : Number((seconds / ours).toPrecision(2)))
const result = {
  machine: { node: process.version, processor: cpus()[0].model, cores: cpus().length },
  tenRules: {
    'asl-policy, full trace, case checked': { microseconds: microseconds(ours) },
    'json-rules-engine 7.3.1': { microseconds: microseconds(rulesEngine), ratio: ratio(rulesEngine) },
    'cedar-wasm 4.13.0, policies parsed before': { microseconds: microseconds(cedarWasm), ratio: ratio(cedarWasm) },
    'opa-wasm 1.10.0': {
      microseconds: microseconds(opa),
      ratio: ratio(opa),
      ...(opa === null ? { reason } : { compiler }),
    },
  },
  history: { decisions: replayHistory().decisions, milliseconds: Number((history * 1e3).toPrecision(3)) },
  slowestCheck: checks.toSorted((a, b) => b.seconds - a.seconds)[0],
  checks,
}
console.log(JSON.stringify({ ...result, checks: undefined }, null, 2))
writeFileSync(new URL('results/decisions.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`)
