import { renderStoryFile } from '../../../site/export/markdown.ts';
import { parseStoryFile } from '../../../site/story/parse/parse.ts';
import { storyFields } from '../../../site/story/story.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { Draft } from '../../drafts/desk/draft.ts';
import { required } from '../../drafts/views/editor/open-draft.ts';
import type { NewsroomContext } from '../../frame/context.ts';
import type { ReviewEvent } from '../desk/review-event.ts';
import type { Earlier } from './changes.tsx';

/** Something that a draft can be compared with. */
export interface Since {
  /** A version's number, or `published`. */
  key: string;
  name: string;
}

/** Finds the version that was last reviewed, if the text was saved since, and what is published. */
function findOptions({ version, base }: Draft, events: readonly ReviewEvent[]): Since[] {
  const reviewed = events.findLast(
    (event) => (event.kind === 'approved' || event.kind === 'changes asked') && event.version < version,
  );
  return [
    ...(reviewed
      ? [
          {
            key: String(reviewed.version),
            name: `version ${reviewed.version}, which ${reviewed.by} reviewed`,
          },
        ]
      : []),
    ...(base ? [{ key: 'published', name: `the story as it is published, revision ${base.revision}` }] : []),
  ];
}

/** Finds what the draft is compared with: what the address asks for, or else the last reviewed version, or else what is published. */
export async function findEarlier(
  c: NewsroomContext,
  draft: Draft,
  events: readonly ReviewEvent[],
): Promise<{ earlier: Earlier | undefined; options: Since[]; current: string }> {
  const options = findOptions(draft, events);
  const chosen = options.find(({ key }) => key === c.req.query('since')) ?? options[0];
  if (!chosen) return { earlier: undefined, options, current: '' };
  const earlier =
    chosen.key === 'published' ? await publishedText(c, draft, chosen) : await versionText(c, draft, chosen);
  return { earlier, options, current: chosen.key };
}

async function versionText(
  c: NewsroomContext,
  { id, name }: Draft,
  { key, name: called }: Since,
): Promise<Earlier> {
  const found = await deskOf(c.env).drafts.version(id, Number(key), c.get('actor'));
  const { text } = required(found).version;
  const parsed = parseStoryFile(text, name);
  return { name: called, text, record: parsed.ok ? parsed.value : undefined };
}

async function publishedText(
  c: NewsroomContext,
  { base }: Draft,
  { name }: Since,
): Promise<Earlier | undefined> {
  const revision = base && (await deskOf(c.env).revision(base.slug, base.revision));
  if (!revision) return undefined;
  const record = storyFields.safeParse(revision.record).data ?? revision.record;
  return { name, text: renderStoryFile(record), record };
}
