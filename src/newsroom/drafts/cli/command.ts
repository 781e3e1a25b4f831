import { type Command, Option } from 'commander';
import type { ApiClient, CreateClient } from '../../../cli/client/api-client.ts';
import { formatCount } from '../../../cli/format.ts';
import { DRAFTER_NAMES } from '../../../settings/wire-schema.ts';
import type { Change } from '../../stories/api/schemas.ts';
import { DRAFT_STATES } from '../desk/draft.ts';
import { draftFromSources } from './draft-from-sources.ts';
import { pullDraft } from './pull-draft.ts';
import { pushDraft } from './push-draft.ts';
import { findPushedVersion } from './pushed-version.ts';
import { describeDraft, listDrafts } from './remote-draft.ts';

async function list(api: ApiClient, state: string | undefined): Promise<void> {
  const drafts = await listDrafts(api, state);
  for (const draft of drafts) console.log(describeDraft(draft));
  console.log(drafts.length === 0 ? 'No drafts.' : `${formatCount(drafts.length, 'draft')}.`);
}

async function publish(api: ApiClient, named: string): Promise<void> {
  const { id, version } = await findPushedVersion(api, named);
  const { status, slug, revision, url } = await api.json<Change>('POST', `/drafts/${id}/publish`, {
    headers: { 'If-Match': `"${version}"` },
  });
  console.log(`${slug}: ${status}, revision ${revision}: ${url}`);
}

/** `draft <url…>`: a draft from sources. `draft list`, `pull`, `push` and `publish`: the drafts of the newsroom as files. */
export function addDraft(program: Command, createClient: CreateClient): void {
  const draft = program
    .command('draft')
    .description('draft a story from pages; list the drafts of the newsroom; a draft as a file, and back');

  draft
    .command('from', { isDefault: true })
    .argument('<url...>', 'addresses of the sources; the word "from" may be left out')
    .option('--language <tag>', "language of the story (default: the site's)")
    .addOption(
      new Option('--drafter <drafter>', 'what drafts the TL;DR (default: as the settings say)').choices(
        DRAFTER_NAMES,
      ),
    )
    .description('draft a story from pages: TL;DR, evidence and sources')
    .action(async (urls: string[], options: { language?: string; drafter?: string }) =>
      draftFromSources(createClient, urls, options),
    );

  draft
    .command('list')
    .addOption(new Option('--state <state>', 'only drafts in this state').choices(DRAFT_STATES))
    .description('list the drafts that you may open')
    .action(async ({ state }: { state?: string }) => list(await createClient(), state));

  draft
    .command('pull')
    .argument('<draft>', 'name or id')
    .argument('[file]', 'file to write (default: data/drafts/<name>.md)')
    .option('--force', 'overwrite changes in the file that were not pushed')
    .description('write a draft to a file, byte for byte')
    .action(async (named: string, file: string | undefined, { force = false }: { force?: boolean }) =>
      pullDraft(await createClient(), named, file, force),
    );

  draft
    .command('push')
    .argument('<file>')
    .option('--force', "replace the draft's newest version, even if it is newer than the file")
    .option('--new', 'begin another draft, even if there is one with this name')
    .description('send a file to the newsroom: as the next version of its draft, or as a new draft')
    .action(async (file: string, options: { force?: boolean; new?: boolean }) =>
      pushDraft(await createClient(), file, options),
    );

  draft
    .command('publish')
    .argument('<draft>', 'file that was pushed, name or id')
    .description('publish or schedule a draft, with the review that the newsroom asks for')
    .action(async (named: string) => publish(await createClient(), named));
}
