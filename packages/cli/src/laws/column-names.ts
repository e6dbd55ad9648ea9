/**
 * Plain names under which tables publish a field: each list is looked through before the next, and two columns of one list are one too many. A name that
 * begins with a star stands for all that end so.
 */
export type ColumnNames = readonly (readonly string[])[]

/** A list as it is written here: names with spaces between. */
function names(...lines: readonly string[]): readonly string[] {
  return lines.join(' ').split(' ')
}

/** Every beginning with every word and every end. */
function combined(beginnings: readonly string[], words: readonly string[], ends: readonly string[]): readonly string[] {
  return beginnings.flatMap((beginning) => words.flatMap((word) => ends.map((end) => beginning + word + end)))
}

const none = ''

const params: ColumnNames = [
  names(
    'params parameters nparams nparameters numparams numparameters paramcount paramscount parametercount',
    'numberofparameters numberofparams modelsize modelparams modelparameters totalparams totalparameters',
    'paramstotal parameterstotal size',
  ),
  names(
    'nonembeddingparams nonembeddingparameters nonembparams numnonembeddingparams nnonembeddingparams',
    'paramsnonembedding paramsnonemb paramsnonembed parametersnonembedding paramsnoembed paramsnoembedding',
    'nnonembedding nonembedding nnonemb activeparams activeparameters',
  ),
  [
    ...combined([none, 'num', 'total', 'trainable', 'all'], ['params', 'parameters'], [none, 'count', 'total']),
    ...names('ntotal nparam numparam'),
  ],
  names('n'),
]

const tokens: ColumnNames = [
  names(
    'tokens ntokens numtokens tokencount tokenscount numberoftokens trainingtokens traintokens tokensseen seentokens',
    'tokenstrained trainedtokens totaltokens tokenstotal totaltokensseen trainingtokensseen tokensprocessed',
    'pretrainingtokens pretraintokens numtrainingtokens numtraintokens datasize datasetsize trainingdatasize',
    'trainingdatasetsize traindatasize pretrainingdatasize datatokens',
  ),
  [
    ...combined(
      [none, 'n', 'num', 'numberof', 'total'],
      ['traintokens', 'trainingtokens', 'pretraintokens', 'pretrainingtokens', 'datasettokens', 'tokens'],
      [none, 'count', 'total', 'seen', 'trained', 'used'],
    ),
    ...names('dtotal data'),
  ],
  names('d'),
]

const compute: ColumnNames = [
  names(
    'compute flop flops trainingflop trainingflops trainflop trainflops totalflop totalflops numflops flopcount',
    'trainingcompute traincompute totalcompute trainingcomputeflop trainingcomputeflops computeflop computeflops',
    'computebudget flopbudget flopsbudget pretrainingflop pretrainingflops pretrainingcompute estimatedflops',
  ),
  names('c'),
]

const loss: ColumnNames = [
  names(
    'loss valloss validationloss validloss evalloss evaluationloss testloss devloss heldoutloss finalloss',
    'finalvalloss finaltestloss finalevalloss finalvalidationloss trainloss trainingloss finaltrainloss',
    'finaltrainingloss pretrainingloss lossval losstest lossvalidation losseval losstrain lossfinal crossentropy',
    'crossentropyloss celoss nll nllloss lmloss c4loss',
  ),
  combined(
    [none, 'final', 'best', 'last', 'min', 'minimum'],
    combined(
      [none, 'val', 'validation', 'valid', 'eval', 'test', 'dev', 'heldout', 'train', 'training', 'pretrain'],
      ['loss', 'crossentropy', 'crossentropyloss', 'celoss', 'nll'],
      [none],
    ),
    [none, 'final'],
  ),
  names('*loss'),
  names('l'),
]

const examples = names(
  'examples seenexamples examplesseen trainingexamples trainexamples numexamples nexamples samples trainingsamples',
  'seensamples samplesseen numsamples nsamples trainingsetsize trainsetsize trainsize datasetsize numberofexamples',
  'images seenimages',
)

const steps: ColumnNames = [
  names(
    'steps step trainingsteps trainsteps trainingstep numsteps nsteps globalstep smin numberofsteps optimizersteps',
    'gradientsteps updates numupdates iterations iteration iters',
  ),
  names('s'),
]

const errors = names(
  'error errorrate err downstreamerror averageerror avgerror meanerror testerror valerror validationerror evalerror',
  'top1error toponeerror',
)

/** What a law of one quantity may be of: words for every quantity that is scaled up, then its symbols. */
const quantities: ColumnNames = [
  names('x'),
  [...new Set([params, tokens, compute, steps].flatMap(([words = []]) => words)), ...examples],
  names('n d c s'),
]

/** The names of every field that is looked for without being mapped. */
export const columnNames: Readonly<Record<string, ColumnNames>> = {
  params,
  tokens,
  compute,
  loss,
  steps,
  error: [errors],
  uniqueTokens: [
    names('uniquetokens numuniquetokens uniquetokencount uniquedata uniquedatatokens uniquetraintokens'),
    names('u ud'),
  ],
  x: quantities,
  run: [names('run runid runname curve curveid'), names('name model modelname id')],
}

/** Names of the loss of a law of one quantity, which may be an error too. */
export const curveLossNames: ColumnNames = [...loss, errors, names('y')]
