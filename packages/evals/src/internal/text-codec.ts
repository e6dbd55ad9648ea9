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
  return encoder.encode(text)
}

/** UTF-8 as text; a byte order mark is dropped, malformed bytes become U+FFFD. */
export function utf8Decode(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}
