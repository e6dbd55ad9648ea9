import { digestOf } from './canonical-json.js'

/**
 * The commitment to an evaluation line that stays secret: publish it before the test, show line and nonce afterwards, and everyone can see that
 * the line did not move.
 *
 * @param nonce - At least 16 random characters, kept secret with the line; without it few guesses would find the line.
 *
 * @example
 * ```ts
 * import { commitToLine, opensCommitment } from '@safety-portfolio/asl-policy'
 *
 * const secret = { id: 'hidden', line: 0.35, nonce: 'a3f1b9c2d4e5f607' }
 * const published = commitToLine(secret)
 * opensCommitment(published, secret) // => true
 * opensCommitment(published, { ...secret, line: 0.4 }) // => false
 * ```
 */
export function commitToLine(secret: { readonly id: string; readonly line: number; readonly nonce: string }): string {
  const { id, line, nonce } = secret
  if (nonce.length < 16)
    throw new RangeError(`commitToLine: nonce must have at least 16 characters, got ${nonce.length}`)
  return digestOf({ id, line, nonce })
}

/** Whether a line and its nonce are what was committed to. */
export function opensCommitment(
  commitment: string,
  secret: { readonly id: string; readonly line: number; readonly nonce: string },
): boolean {
  return secret.nonce.length >= 16 && commitToLine(secret) === commitment
}
