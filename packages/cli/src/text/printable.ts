/** Text from a stranger for a terminal: one line, and no control characters that could move the cursor or change colours. */
export function printable(text: string, width = 60): string {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
  const characters = Array.from(line)
  return characters.length > width ? `${characters.slice(0, width - 1).join('')}…` : line
}
