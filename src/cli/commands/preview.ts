import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import type { Connect } from '../server.ts';
import { readStoryFile } from '../stories.ts';
import { mentionWarnings } from '../warnings.ts';

/** `preview`: shows a file as readers will see it, and follows its changes. */
export function addPreview(program: Command, server: Connect): void {
  program
    .command('preview')
    .argument('<file>')
    .description('show a file as it will look, page and feed, without publishing it; follows its changes')
    .action(async (file: string) => {
      const at = await server();
      const id = crypto.randomUUID();
      const show = async () => {
        const read = await readStoryFile(file);
        if ('troubles' in read) return console.error(`\n${read.troubles.join('\n')}`);
        const body = JSON.stringify(read.story);
        await at.request('PUT', `/previews/${id}`, { headers: { 'Content-Type': 'application/json' }, body });
        console.log(`${new Date().toLocaleTimeString()}  ${file} is shown.`);
        const mention = mentionWarnings({ file, ...read });
        if (mention !== undefined) console.error(mention);
      };
      await readFile(file);
      await show();
      console.log(`\n  ${at.url}/api/previews/${id}\n\nCtrl+C ends the preview.`);
      let timer: NodeJS.Timeout | undefined;
      // The folder is watched, as many editors put a new file in the place of the old one.
      watch(dirname(file), (_event, name) => {
        if (name !== basename(file)) return;
        clearTimeout(timer);
        timer = setTimeout(() => show().catch((error) => console.error(String(error))), 100);
      });
    });
}
