/** A package declined to give numbers that the data cannot support. Ends the command with exit code 2 and the reason. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
