import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { Command } from 'commander';
import type { ApiClient, CreateClient } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { formatCount } from '../../../cli/format.ts';
import { replaceFile } from '../../../cli/replace-file.ts';
import { isSamePage } from '../../../site/site-page/site-page.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import type { PageList } from '../api/schemas.ts';
import { fileOfPage, PAGES_FOLDER, pageText, readPageFile, readPages } from './page-files.ts';
import { findForgottenPages, findPage, isEarlier, publishPages, recordPage } from './publish-pages.ts';

const listPages = async (api: ApiClient): Promise<PageList['pages']> =>
  (await api.json<PageList>('GET', '/pages')).pages;

async function publish(api: ApiClient, paths: readonly string[], isForced: boolean): Promise<void> {
  const pages = await readPages(paths.length > 0 ? paths : [PAGES_FOLDER]);
  const outcomes = await publishPages(api, pages, isForced);
  const refused = outcomes.filter(({ kind }) => kind === 'refused');
  for (const { kind, message } of outcomes) if (kind !== 'refused') console.log(message);
  if (paths.length === 0) for (const line of await findForgottenPages(api, pages)) console.log(line);
  for (const { message } of refused) console.error(`\n${message}`);
  if (refused.length === 0) return;
  throw new CommandError(
    `\n${refused.length} of ${formatCount(outcomes.length, 'page')} not published. See the reasons above.`,
  );
}

/** Writes a page of the server to its file, unless the file has changes that were never published. */
async function pullPage(api: ApiClient, slug: string, isForced: boolean): Promise<string> {
  const remote = await findPage(api, slug);
  if (!remote) throw new CommandError(`Not found: the server has no page "${slug}".`);
  if (!remote.record) return `${slug}: withdrawn on the server; nothing to pull.`;
  const { record, revision } = remote;
  const file = await fileOfPage(slug);
  const name = relative('.', file);
  const local = existsSync(file) ? await readPageFile(file) : undefined;
  if (local && 'page' in local && isSamePage(local.page, record)) {
    recordPage(api, local, revision);
    return `${name}: up to date (revision ${revision}).`;
  }
  const isPublished = local && 'page' in local && (await isEarlier(api, local.page, revision));
  if (local && !isForced && !isPublished) {
    throw new CommandError(
      `${name}: not updated. It has changes that were never published. Save a copy of them, then replace the file: npm run story -- pages pull --force ${slug}`,
    );
  }
  await replaceFile(file, pageText(record, local && 'page' in local ? local.text : undefined));
  recordPage(api, { file, page: record }, revision);
  return `${name}: ${local ? 'updated to' : 'created from'} revision ${revision}.`;
}

async function pull(api: ApiClient, slugs: readonly string[], isForced: boolean): Promise<void> {
  const published = (await listPages(api)).filter(({ status }) => status === 'published');
  for (const slug of slugs.length > 0 ? slugs : published.map((page) => page.slug))
    console.log(await pullPage(api, slug, isForced));
}

/** `pages`: publishes, lists and withdraws the newsroom's own pages, such as /about. */
export function addPages(program: Command, createClient: CreateClient): void {
  const pages = program
    .command('pages')
    .description("the newsroom's own pages, such as /about: publish, pull, list, withdraw");

  pages
    .command('publish')
    .argument('[paths...]', `files and folders (default: ${PAGES_FOLDER})`)
    .option('--force', "replace the server's page, even if it is newer than the file")
    .description('publish new pages, and changes to published ones')
    .action(async (paths: string[], { force = false }: { force?: boolean }) =>
      publish(await createClient(), paths, force),
    );

  pages
    .command('check')
    .argument('[paths...]', `files and folders (default: ${PAGES_FOLDER})`)
    .description('find errors in the files of pages; needs no server')
    .action(async (paths: string[]) => {
      const { length } = await readPages(paths.length > 0 ? paths : [PAGES_FOLDER]);
      console.log(`${formatCount(length, 'page')} checked, no errors.`);
    });

  pages
    .command('pull')
    .argument('[slugs...]', 'pages (default: all)')
    .option('--force', 'overwrite unpublished changes in the files')
    .description('update the files of pages from the server')
    .action(async (slugs: string[], { force = false }: { force?: boolean }) =>
      pull(await createClient(), slugs, force),
    );

  pages
    .command('list')
    .description('list the pages of the server')
    .action(async () => {
      for (const { slug, title, status, revision, who, at } of await listPages(await createClient())) {
        const state = status === 'withdrawn' ? 'withdrawn, ' : '';
        console.log(`/${slug}  ${escapeInvisible(title)} (${state}revision ${revision}, ${who}, ${at})`);
      }
    });

  pages
    .command('withdraw')
    .argument('<slug>')
    .description('withdraw a page: its address is not found from then on')
    .action(async (slug: string) => {
      await (await createClient()).request('DELETE', `/pages/${encodeURIComponent(slug)}`);
      console.log(
        `Withdrew /${slug}. To publish it again: npm run story -- pages publish --force ${PAGES_FOLDER}/${slug}.md`,
      );
    });
}
