/** The text of a file of the reader, unpacked where it begins like gzip: Epoch AI's and other large tables are often kept so. */
export async function fileText(file: File): Promise<string> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  if (first !== 0x1f || second !== 0x8b) return file.text()
  return new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).text()
}
