import type { Index } from '../../src/move/in/old-site.ts';

/** An index that forgets with the test. It stores JSON, as the one on disk does. */
export function memoryIndex(): Index {
  const values = new Map<string, string>();
  return {
    put: (set, key, value) => void values.set(`${set}\0${key}`, JSON.stringify(value)),
    get: <T>(set: string, key: string) => {
      const value = values.get(`${set}\0${key}`);
      return value === undefined ? undefined : (JSON.parse(value) as T);
    },
  };
}
