const name = 'data='

/** Longer data would make addresses that mail programs and chats break. */
const longestFragment = 4000

/** Data as the fragment of an address, which browsers do not send to the server; `null` when it would be too long to be passed on. */
export async function encodeFragment(text: string): Promise<string | null> {
  const bytes = await transform(new TextEncoder().encode(text), new CompressionStream('deflate-raw'))
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  const fragment = name + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return fragment.length <= longestFragment ? fragment : null
}

/** The data of a fragment made by {@link encodeFragment}; `null` for any other fragment. */
export async function decodeFragment(hash: string): Promise<string | null> {
  const fragment = hash.replace(/^#/, '')
  if (!fragment.startsWith(name)) return null
  try {
    const binary = atob(fragment.slice(name.length).replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    return new TextDecoder().decode(await transform(bytes, new DecompressionStream('deflate-raw')))
  } catch {
    return null
  }
}

async function transform(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer())
}
