// Fonts that arrive late are used from the next page on: text that a reader has begun to read does not move.

/** @returns {import('vite').Plugin} */
export function steadyFonts() {
  return {
    name: 'steady-fonts',
    enforce: 'pre',
    transform: (code, id) =>
      id.includes('@fontsource-variable') && id.includes('.css')
        ? { code: code.replaceAll(/font-display:\s*swap/g, 'font-display: optional'), map: null }
        : undefined,
  }
}
