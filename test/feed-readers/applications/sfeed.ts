import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../cli/server.ts';
import { type Application, run } from '../application.ts';
import { debianVersion, parseSfeed } from '../debian-libraries.ts';

export const sfeed: Application = {
  name: 'sfeed_update',
  packageName: 'sfeed',
  version: () => debianVersion('sfeed'),
  formats: ['rss', 'atom'],
  subscribe: async (url) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'sfeedrc'), `sfeedpath="${folder}"\nfeeds() { feed wire "${url}"; }\n`);
    return {
      refresh: async () => {
        await run('sfeed_update', [join(folder, 'sfeedrc')]);
      },
      items: async () => parseSfeed(readFileSync(join(folder, 'wire'), 'utf8')),
      homePage: async () => null,
      stop: async () => {},
    };
  },
};
