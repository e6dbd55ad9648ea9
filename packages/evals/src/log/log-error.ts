/** Why a log was refused. */
export type LogErrorCode =
  /** Neither a zip archive nor JSON. */
  | 'not-a-log'
  /** JSON that is cut off or malformed. */
  | 'invalid-json'
  /** Written by a version of the format that this package does not know. */
  | 'unsupported-version'
  /** A required part is missing or of the wrong type. */
  | 'invalid-log'
  /** The zip archive is damaged. */
  | 'corrupt-zip'
  /** A member's name leads out of the archive. */
  | 'unsafe-name'
  /** A member would unpack to more than is allowed. */
  | 'too-large'

/**
 * A log that cannot be read, with the reason in words and as a code.
 *
 * @example
 * ```ts
 * import { LogError } from '@safety-portfolio/evals'
 *
 * new LogError('invalid-json', 'run.json: cut off at character 30').code // => 'invalid-json'
 * ```
 */
export class LogError extends Error {
  override readonly name = 'LogError'
  /** Why, for programs. */
  readonly code: LogErrorCode

  constructor(code: LogErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
