/** A part of a message that is more than text, in Inspect's shape: `text`, `image`, `reasoning` and so on. */
export interface ContentPart {
  readonly type: string
  readonly text?: string
  readonly [field: string]: unknown
}

/** What a message says. */
export type Content = string | readonly ContentPart[]

/** A call of a tool that a model asks for. */
export interface ToolCall {
  readonly id: string
  readonly function: string
  readonly arguments: Readonly<Record<string, unknown>>
  readonly type: 'function'
  /** Why the arguments could not be read; they are empty then. */
  readonly parse_error?: string
}

/** Instructions before a conversation. */
export interface SystemMessage {
  readonly role: 'system'
  readonly content: Content
}

/** What the user says. */
export interface UserMessage {
  readonly role: 'user'
  readonly content: Content
  readonly source?: 'input' | 'generate'
}

/** What a model says. */
export interface AssistantMessage {
  readonly role: 'assistant'
  readonly content: Content
  readonly tool_calls?: readonly ToolCall[]
  readonly model?: string
  readonly source?: 'input' | 'generate'
}

/** What a tool gave back. */
export interface ToolMessage {
  readonly role: 'tool'
  readonly content: Content
  readonly tool_call_id: string
  readonly function: string
  readonly error?: { readonly type: string; readonly message: string }
}

/** A message of a conversation, as Inspect's logs hold it. */
export type Message = SystemMessage | UserMessage | AssistantMessage | ToolMessage
