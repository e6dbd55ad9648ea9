/** How large a chart is drawn; text keeps its size, so draw a narrow chart for a narrow column instead of shrinking a wide one. */
export interface ChartSize {
  /** Outer width in pixels, axes included. Default 680. */
  readonly width?: number
  /** Outer height in pixels, axes included. The default depends on the chart. */
  readonly height?: number
}
