interface Encoder {
  encode(text: string): Uint8Array
}
interface Decoder {
  decode(bytes: Uint8Array): string
}

// Every engine this package runs in has both; only the type library of this package, which knows no platform, does not.
declare const TextEncoder: new () => Encoder
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => Decoder

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: false })

/** Text as UTF-8. */
export function utf8Encode(text: string): Uint8Array {
  return text.length < 64 ? (asciiBytes(text) ?? encoder.encode(text)) : encoder.encode(text)
}

/** UTF-8 as text; a byte order mark is dropped, malformed bytes become U+FFFD. */
export function utf8Decode(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

/** Short ASCII text without the price of a call into the engine: names of members, above all. */
function asciiBytes(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code > 127) return null
    bytes[i] = code
  }
  return bytes
}
