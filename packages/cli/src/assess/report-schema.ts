import { z } from 'zod'

/** Version of the form of `report.json`; it grows when a field goes or changes its meaning, not when one is added. */
export const reportSchemaVersion = 1

const finding = z.looseObject({ code: z.string(), message: z.string() })
const interval = z.looseObject({ lower: z.number(), upper: z.number() })
const count = z.int().min(0)

const planted = z.object({
  quantity: z.string().describe('what was planted in a simulated model'),
  truth: z.number(),
  estimate: z.number().nullable(),
  interval: interval.nullable(),
  holds: z.boolean().nullable().describe('whether the interval holds the truth; null where there is no interval'),
})

const evidence = z.object({
  line: z.string().describe('id of the line of the policy'),
  value: z.number().nullable().describe('null where it is unknown, which permits nothing'),
  interval: z.tuple([z.number(), z.number()]).optional(),
  n: count.optional(),
  run: z.string().optional(),
})

const suite = z.object({
  suite: z.enum(['capability', 'discrimination', 'opinions', 'rare-behaviours', 'layers', 'scaling']),
  title: z.string(),
  finding: z.string().describe('what was found, in a sentence or two'),
  method: z.string(),
  assumptions: z.array(z.string()),
  warnings: z.array(finding),
  fine: z.boolean().describe('false where something went wrong or is missing: the exit code is then 1'),
  result: z.looseObject({}).describe('the result of the package that computed it, with every estimate and interval'),
  planted: z.array(planted),
  evidence: z.array(evidence),
  logs: z.array(z.string()),
  attempts: z
    .object({ made: count, failed: count })
    .nullable()
    .describe('attempts that were made, and how many failed; null where nothing was asked'),
})

const policy = z.object({
  outcome: z.string().describe('permit, permit-with-conditions, hold, pause and so on, as the policy says'),
  permitted: z.boolean(),
  decision: z
    .looseObject({
      outcome: z.string(),
      asOf: z.iso.date(),
      policy: z.object({ id: z.string(), version: z.string(), title: z.string() }),
      missing: z.array(z.string()),
      pending: z.array(z.string()),
      decisive: z.array(z.string()),
      trace: z.array(z.looseObject({})),
    })
    .describe('the decision of asl-policy, with every rule that was asked'),
})

const source = z.object({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: count, rows: count })

/** The form of `report.json` and of what `assess --json` prints. */
const reportSchema = z.object({
  command: z.literal('assess'),
  schema: z.literal(reportSchemaVersion).describe('version of this form'),
  title: z.string(),
  asOf: z.iso.date(),
  seed: count,
  version: z.string().describe('version of safety-portfolio'),
  models: z
    .array(z.object({ model: z.string(), simulated: z.boolean(), suites: z.array(suite), policy: policy.nullable() }))
    .min(1),
  sources: z.array(source).optional().describe('files that were read'),
})

/** The JSON Schema (draft 2020-12) of `report.json`. */
export function reportJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(reportSchema)
  return {
    $schema,
    $id: `https://github.com/safety-portfolio/safety-portfolio/blob/main/packages/cli/schemas/report.schema.json?v=${reportSchemaVersion}`,
    title: 'A report of safety-portfolio assess',
    ...rest,
  }
}
