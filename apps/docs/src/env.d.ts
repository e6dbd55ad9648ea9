declare module '*?worker&inline' {
  const InlineWorker: new () => Worker
  export default InlineWorker
}

declare module 'virtual:world-map' {
  import type { MapShape } from '@safety-portfolio/charts'
  const shapes: readonly MapShape[]
  export default shapes
}
