import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Command } from 'commander';
import type { ApiClient, CreateClient } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { formatCount } from '../../../cli/format.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import type { RedirectLineResult } from '../api/schemas.ts';
import type { ListedRedirect } from '../desk/redirect.ts';
import { formatRedirects, readRedirectFile } from './redirect-file.ts';
import { listRedirects, removeRedirect, sendRedirects } from './redirects.ts';

const describe = ({ from, to, hiddenBy }: ListedRedirect): string => {
  const hidden = hiddenBy === null ? '' : ` (readers get ${hiddenBy} instead)`;
  return escapeInvisible(`${from}  ->  ${to}${hidden}`);
};

/** Says what became of redirects. `places` are where they stand, if they come from a file. */
function report(results: readonly RedirectLineResult[], places?: readonly string[]): void {
  const refused = results.flatMap((result, index) =>
    result.ok ? [] : [`${places?.[index] ?? result.from}: ${result.detail}`],
  );
  for (const line of refused) console.error(escapeInvisible(line));
  const changed = results.filter((result) => result.ok && result.changed).length;
  const same = results.length - changed - refused.length;
  console.log(`${changed} added, ${same} unchanged, ${refused.length} refused.`);
  if (refused.length > 0) process.exitCode = 1;
}

async function list(api: ApiClient, prefix: string | undefined, to: string | undefined, isJson: boolean) {
  let count = 0;
  for await (const redirect of listRedirects(api, { prefix, to })) {
    console.log(isJson ? JSON.stringify(redirect) : describe(redirect));
    count++;
  }
  if (!isJson) console.log(count === 0 ? 'No redirects.' : `${formatCount(count, 'redirect')}.`);
}

async function importFile(api: ApiClient, file: string, replace: boolean): Promise<void> {
  const name = relative('.', file);
  const redirects = await readRedirectFile(file, name);
  const results = await sendRedirects(api, redirects, { replace });
  report(
    results,
    redirects.map(({ line }) => `${name}, line ${line}`),
  );
}

async function exportFile(api: ApiClient, file: string | undefined): Promise<void> {
  const redirects: ListedRedirect[] = [];
  for await (const redirect of listRedirects(api)) redirects.push(redirect);
  const text = formatRedirects(redirects);
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  await writeFile(file, text);
  console.log(`Wrote ${formatCount(redirects.length, 'redirect')} to ${relative('.', file)}.`);
}

/** `redirects`: lists and changes where old addresses lead. */
export function addRedirects(program: Command, createClient: CreateClient): void {
  const redirects = program
    .command('redirects')
    .description('old addresses, and where they lead: list, add, remove, import, export');

  redirects
    .command('list', { isDefault: true })
    .argument('[prefix]', 'what the old addresses begin with, as /2019/ (default: all)')
    .option('--to <address>', 'only those that lead there')
    .option('--json', 'print them as JSON, one per line')
    .description('list the redirects')
    .action(async (prefix: string | undefined, { to, json = false }: { to?: string; json?: boolean }) =>
      list(await createClient(), prefix, to, json),
    );

  redirects
    .command('add')
    .argument('<from>', 'the old address, as /2019/05/a-story/ or "/?p=123"')
    .argument('<to>', 'where it leads: /stories/a-story, or an address of another site')
    .option('--replace', 'even if it leads elsewhere already')
    .description('redirect an old address')
    .action(async (from: string, to: string, { replace = false }: { replace?: boolean }) => {
      const [result] = await sendRedirects(await createClient(), [{ from, to }], { replace });
      if (!result?.ok) throw new CommandError(`Not added. ${result?.detail ?? 'The server gave no answer.'}`);
      console.log(escapeInvisible(`${result.changed ? 'Added' : 'Already there'}: ${from}  ->  ${to}`));
    });

  redirects
    .command('remove')
    .argument('<from...>', 'old addresses')
    .description('remove redirects')
    .action(async (addresses: string[]) => {
      const api = await createClient();
      for (const from of addresses)
        console.log(`Removed: ${describe((await removeRedirect(api, from)).removed)}`);
    });

  redirects
    .command('import')
    .argument('<file>', 'CSV with two columns, from and to; or NDJSON, {"from":…,"to":…} on each line')
    .option('--replace', 'even those that lead elsewhere already')
    .description('add the redirects of a file; the same file again changes nothing')
    .action(async (file: string, { replace = false }: { replace?: boolean }) =>
      importFile(await createClient(), file, replace),
    );

  redirects
    .command('export')
    .argument('[file]', 'file to write (default: the terminal)')
    .description('write the redirects as CSV')
    .action(async (file: string | undefined) => exportFile(await createClient(), file));
}
