import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import {
  caseFrom,
  caseJsonSchema,
  decide,
  decisionGsn,
  decisionMarkdown,
  decisionMermaid,
  decisionOscal,
  decisionSvg,
  gsnMermaid,
  gsnYaml,
  oscalJsonSchema,
  policyJsonSchema,
  shippedDocument,
  shippedPolicies,
  shippedPolicy,
} from '../src/index.js'
import { opus4, opus4With } from './support/opus-4.js'

const complete = decide(shippedPolicy('rsp', '2.2'), opus4With({}))
const open = decide(
  shippedPolicy('rsp', '2.2'),
  opus4With({ case: 'a "case" <b>', approvals: ['CEO'], safeguards: [] }),
)
const empty = decide(shippedPolicy('ny-raise', 'law'), caseFrom({ case: 'empty', subject: { weights: 'w' } }), {
  asOf: '2026-09-01',
})
// The package is CommonJS: what it exports by default lies one step deeper for some bundlers.
const addFormats = ('default' in addFormatsModule ? addFormatsModule['default'] : addFormatsModule) as unknown as (
  ajv: Ajv2020,
) => unknown
const ajv = new Ajv2020({ strict: false })
addFormats(ajv)

describe('JSON Schemas', () => {
  it('hold for the shipped policies that state everything', () => {
    const validate = ajv.compile(policyJsonSchema())
    for (const { id, version } of shippedPolicies()) {
      const document = shippedDocument(id, version)!
      if (document['extends'] !== undefined) continue
      expect(validate(document), JSON.stringify(validate.errors?.[0])).toBe(true)
    }
    expect(validate({ id: 'x' })).toBe(false)
  })
  it('hold for a case', () => {
    const validate = ajv.compile(caseJsonSchema())
    expect(validate(opus4)).toBe(true)
    expect(validate({ ...opus4, other: 1 })).toBe(false)
  })
})

describe('OSCAL', () => {
  const validate = ajv.compile(oscalJsonSchema())
  it.each([complete, open, empty])('keeps to its schema: $case', (decision) => {
    const document = decisionOscal(decision, '2026-09-01T00:00:00Z')
    expect(validate(JSON.parse(JSON.stringify(document))), JSON.stringify(validate.errors?.[0])).toBe(true)
    expect(decisionOscal(decision, '2026-09-01T00:00:00Z')).toEqual(document)
  })
  it('never calls what is unknown satisfied', () => {
    const [result] = decisionOscal(open, '2026-09-01T00:00:00Z')['assessment-results']['results'] as [
      { findings: { title: string; target: { status: { state: string } } }[] },
    ]
    const states = new Map(result.findings.map(({ title, target }) => [title, target.status.state]))
    for (const { rule, value } of open.trace)
      expect(states.get(rule)).toBe(value === 'true' ? 'satisfied' : 'not-satisfied')
  })
})

describe('safety case', () => {
  it('leaves goals undeveloped exactly where rules are not known to be kept', () => {
    const nodes = decisionGsn(open)
    expect(nodes.filter(({ undeveloped }) => undeveloped)).toHaveLength(
      open.trace.filter(({ value }) => value !== 'true').length,
    )
    expect(nodes[0]?.text).toMatch(/deploy-general of opus-4/)
    expect(decisionGsn(complete).some(({ undeveloped }) => undeveloped)).toBe(false)
  })
  it('is YAML whose references exist', () => {
    const document = parse(gsnYaml(decisionGsn(open))) as Record<
      string,
      { supportedBy?: string[]; inContextOf?: string[]; text: string }
    >
    for (const { supportedBy = [], inContextOf = [] } of Object.values(document))
      for (const id of [...supportedBy, ...inContextOf]) expect(document[id]).toBeDefined()
  })
  it('is a Mermaid chart', () => {
    expect(gsnMermaid(decisionGsn(open))).toMatch(/^flowchart TD\n[\s\S]*◇/)
  })
})

describe('pictures and reports', () => {
  it('Mermaid names every rule and escapes', () => {
    const text = decisionMermaid(open)
    for (const { rule } of open.trace) expect(text).toContain(rule)
    expect(text).toContain('a #quot;case#quot; #lt;b#gt;')
  })
  it('SVG stands alone and is labelled', () => {
    const svg = decisionSvg(open)
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="a &quot;case&quot; &lt;b&gt;: hold\. Missing/)
    expect(svg).not.toMatch(/https?:\/\/(?!www\.w3\.org)/)
  })
  it('Markdown says what is missing', () => {
    expect(decisionMarkdown(open)).toMatch(/## Missing\n\n- standard:ASL-3 Deployment/)
    expect(decisionMarkdown(complete)).toMatch(/# Opus 4: permit/)
    expect(decisionMarkdown(empty)).toContain('## Basis')
  })
})
