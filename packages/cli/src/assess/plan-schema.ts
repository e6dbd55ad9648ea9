import { z } from 'zod'
import type { Plan } from './plan.js'

const count = z.int().min(1)
const text = z.string().min(1)

const task = z.strictObject({
  task: text.describe('a built-in task, or a .js, .ts or .yaml file'),
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
    .array(text)
    .min(1)
    .describe('simulated/modest, simulated/capable, openai/NAME, anthropic/NAME, compatible/NAME'),
  modelBaseUrl: z.url().optional(),
  maxConnections: count.default(20),
  suites: z
    .strictObject({
      capability: z.array(task).min(1).optional(),
      discrimination: z
        .strictObject({
          scenarios: z.int().min(2).max(20).default(20),
          ages: z.array(z.number().positive()).optional(),
          samples: count.default(1).describe('attempts a prompt, for models without log-probabilities'),
        })
        .optional(),
      opinions: z
        .strictObject({
          survey: text.describe('a file, or simulated'),
          samples: count.default(1),
          minQuestions: count.default(20),
        })
        .optional(),
      rareBehaviours: z
        .strictObject({
          queries: z
            .union([text, z.int().min(20)])
            .describe('a table with the column input, or how many simulated queries'),
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
