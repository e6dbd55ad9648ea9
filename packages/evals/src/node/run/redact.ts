/** Hides secrets in texts. */
export type Redact = (text: string) => string

const shapes =
  /\b(?:sk|pk|rk)-[A-Za-z0-9_-]{12,}|\bBearer\s+[A-Za-z0-9._~+/-]{8,}=*|(?<=\bx-api-key["']?\s*[:=]\s*["']?)[^\s"',}]+/gi

/** Hides the given secrets, and whatever has the shape of an API key, wherever they stand. */
export function redactor(secrets: readonly string[]): Redact {
  const known = secrets.filter((secret) => secret.length >= 6).toSorted((a, b) => b.length - a.length)
  return (text) => {
    let clean = text
    for (const secret of known) clean = clean.replaceAll(secret, '[redacted]')
    return clean.replaceAll(shapes, '[redacted]')
  }
}
