import { registerDemo } from '~/kit/register-demo.js'
import { layersPlayground } from './demo.js'

registerDemo('layers-demo', layersPlayground)
