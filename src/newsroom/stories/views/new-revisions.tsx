import { storyUrl } from '../../../settings/site.ts';
import { findMissingCorrections, toRevertedRecord } from '../../../site/story/history/revert.ts';
import { faultsFromZod } from '../../../site/story/parse/fault.ts';
import { isStorySlug, MAX_STORY_SLUG } from '../../../site/story/slug.ts';
import { type Story, storySchema } from '../../../site/story/story.ts';
import type { AppliedChange } from '../../desk/ledger/change-result.ts';
import { type RefusedStory, submitStory } from '../../desk/submit-story.ts';
import { requireCapability } from '../../frame/access.ts';
import { type NewsroomContext, NewsroomError, readForm, textField } from '../../frame/context.ts';
import { sentence } from '../../words/translate.ts';
import type { Translate } from '../../words/words.ts';
import { afterChange, readRevision, refusedBecause, renderAction } from './action-page.tsx';
import { Differences } from './compare.tsx';
import { type FoundStory, findRevision, findStory } from './find-story.ts';

// Changes that save another record of a story: rename and revert.

/** Saves a record that was made from stored ones, which an earlier version of the program may have accepted by other rules. */
async function save(c: NewsroomContext, record: Story, seen: number): Promise<AppliedChange | RefusedStory> {
  const parsed = storySchema.safeParse(record);
  if (!parsed.success) {
    const detail = sentence(
      'That text breaks rules that are newer than it is, so nothing was changed. Correct the story instead, and mend what is listed:',
    );
    return { ok: false, why: 'invalid', detail, faults: faultsFromZod(parsed.error, record) };
  }
  const options = { expected: { revision: seen }, actor: c.get('actor'), now: Date.now() };
  return submitStory(c.env, parsed.data, options);
}

type Refused = Parameters<typeof renderAction>[1]['refused'];

function askSlug(
  c: NewsroomContext,
  found: FoundStory,
  { text, fault }: { text: string; fault?: string | undefined },
  refused?: Refused,
) {
  const t = c.get('t');
  return renderAction(c, {
    found,
    name: 'rename',
    title: t('Rename this story?'),
    button: t('Rename the story'),
    refused:
      refused ??
      (fault === undefined
        ? undefined
        : { status: 422, text: <p>{t('Nothing was changed: the new address is missing or wrong.')}</p> }),
    children: (
      <>
        <p>
          {t(
            'Its address becomes another one. The present address leads there for ever, so links and bookmarks keep working, and feed readers know it as the same story. To change the headline, correct the story instead.',
          )}
        </p>
        <div class="field">
          <label for="slug">{t('The last part of the new address')}</label>
          <input
            id="slug"
            name="slug"
            value={text}
            required
            maxlength={MAX_STORY_SLUG}
            dir="ltr"
            autocapitalize="none"
            spellcheck={false}
            aria-invalid={fault ? 'true' : undefined}
            aria-describedby={fault ? 'fault-slug slug-hint' : 'slug-hint'}
          />
          <span class="hint" id="slug-hint">
            {t('It follows {address} and has small letters from a to z, digits, and hyphens between words.', {
              address: storyUrl(c.get('site'), ''),
            })}
          </span>
          {fault ? (
            <p class="fault" id="fault-slug">
              {fault}
            </p>
          ) : (
            ''
          )}
        </div>
      </>
    ),
  });
}

export async function askToRename(c: NewsroomContext) {
  requireCapability(c, 'publish');
  const found = await findStory(c);
  return found instanceof Response ? found : askSlug(c, found, { text: found.row.slug });
}

/** Returns what is wrong with a new slug. */
function whyNotSlug(t: Translate, slug: string, { row }: FoundStory): string | undefined {
  if (slug === row.slug) return t('That is the present address. Write another one, or cancel.');
  if (isStorySlug(slug)) return undefined;
  return t(
    '“{typed}” cannot be part of an address. Write small letters from a to z, digits, and single hyphens between words, like rates-fall.',
    { typed: slug.slice(0, 200) },
  );
}

export async function rename(c: NewsroomContext) {
  const form = await readForm(c);
  const found = await findStory(c);
  if (found instanceof Response) return found;
  const seen = readRevision(form);
  const text = textField(form, 'slug').trim();
  const fault = whyNotSlug(c.get('t'), text, found);
  if (fault !== undefined) return askSlug(c, found, { text, fault });
  const done = await save(c, { ...found.record, slug: text, identifier: found.row.identifier }, seen);
  return done.ok
    ? afterChange(c, done, 'renamed')
    : askSlug(c, found, { text }, refusedBecause(c, found, done, seen));
}

async function askRevert(c: NewsroomContext, found: FoundStory, number: string, refused?: Refused) {
  const earlier = await findRevision(c, found, number);
  const t = c.get('t');
  const { row, record } = found;
  if (row.status === 'withdrawn') {
    throw new NewsroomError(409, 'Withdrawn', 'The story is withdrawn. Restore it first, then revert it.');
  }
  const reverted = toRevertedRecord(earlier.record, record);
  const kept = findMissingCorrections(record, earlier.record).length;
  const revisions = { earlier: earlier.revision, next: row.revision + 1 };
  return renderAction(c, {
    found,
    name: 'revert',
    title: t('Revert to revision {revision}?', { revision: earlier.revision }),
    button: t('Publish revision {revision} again', { revision: earlier.revision }),
    refused,
    children: (
      <>
        <input type="hidden" name="to" value={String(earlier.revision)} />
        <p>
          {row.status === 'published'
            ? t(
                'Readers get the text of revision {earlier} again, as revision {next}. All revisions stay, so this can be undone in the same way. The story keeps its address.',
                revisions,
              )
            : t(
                'The scheduled story gets the text of revision {earlier} again, as revision {next}. All revisions stay, so this can be undone in the same way. The story keeps its address.',
                revisions,
              )}
          {kept === 0
            ? ''
            : ` ${t(
                [
                  'The correction notice published since then stays.',
                  'The {count} correction notices published since then stay.',
                ],
                { count: kept },
              )}`}
        </p>
        <h2>{t('What changes')}</h2>
        <Differences before={record} after={reverted} level={3} />
      </>
    ),
  });
}

export async function askToRevert(c: NewsroomContext) {
  requireCapability(c, 'publish');
  const found = await findStory(c);
  return found instanceof Response ? found : askRevert(c, found, c.req.query('to') ?? '');
}

export async function revert(c: NewsroomContext) {
  const form = await readForm(c);
  const found = await findStory(c);
  if (found instanceof Response) return found;
  const seen = readRevision(form);
  const to = textField(form, 'to');
  const earlier = await findRevision(c, found, to);
  const done = await save(c, toRevertedRecord(earlier.record, found.record), seen);
  if (done.ok) return afterChange(c, done, 'reverted');
  return askRevert(c, found, to, refusedBecause(c, found, done, seen));
}
