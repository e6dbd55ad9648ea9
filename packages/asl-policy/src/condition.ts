import { z } from 'zod'

/**
 * When a rule applies or is met. A text is an expression in CEL over the facts of the policy; `fact` reads one fact that is true, false or
 * unknown; the others combine conditions under strong Kleene logic.
 */
export type Condition =
  | string
  | { readonly cel: string; readonly clause?: string | undefined }
  | { readonly fact: string; readonly clause?: string | undefined }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly atLeast: number; readonly of: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly implies: readonly [Condition, Condition] }

/** Parses a {@link Condition}; unknown keys are refused. */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.string().min(1),
    z.strictObject({ cel: z.string().min(1), clause: z.string().optional() }),
    z.strictObject({ fact: z.string().min(1), clause: z.string().optional() }),
    z.strictObject({ all: z.array(conditionSchema).min(1) }),
    z.strictObject({ any: z.array(conditionSchema).min(1) }),
    z.strictObject({ atLeast: z.int().min(1), of: z.array(conditionSchema).min(1) }),
    z.strictObject({ not: conditionSchema }),
    z.strictObject({ implies: z.tuple([conditionSchema, conditionSchema]) }),
  ]),
)
