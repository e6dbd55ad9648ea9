import { z } from 'zod'
import { uuidOf } from '../canonical-json.js'
import type { Decision } from '../decide.js'
import { version } from '../version.js'

const uuid = z
  .string()
  .regex(/^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45678][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$/)
const token = z.string().regex(/^[\p{L}_][\p{L}\p{N}.\-_]*$/u)
const text = z.string().regex(/^\S(.*\S)?$/s)
const time = z.iso.datetime({ offset: true })

/** The part of the OSCAL assessment-results model (1.1) that decisions use; unknown fields are refused. */
const schema = z.strictObject({
  'assessment-results': z.strictObject({
    uuid,
    metadata: z.strictObject({
      title: text,
      'last-modified': time,
      version: text,
      'oscal-version': text,
      remarks: z.string().optional(),
    }),
    'import-ap': z.strictObject({ href: z.string().min(1) }),
    results: z
      .array(
        z.strictObject({
          uuid,
          title: text,
          description: text,
          start: time,
          'reviewed-controls': z.strictObject({
            'control-selections': z
              .array(z.strictObject({ 'include-controls': z.array(z.strictObject({ 'control-id': token })).min(1) }))
              .min(1),
          }),
          observations: z
            .array(
              z.strictObject({
                uuid,
                description: text,
                methods: z.array(z.enum(['EXAMINE', 'INTERVIEW', 'TEST', 'UNKNOWN'])).min(1),
                collected: time,
              }),
            )
            .min(1)
            .optional(),
          findings: z
            .array(
              z.strictObject({
                uuid,
                title: text,
                description: text,
                target: z.strictObject({
                  type: z.enum(['statement-id', 'objective-id']),
                  'target-id': token,
                  status: z.strictObject({
                    state: z.enum(['satisfied', 'not-satisfied']),
                    reason: token.optional(),
                    remarks: z.string().optional(),
                  }),
                }),
                'related-observations': z
                  .array(z.strictObject({ 'observation-uuid': uuid }))
                  .min(1)
                  .optional(),
              }),
            )
            .min(1)
            .optional(),
        }),
      )
      .min(1),
  }),
})

/** An OSCAL assessment-results document: plain JSON. */
export interface OscalAssessmentResults {
  /** The results, in the words of the OSCAL model. */
  readonly 'assessment-results': Readonly<Record<string, unknown>>
}

/** The JSON Schema that {@link decisionOscal} keeps to: the part of OSCAL assessment results that decisions use. */
export function oscalJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(schema)
}

/**
 * A decision as OSCAL assessment results. A rule that is unknown is not satisfied, with the reason `other` and a remark: OSCAL has no third
 * state for a finding.
 *
 * @param start - When it was decided, a UTC time.
 */
export function decisionOscal(decision: Decision, start: string): OscalAssessmentResults {
  const { policy, trace, outcome } = decision
  const rules = trace.map((rule) => ({
    rule,
    id: tokenOf(rule.rule),
    observation: uuidOf([decision.case, rule, 'observation']),
  }))
  const document = {
    'assessment-results': {
      uuid: uuidOf([decision, start]),
      metadata: {
        title: `${decision.case} under ${policy.title}`,
        'last-modified': start,
        version,
        'oscal-version': '1.1.3',
        remarks: decision.assumptions.join(' '),
      },
      'import-ap': { href: `#${tokenOf(`${policy.id}-${policy.version}`)}` },
      results: [
        {
          uuid: uuidOf([decision, start, 'result']),
          title: `Outcome: ${outcome}`,
          description: `${decision.subject.activity} of ${decision.subject.weights} (${decision.subject.configuration}) as of ${decision.asOf}.`,
          start,
          'reviewed-controls': {
            'control-selections': [
              {
                'include-controls':
                  rules.length === 0 ? [{ 'control-id': 'no-rule' }] : rules.map(({ id }) => ({ 'control-id': id })),
              },
            ],
          },
          ...(rules.length === 0
            ? {}
            : {
                observations: rules.map(({ rule, observation }) => ({
                  uuid: observation,
                  description: `${rule.rule}: ${rule.value} (clause ${rule.clause})`,
                  methods: ['EXAMINE' as const],
                  collected: start,
                })),
                findings: rules.map(({ rule, id, observation }) => ({
                  uuid: uuidOf([decision.case, rule, 'finding']),
                  title: rule.rule,
                  description: `${rule.stage}: ${rule.rule}`,
                  target: {
                    type: 'objective-id' as const,
                    'target-id': id,
                    status:
                      rule.value === 'true'
                        ? { state: 'satisfied' as const, reason: 'pass' }
                        : rule.value === 'false'
                          ? { state: 'not-satisfied' as const, reason: 'fail' }
                          : {
                              state: 'not-satisfied' as const,
                              reason: 'other',
                              remarks: 'Not known; unknown is never read as satisfied.',
                            },
                  },
                  'related-observations': [{ 'observation-uuid': observation }],
                })),
              }),
        },
      ],
    },
  }
  return schema.parse(document)
}

function tokenOf(name: string): string {
  const cleaned = name.toLowerCase().replaceAll(/[^\p{L}\p{N}.\-_]+/gu, '-')
  return /^[\p{L}_]/u.test(cleaned) ? cleaned : `_${cleaned}`
}
