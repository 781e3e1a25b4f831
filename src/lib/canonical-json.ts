const refuse = (what: string): never => {
  throw new TypeError(`Canonical JSON cannot have ${what}.`);
};

/**
 * Returns a value as canonical JSON (RFC 8785): without spaces, with the names of each object sorted by UTF-16 code units. Leaves
 * out undefined fields, as `JSON.stringify` does. Throws for what I-JSON (RFC 7493) does not have: numbers that are not finite,
 * and halves of surrogate pairs.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? JSON.stringify(value) : refuse('half of a surrogate pair');
    case 'number':
      // ECMAScript writes numbers and strings as RFC 8785 demands (sections 3.2.2.2 and 3.2.2.3).
      return Number.isFinite(value) ? JSON.stringify(value) : refuse(`the number ${value}`);
    case 'boolean':
      return String(value);
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
      const fields = Object.entries(value)
        .filter(([, field]) => field !== undefined)
        .sort(([one], [other]) => (one < other ? -1 : 1));
      return `{${fields.map(([name, field]) => `${canonicalJson(name)}:${canonicalJson(field)}`).join(',')}}`;
    }
    default:
      return refuse(`a ${typeof value}`);
  }
}
