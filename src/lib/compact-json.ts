/** JSON without what is "not stated": reading restores it. */
export const compactJson = (content: unknown): string =>
  JSON.stringify(content, (_name, field) => (field === null ? undefined : field));
