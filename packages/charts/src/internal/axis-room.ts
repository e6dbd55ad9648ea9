const character = 7
const between = 14

/** How many ticks to ask Plot for, at most `most`, so that their labels do not touch: it may draw half as many again. */
export function tickCount(
  most: number,
  plotWidth: number,
  domain: readonly [number, number],
  format: (value: number) => string,
): number {
  const label = character * Math.max(...domain.map((end) => format(end).length)) + between
  return Math.max(2, Math.min(most, Math.floor(plotWidth / label / 1.5)))
}

/** Every, every second, third, ... of these ticks, so that their labels do not touch. */
export function thinned(
  ticks: readonly number[],
  plotWidth: number,
  format: (value: number) => string,
): readonly number[] {
  const label = character * Math.max(0, ...ticks.map((tick) => format(tick).length)) + between
  const step = Math.max(1, Math.ceil((ticks.length * label) / Math.max(label, plotWidth + label)))
  return ticks.filter((_, index) => index % step === 0)
}

/** The name of an axis in as many lines as the picture is too narrow for. */
export function axisLines(name: string | undefined, width: number): readonly string[] {
  const most = Math.floor((width - 24) / 6.4)
  const lines: string[] = []
  for (const word of name?.split(' ') ?? []) {
    const line = lines.at(-1)
    if (line === undefined || line.length + 1 + word.length > most) lines.push(word)
    else lines[lines.length - 1] = `${line} ${word}`
  }
  return lines
}
