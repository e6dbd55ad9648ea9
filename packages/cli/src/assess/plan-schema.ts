import { z } from 'zod'
import type { Plan, PlannedModel } from './plan.js'

const count = z.int().min(1)
const text = z.string().min(1)
const fileOf = z.union([text, z.record(text, text)], 'must be a file, or a file for each model: { MODEL: FILE }')

const model = z
  .union(
    [
      text,
      z.strictObject({
        model: text,
        baseUrl: z.url().optional(),
        keyVariable: text.optional(),
        logprobs: z.boolean().optional().describe('false: log-probabilities are not asked for; answers are counted'),
      }),
    ],
    'must be the name of a model, or { model, baseUrl, keyVariable, logprobs } with only these fields',
  )
  .transform((given): PlannedModel =>
    typeof given === 'string'
      ? { name: given }
      : {
          name: given.model,
          ...(given.baseUrl === undefined ? {} : { baseUrl: given.baseUrl }),
          ...(given.keyVariable === undefined ? {} : { keyVariable: given.keyVariable }),
          ...(given.logprobs === undefined ? {} : { logprobs: given.logprobs }),
        },
  )

const task = z.strictObject({
  task: text.optional().describe('a built-in task, or a .js, .ts or .yaml file'),
  log: fileOf.optional().describe('a log that is there already, instead of a task'),
  data: text.optional().describe('data of a built-in task'),
  limit: count.optional(),
  epochs: count.optional(),
  line: text.optional().describe('id of the policy line that the score is held against'),
})

/** The schema of a plan. */
export const planSchema: z.ZodType<Plan> = z.strictObject({
  title: text.default('Assessment'),
  asOf: z.iso.date().optional().describe('day of the assessment; default: today'),
  seed: z.int().min(0).optional(),
  models: z
    .array(model)
    .min(1)
    .describe(
      'simulated/modest, simulated/capable, openai/NAME, anthropic/NAME, compatible/NAME; where nothing is asked of a model, any name',
    ),
  modelBaseUrl: z.url().optional().describe('address of the server of every model that names none itself'),
  maxConnections: count.default(20),
  suites: z
    .strictObject({
      capability: z.array(task).min(1).optional(),
      discrimination: z
        .strictObject({
          scenarios: z.int().min(2).max(20).default(20),
          ages: z.array(z.number().positive()).optional(),
          samples: count.default(1).describe('attempts a prompt, for models without log-probabilities'),
          decisions: fileOf.optional().describe('a table of decisions, instead of asking'),
          map: z.record(text, text).optional().describe('field: column of that table, as in discrimination analyze'),
          where: z.record(text, z.union([z.string(), z.number(), z.boolean()])).optional(),
        })
        .optional(),
      opinions: z
        .strictObject({
          survey: text.describe('a file, or simulated'),
          responses: fileOf.optional().describe('a table of answers, instead of asking'),
          samples: count.default(1),
          minQuestions: count.default(20),
        })
        .optional(),
      rareBehaviours: z
        .strictObject({
          queries: z
            .union([text, z.int().min(20)], 'must be a table of queries, or a whole number of at least 20')
            .optional()
            .describe('a table with the column input, or how many simulated queries'),
          observations: fileOf.optional().describe('a table of logp, p, or hits and samples, instead of asking'),
          pattern: text.optional().describe('regular expression that recognises the behaviour; needed for real models'),
          samples: count.default(20),
          to: z.array(z.number().min(1)).min(1).default([1e4, 1e6]),
          method: z.enum(['auto', 'ols', 'weissman', 'gpd', 'lognormal']).default('auto'),
        })
        .optional(),
      layers: z
        .strictObject({
          outcomes: text.describe('a table, or simulated'),
          costs: z.array(z.number().positive()).optional(),
          defects: text
            .optional()
            .describe('a table of planted defects, one column a test, or simulated: what the tests catch together'),
        })
        .optional(),
    })
    .default({}),
  scaling: z
    .strictObject({ runs: text.describe('a table, or simulated'), budget: z.number().positive().default(1e23) })
    .optional(),
  policy: z
    .strictObject({
      policy: text.default('rsp').describe('a shipped policy, or a YAML file'),
      version: text.optional(),
      case: z
        .record(z.string(), z.unknown())
        .default({})
        .describe('what is known besides the suites, in the words of policy decide'),
      models: z
        .record(z.string(), z.record(z.string(), z.unknown()))
        .default({})
        .describe('what differs for single models: replaces entries of the case'),
    })
    .optional(),
})

/** The JSON Schema (draft 2020-12) of a plan. */
export function planJsonSchema(): Readonly<Record<string, unknown>> {
  return { ...z.toJSONSchema(planSchema, { io: 'input' }), title: 'A plan of safety-portfolio assess' }
}
