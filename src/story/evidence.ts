// Finds the claims of a TL;DR's evidence in its text.

/** A part of a text: where it begins and where it ends, in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

const overlap = (a: Span, b: Span) => a.start < b.end && b.start < a.end;

/**
 * Finds each claim in the TL;DR, word for word. The longest claim is placed first; each takes the first place where it overlaps
 * with no other. The result has `undefined` for a claim that is not in the TL;DR, and another claim's text for one that overlaps
 * with that claim wherever it stands.
 */
export function locateClaims(
  abstract: string,
  claims: readonly string[],
): Map<string, Span | string | undefined> {
  const places = new Map<string, Span | string | undefined>(claims.map((claim) => [claim, undefined]));
  const taken: { claim: string; span: Span }[] = [];
  // Sorting is stable, so claims of the same length keep their order.
  for (const claim of [...places.keys()].sort((a, b) => b.length - a.length)) {
    for (let start = abstract.indexOf(claim); start >= 0; start = abstract.indexOf(claim, start + 1)) {
      const span = { start, end: start + claim.length };
      const other = taken.find((each) => overlap(each.span, span));
      if (other === undefined) {
        places.set(claim, span);
        taken.push({ claim, span });
        break;
      }
      if (places.get(claim) === undefined) places.set(claim, other.claim);
    }
  }
  return places;
}
