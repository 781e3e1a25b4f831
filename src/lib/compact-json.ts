/** Returns JSON without the fields that are null ("not stated"). Parsing it by the record's schema restores them. */
export const compactJson = (content: unknown): string =>
  JSON.stringify(content, (_name, field) => (field === null ? undefined : field));
