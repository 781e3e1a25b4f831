/** Returns JSON without fields that are null ("not stated"). The record's schema fills them in again. */
export const compactJson = (content: unknown): string =>
  JSON.stringify(content, (_name, field) => (field === null ? undefined : field));
