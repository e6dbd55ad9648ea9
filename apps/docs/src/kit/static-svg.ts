/** Beyond so many characters a path is a coast line, of which half a pixel is enough. */
const long = 150

/** A chart of the build with coordinates as fine as a screen shows them: what a reader loads first should be small. The page draws it again with all digits. */
export function lighterSvg(svg: string): string {
  return svg.replaceAll(/ d="([^"]*)"/g, (_, path: string) => {
    const step = path.length > long ? 2 : 10
    return ` d="${path.replaceAll(/-?\d+\.\d+/g, (number) => String(Math.round(step * Number(number)) / step))}"`
  })
}
