/** The cells of a grid that are not above any of their neighbours, at most so many, lowest first. */
export function lowestMinima<Cell extends { readonly rss: number }>(
  rows: readonly (readonly Cell[])[],
  most: number,
): Cell[] {
  return rows
    .flatMap((row, j) =>
      row.filter(({ rss }, k) => {
        const around = [rows[j - 1], row, rows[j + 1]].flatMap((line) => [line?.[k - 1], line?.[k], line?.[k + 1]])
        return rss < Infinity && around.every((neighbour) => neighbour === undefined || rss <= neighbour.rss)
      }),
    )
    .sort((left, right) => left.rss - right.rss)
    .slice(0, most)
}
