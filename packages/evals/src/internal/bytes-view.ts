/** Little-endian fields of a zip structure. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A 64-bit field as a number; a zip of 2^53 bytes does not exist, so it counts as damage. */
export function wide(view: DataView, offset: number): number {
  return Number(view.getBigUint64(offset, true))
}
