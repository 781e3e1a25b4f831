// LexRank: the sentences that are like most of the others carry what a set of texts is about. Sentences are nodes, the cosines of
// their TF-IDF vectors weigh the edges, and a random walk finds the weight of each node.
//
// G. Erkan, D. R. Radev, LexRank: Graph-based Lexical Centrality as Salience in Text Summarization, JAIR 22 (2004), section 3.3: the
// continuous form. The walk restarts where a bias says, as in J. Otterbacher, G. Erkan, D. R. Radev, Biased LexRank, Information
// Processing & Management 45 (2009). The bias here is the place in a source, since news says first what matters most.

/** A sentence as a vector of length 1: the weight of each term. */
export type Vector = ReadonlyMap<string, number>;

/** How often the walk restarts; how many steps it takes at most, and when it has arrived. */
const [RESTART, STEPS, PRECISION] = [0.15, 100, 1e-9];

/** Returns the TF-IDF vector of each sentence, from its terms. */
export function vectorsOf(sentences: readonly (readonly string[])[]): Vector[] {
  const documents = new Map<string, number>();
  for (const terms of sentences)
    for (const term of new Set(terms)) documents.set(term, (documents.get(term) ?? 0) + 1);
  return sentences.map((terms) => {
    const weights = new Map<string, number>();
    for (const term of terms) {
      const inverse = Math.log(1 + sentences.length / (documents.get(term) ?? 1));
      weights.set(term, (weights.get(term) ?? 0) + inverse);
    }
    const length = Math.sqrt([...weights.values()].reduce((sum, weight) => sum + weight * weight, 0));
    return new Map(Array.from(weights, ([term, weight]) => [term, weight / length]));
  });
}

/** Returns the cosine of two vectors, from 0 to 1. */
export function cosine(a: Vector, b: Vector): number {
  const [short, long] = a.size < b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [term, weight] of short) sum += weight * (long.get(term) ?? 0);
  return sum;
}

/** Returns how central each vector is: weights that sum up to 1. `bias` says how often the walk restarts at each, and sums up to 1. */
export function lexRank(vectors: readonly Vector[], bias: readonly number[]): number[] {
  const edges = vectors.map((vector, at) =>
    vectors.flatMap((other, to) => {
      const weight = to === at ? 0 : cosine(vector, other);
      return weight > 0 ? [{ to, weight }] : [];
    }),
  );
  const sums = edges.map((each) => each.reduce((sum, { weight }) => sum + weight, 0));
  let ranks: number[] = [...bias];
  for (let step = 0; step < STEPS; step++) {
    const next = new Array<number>(vectors.length).fill(0);
    // A sentence that is like no other passes its weight on as a restart does.
    let loose = 0;
    for (const [at, each] of edges.entries()) {
      const rank = ranks[at] ?? 0;
      if (each.length === 0) loose += rank;
      for (const { to, weight } of each) next[to] = (next[to] ?? 0) + (rank * weight) / (sums[at] ?? 1);
    }
    const moved = next.map((rank, at) => {
      const restart = bias[at] ?? 0;
      return RESTART * restart + (1 - RESTART) * (rank + loose * restart);
    });
    const change = moved.reduce((sum, rank, at) => sum + Math.abs(rank - (ranks[at] ?? 0)), 0);
    ranks = moved;
    if (change < PRECISION) break;
  }
  return ranks;
}
