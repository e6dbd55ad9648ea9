/**
 * The part of the Standard Schema specification, version 1, that this package calls (https://standardschema.dev). Schemas of
 * zod, valibot, arktype and others fit it as they are.
 */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  /** The properties that the specification puts under this key. */
  readonly '~standard': {
    /** Version of the specification. */
    readonly version: 1
    /** Name of the library that made the schema. */
    readonly vendor: string
    /** Checks a value: the typed value, or what is wrong with it. A promise is refused here. */
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>
    /** Types only; never present at run time. */
    readonly types?: StandardTypes<Input, Output> | undefined
  }
}

/** The types that a schema carries for the compiler. */
export interface StandardTypes<Input, Output> {
  /** What the schema accepts. */
  readonly input: Input
  /** What it gives. */
  readonly output: Output
}

/** What a schema answers: the value with its type, or the issues. */
export type StandardResult<Output> = StandardSuccess<Output> | StandardFailure

/** The value fits the schema. */
export interface StandardSuccess<Output> {
  /** The typed value. */
  readonly value: Output
  /** Absent, which tells success from failure. */
  readonly issues?: undefined
}

/** The value does not fit the schema. */
export interface StandardFailure {
  /** What is wrong, at least one issue. */
  readonly issues: readonly StandardIssue[]
}

/** One issue in the words of the Standard Schema specification. */
export interface StandardIssue {
  /** What is wrong. */
  readonly message: string
  /** Keys that lead from the row to the value at fault. */
  readonly path?: readonly (PropertyKey | StandardPathSegment)[] | undefined
}

/** A key of a path, in the form that some libraries use. */
export interface StandardPathSegment {
  /** The key. */
  readonly key: PropertyKey
}

/** The type a schema gives its values. */
export type OutputOf<Schema> = Schema extends StandardSchemaV1<unknown, infer Output> ? Output : never
