/** Headers for a collector, from OTEL_EXPORTER_OTLP_HEADERS: `name=value,name=value`, percent-encoded, as OpenTelemetry has it. */
export function otlpHeaders(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const pairs = (env['OTEL_EXPORTER_OTLP_HEADERS'] ?? '').split(',').filter((pair) => pair.includes('='))
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      return [decoded(name.trim()), decoded(value.trim())]
    }),
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
