/** A small seeded generator (xorshift32): the same seed gives the same inputs on every machine. */
export class SeededRandom {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0 || 1;
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) % bound;
  }

  /** True once in `n` times. */
  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  bytes(length: number): number[] {
    return Array.from({ length }, () => this.below(256));
  }
}
