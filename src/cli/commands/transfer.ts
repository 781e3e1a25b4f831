import { createWriteStream, existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { Backup } from '../../desk/transfer/backup-state.ts';
import type { ApiClient, CreateClient } from '../client/api-client.ts';
import { describeImport, importFile } from '../client/import.ts';
import { CommandError } from '../command-error.ts';

/** Writes what the address gives to a file, or to the terminal. A file that is there is whole. */
async function save(api: ApiClient, path: string, file: string | undefined): Promise<void> {
  if (file !== undefined && !existsSync(dirname(file)))
    throw new CommandError(`Folder not found: ${dirname(file)}. Create it first.`);
  const { body, headers } = await api.request('GET', path);
  if (!body) return;
  const content = Readable.fromWeb(body as never);
  content.once('error', () => {
    const part = file === undefined ? '' : ` What there is of it is in ${file}.part.`;
    const more = `The server's log has more under ${headers.get('X-Request-Id')}.`;
    console.error(`The answer broke off before it was whole.${part} Try again. ${more}`);
  });
  if (file === undefined) return pipeline(content, process.stdout, { end: false });
  await pipeline(content, createWriteStream(`${file}.part`));
  await rename(`${file}.part`, file);
}

/** `export`, `import`, `backups` and `backup`: move whole newsrooms. */
export function addTransfer(program: Command, createClient: CreateClient): void {
  program
    .command('export')
    .argument('[file]', 'where to write it; the terminal where it is left out')
    .description('everything with all revisions, a story a line')
    .action(async (file?: string) => {
      await save(await createClient(), '/export', file);
      if (file !== undefined)
        console.log(`Everything is in ${file}. To import it: npm run story -- import ${file}`);
    });

  program
    .command('import')
    .argument('<file>', 'NDJSON: an exported story or a record a line')
    .option('--replace', 'replace stories that are there with other content')
    .description('publish any number of stories; goes on where it was interrupted')
    .action(async (file: string, { replace = false }: { replace?: boolean }) => {
      const { resumed, ...summary } = await importFile(await createClient(), file, replace);
      if (resumed > 0) console.log(`Went on after the ${resumed} stories that were sent before.`);
      console.log(describeImport(summary));
      if (summary.refused.length > 0) process.exitCode = 1;
    });

  program
    .command('backups')
    .description('list the backups that are kept')
    .action(async () => {
      const { backups } = await (await createClient()).json<{ backups: Backup[] }>('GET', '/backups');
      console.log(
        backups.map(({ name, stories, bytes }) => `${name}  ${stories} stories, ${bytes} bytes`).join('\n') ||
          'No backup yet.',
      );
    });

  program
    .command('backup')
    .argument('<name>', 'which one, as `backups` lists it')
    .argument('<file>', 'where to write it')
    .description('fetch a backup, to be imported')
    .action(async (name: string, file: string) => {
      await save(await createClient(), `/backups/${encodeURIComponent(name)}`, file);
      console.log(`The backup is in ${file}. To import it: npm run story -- import ${file}`);
    });
}
