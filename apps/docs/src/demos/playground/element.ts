import { registerDemo } from '~/kit/register-demo.js'
import { allKinds, type KindName } from './all-kinds.js'
import { playground } from './demo.js'
import PlaygroundWorker from './worker.js?worker&inline'

registerDemo('playground-demo', playground, {
  worker: () => new PlaygroundWorker(),
  connected: (element) => {
    const samples = element.querySelector<HTMLSelectElement>('select[data-samples]')
    samples?.addEventListener('change', () => {
      if (samples.value === '') return
      // A sample is what it is, whatever was chosen for the data before.
      const kind = samples.value as KindName
      const formula = kind === 'mixed' ? 'logit ~ age + gender + (1 + age | question)' : ''
      element.change({ kind: 'auto', columns: '', formula })
      element.use(allKinds[kind].sample)
      samples.value = ''
    })
  },
})
