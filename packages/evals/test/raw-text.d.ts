/** A file as text: JSON with `NaN` in it is none for an import. */
declare module '*?raw' {
  const text: string
  export default text
}
