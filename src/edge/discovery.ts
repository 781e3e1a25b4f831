import { makeDirectory } from '../edition/directory.ts';
import { OPML, renderOpml } from '../edition/opml.ts';
import { DIRECTORY_KEY } from '../kv.ts';
import type { Site } from '../site.ts';
import { documentHeaders } from './headers.ts';
import type { Document } from './reading.ts';
import { parseDirectory } from './stored.ts';

// What leads programs to the feeds, made from KV.

/** The list of every feed. */
export const opmlDocument = (site: Site): Document => ({
  name: 'opml',
  key: DIRECTORY_KEY,
  render: async (value, updated) => {
    const directory = value === null ? makeDirectory([], site) : parseDirectory(value);
    return {
      text: renderOpml(directory, site, updated),
      lastModified: updated,
      headers: documentHeaders(`${OPML.type}; charset=utf-8`, 3600, [DIRECTORY_KEY]),
    };
  },
});
