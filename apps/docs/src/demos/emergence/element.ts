import { registerDemo } from '~/kit/register-demo.js'
import { emergence } from './demo.js'
import EmergenceWorker from './worker.js?worker&inline'

registerDemo('emergence-demo', emergence, { worker: () => new EmergenceWorker() })
