declare module '*?worker&inline' {
  const InlineWorker: new () => Worker
  export default InlineWorker
}

declare module 'virtual:world-map' {
  import type { MapShape } from '@safety-portfolio/charts'
  const shapes: readonly MapShape[]
  export default shapes
}

declare module 'virtual:assessment' {
  import type { Assessment } from '~/demos/portfolio/assessment.js'
  const assessment: Assessment
  export default assessment
}
