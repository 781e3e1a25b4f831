import { createWriteStream, existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { ApiClient, CreateClient } from '../cli/client/api-client.ts';
import { splitLines } from '../cli/client/lines.ts';
import { CommandError } from '../cli/command-error.ts';
import { formatCount } from '../cli/format.ts';
import { addPictures, describeMissing, PictureList } from '../newsroom/pictures/cli/pictures.ts';
import { resize } from '../newsroom/pictures/cli/sizes.ts';
import { describeImport, importFile } from '../newsroom/transfer/cli/import.ts';
import type { Backup } from '../newsroom/transfer/desk/backup-state.ts';

/**
 * Downloads an export to a file, or to the terminal, and puts in the pictures that it only describes. A file gets its name only once it
 * is complete. Says which pictures are missing.
 */
async function download(api: ApiClient, path: string, file: string | undefined): Promise<void> {
  if (file !== undefined && !existsSync(dirname(file)))
    throw new CommandError(`Folder not found: ${dirname(file)}. Create it first.`);
  const { body, headers } = await api.request('GET', path);
  if (!body) return;
  const content = Readable.fromWeb(body as never);
  content.once('error', () => {
    const part = file === undefined ? '' : ` ${file}.part holds what arrived.`;
    const id = headers.get('X-Request-Id');
    console.error(`The download was cut off.${part} Try again. The server's log has details under ${id}.`);
  });
  const pictures = new PictureList();
  const complete = (source: AsyncIterable<string>) =>
    addPictures(splitLines(source), pictures, (url) => api.findPicture(url));
  content.setEncoding('utf8');
  if (file === undefined) await pipeline(content, complete, process.stdout, { end: false });
  else {
    await pipeline(content, complete, createWriteStream(`${file}.part`));
    await rename(`${file}.part`, file);
  }
  const { missing } = pictures;
  if (missing.length === 0) return;
  const where = `from ${file ?? 'the export'}, because the server does not have their bytes`;
  console.error(describeMissing(missing, where, 'Upload them again in the newsroom, and repeat this.'));
}

interface ExportOptions {
  format?: string;
  newsroom?: boolean;
}

/** `export`, `import`, `backups` and `backup`: move all stories from one server to another. */
export function addTransfer(program: Command, createClient: CreateClient): void {
  program
    .command('export')
    .argument(
      '[file]',
      'file to write, or folder for markdown (default: the terminal, or a name by the format)',
    )
    .option('--format <format>', 'wxr, ghost, markdown or jsonfeed: write the stories for another system')
    .option(
      '--newsroom',
      'add people with their public keys, drafts, feeds and what the watch knows, as in a backup',
    )
    .description('export every story with all its revisions, one per line, or as another system reads them')
    .action(async (file: string | undefined, { format, newsroom = false }: ExportOptions) => {
      if (newsroom && format !== undefined)
        throw new CommandError(
          '--newsroom and --format exclude each other: other systems take stories alone.',
        );
      const api = await createClient();
      if (format !== undefined) return (await import('./out/command.ts')).exportAs(api, format, file);
      await download(api, newsroom ? '/export?newsroom=true' : '/export', file);
      if (file !== undefined)
        console.log(
          `Exported ${newsroom ? 'the whole newsroom' : 'every story, picture, page and redirect'} to ${file}. To import it: npm run story -- import ${file}`,
        );
    });

  program
    .command('import')
    .argument('<file>', 'NDJSON file: an exported story or a record per line')
    .option('--replace', 'replace stories that the server has with other content')
    .description('publish any number of stories; resumes after an interruption')
    .action(async (file: string, { replace = false }: { replace?: boolean }) => {
      const api = await createClient();
      const { resumed, missing, ...summary } = await importFile(api, file, replace);
      if (resumed > 0) console.log(`Resumed: the server already has ${formatCount(resumed, 'line')}.`);
      console.log(describeImport(summary));
      if (missing.length > 0) {
        const where = 'from the file, and the server does not have them either';
        console.error(describeMissing(missing, where, 'Upload them in the newsroom.'));
      }
      // Neither exports nor backups have the smaller sizes. If they cannot be made, all else has been said.
      if (summary.pictures) await resize(api);
      if (summary.refused.length > 0) process.exitCode = 1;
    });

  program
    .command('backups')
    .description('list the backups')
    .action(async () => {
      const { backups } = await (await createClient()).json<{ backups: Backup[] }>('GET', '/backups');
      console.log(
        backups
          .map(({ name, stories, bytes }) => `${name}  ${formatCount(stories)}, ${bytes} bytes`)
          .join('\n') || 'No backup yet.',
      );
    });

  program
    .command('backup')
    .argument('<name>', 'name of a backup, as `backups` lists it')
    .argument('<file>', 'file to write')
    .description('download a backup, to import it')
    .action(async (name: string, file: string) => {
      await download(await createClient(), `/backups/${encodeURIComponent(name)}`, file);
      console.log(`Saved the backup to ${file}. To import it: npm run story -- import ${file}`);
    });
}
