import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import { type CreateClient, ignoreNotFound, jsonBody } from '../../../cli/client/api-client.ts';
import { readStoryFile } from './story-files.ts';
import { summarizeWarnings } from './warnings.ts';

/** `preview`: shows a file as readers will see it, and updates as the file changes. */
export function addPreview(program: Command, createClient: CreateClient): void {
  program
    .command('preview')
    .argument('<file>')
    .description(
      'show how a file will look as a page and in feeds, without publishing it; updates as you edit',
    )
    .action(async (file: string) => {
      const api = await createClient();
      let id: string | undefined;
      const show = async () => {
        const read = await readStoryFile(file);
        if ('problems' in read) return console.error(`\n${read.problems.join('\n')}`);
        const body = jsonBody(read.story);
        if (id !== undefined && !(await api.request('PUT', `/previews/${id}`, body).catch(ignoreNotFound))) {
          console.log('The preview has expired. Creating a new one:');
          id = undefined;
        }
        if (id === undefined) {
          ({ id } = await api.json<{ id: string }>('POST', '/previews', body));
          console.log(`\n  ${api.url}/api/previews/${id}\n\nCtrl+C ends the preview.`);
        }
        console.log(`${new Date().toLocaleTimeString()}  Showing ${file}.`);
        const mention = summarizeWarnings({ file, ...read });
        if (mention !== undefined) console.error(mention);
      };
      await readFile(file);
      await show();
      let timer: NodeJS.Timeout | undefined;
      // Watch the folder: many editors replace the file with a new one.
      watch(dirname(file), (_event, name) => {
        if (name !== basename(file)) return;
        clearTimeout(timer);
        timer = setTimeout(() => show().catch((error) => console.error(String(error))), 100);
      });
    });
}
