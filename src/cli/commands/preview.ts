import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import { type ApiClient, type CreateClient, ServerError } from '../client/api-client.ts';
import { readStoryFile } from '../stories/story-files.ts';
import { summarizeWarnings } from '../stories/warnings.ts';

/** Replaces the text of a preview; returns false if the server does not have the preview any more. */
async function update(server: ApiClient, id: string, options: RequestInit): Promise<boolean> {
  try {
    await server.request('PUT', `/previews/${id}`, options);
    return true;
  } catch (error) {
    if (error instanceof ServerError && error.problem?.status === 404) return false;
    throw error;
  }
}

/** `preview`: shows a file as readers will see it, and follows its changes. */
export function addPreview(program: Command, createClient: CreateClient): void {
  program
    .command('preview')
    .argument('<file>')
    .description('show a file as it will look, page and feed, without publishing it; follows its changes')
    .action(async (file: string) => {
      const api = await createClient();
      let id: string | undefined;
      const show = async () => {
        const read = await readStoryFile(file);
        if ('troubles' in read) return console.error(`\n${read.troubles.join('\n')}`);
        const options = {
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(read.story),
        };
        if (id !== undefined && !(await update(api, id, options))) {
          console.log('The preview has expired. Here is a new one:');
          id = undefined;
        }
        if (id === undefined) {
          ({ id } = await api.json<{ id: string }>('POST', '/previews', options));
          console.log(`\n  ${api.url}/api/previews/${id}\n\nCtrl+C ends the preview.`);
        }
        console.log(`${new Date().toLocaleTimeString()}  ${file} is shown.`);
        const mention = summarizeWarnings({ file, ...read });
        if (mention !== undefined) console.error(mention);
      };
      await readFile(file);
      await show();
      let timer: NodeJS.Timeout | undefined;
      // The folder is watched, because many editors replace the file with a new one.
      watch(dirname(file), (_event, name) => {
        if (name !== basename(file)) return;
        clearTimeout(timer);
        timer = setTimeout(() => show().catch((error) => console.error(String(error))), 100);
      });
    });
}
