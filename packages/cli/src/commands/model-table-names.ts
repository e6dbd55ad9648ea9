/** Names of the columns of tables of models: those of Epoch AI's editions, and what others call them. */
export const modelTableNames: Readonly<Record<'name' | 'date' | 'compute', readonly string[]>> = {
  name: ['name', 'Model', 'System', 'Model name', 'AI system'],
  date: ['date', 'Publication date', 'Release date', 'Published', 'Released', 'released', 'Date released'],
  compute: [
    ...['compute', 'Training compute (FLOP)', 'Training compute', 'flop', 'flops', 'training_compute_flop'],
    ...['Training FLOP', 'Training FLOPs'],
  ],
}
