import type { SolveContext } from './solver.js'

/** A tool as a model sees it. */
export interface ToolInfo {
  readonly name: string
  readonly description: string
  /** JSON schema of its arguments: an object. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** Where the tool comes from, such as the name and version of an MCP server: part of the key of the cache, never sent to a model. */
  readonly options?: Readonly<Record<string, unknown>>
}

/** A tool that a model may call. What it throws is told to the model as an error. */
export interface Tool extends ToolInfo {
  run(args: Readonly<Record<string, unknown>>, context: SolveContext): string | Promise<string>
}
