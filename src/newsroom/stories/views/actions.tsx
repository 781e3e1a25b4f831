import { accountsIn } from '../../../fediverse/documents/accounts.ts';
import { unprintableRule } from '../../../lib/characters.ts';
import { storyUrl } from '../../../settings/site.ts';
import { isStorySlug } from '../../../site/story/slug.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { ChangeResult } from '../../desk/ledger/change-result.ts';
import { plainRule, sayRule } from '../../drafts/views/editor/check/rule-words.ts';
import { requireCapability } from '../../frame/access.ts';
import { type NewsroomContext, readForm, textField } from '../../frame/context.ts';
import type { Translate } from '../../words/words.ts';
import { afterChange, readRevision, refusedBecause, renderAction } from './action-page.tsx';
import { type FoundStory, findStory } from './find-story.ts';

/** The most characters of a reason. */
const MAX_REASON = 2000;

/** Text of a field, with what is wrong with it. */
interface Typed {
  text: string;
  fault?: string | undefined;
}

const EMPTY: Typed = { text: '' };

type Refused = Parameters<typeof renderAction>[1]['refused'];

function askReason(c: NewsroomContext, found: FoundStory, { text, fault }: Typed = EMPTY, refused?: Refused) {
  const t = c.get('t');
  const isSeen = found.row.status === 'published';
  return renderAction(c, {
    found,
    name: 'withdraw',
    title: t('Withdraw this story?'),
    button: t('Withdraw the story'),
    isGrave: true,
    refused:
      refused ??
      (fault === undefined
        ? undefined
        : { status: 422, text: <p>{t('Nothing was changed: the reason is missing or wrong.')}</p> }),
    children: (
      <>
        <p>
          {isSeen
            ? t(
                'Readers no longer see the story. Its address says that it was withdrawn, when, and why, and feeds say so for 30 days. Nothing is deleted here, and it can be restored.',
              )
            : t(
                'Readers have not seen the story yet, and it will not appear. Nothing is deleted, and it can be restored.',
              )}
        </p>
        <div class="field">
          <label for="reason">{isSeen ? t('Reason, which readers see') : t('Reason')}</label>
          <textarea
            id="reason"
            name="reason"
            rows={4}
            required
            maxlength={MAX_REASON}
            dir="auto"
            aria-invalid={fault ? 'true' : undefined}
            aria-describedby={fault ? 'fault-reason reason-hint' : 'reason-hint'}
          >
            {text}
          </textarea>
          <span class="hint" id="reason-hint">
            {t(
              'One or two sentences in the language of the story. What was wrong, and what readers should believe instead?',
            )}
          </span>
          {fault ? (
            <p class="fault" id="fault-reason">
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

export async function askToWithdraw(c: NewsroomContext) {
  requireCapability(c, 'publish');
  const found = await findStory(c);
  return found instanceof Response ? found : askReason(c, found);
}

/** Reads the reason of a withdrawal, and what is wrong with it. */
function readReason(t: Translate, form: FormData): Typed {
  const text = textField(form, 'reason').replaceAll('\r\n', '\n');
  const unprintable = unprintableRule(text);
  if (text.trim() === '') return { text, fault: t('Write why: readers see it in place of the story.') };
  if (text.length > MAX_REASON) {
    return {
      text,
      fault: t(
        [
          'The reason has {count} character, and may have {most}. Shorten it.',
          'The reason has {count} characters, and may have {most}. Shorten it.',
        ],
        { count: text.length, most: MAX_REASON },
      ),
    };
  }
  return unprintable === undefined
    ? { text }
    : { text, fault: sayRule(t, plainRule(unprintable), t('The reason')) };
}

export async function withdraw(c: NewsroomContext) {
  const form = await readForm(c);
  const found = await findStory(c);
  if (found instanceof Response) return found;
  const seen = readRevision(form);
  const reason = readReason(c.get('t'), form);
  if (reason.fault !== undefined) return askReason(c, found, reason);
  const change = {
    expected: { revision: seen },
    actor: c.get('actor'),
    now: Date.now(),
    reason: reason.text,
  };
  const done = await deskOf(c.env).withdraw(found.row.slug, change);
  if (done.ok) return afterChange(c, done, 'withdrawn');
  return askReason(c, found, reason, refusedBecause(c, found, done, seen));
}

function askRestore(c: NewsroomContext, found: FoundStory, refused?: Refused) {
  const t = c.get('t');
  const { merged, due } = found.row;
  const isPast = due <= Date.now();
  return renderAction(c, {
    found,
    name: 'restore',
    title: t('Restore this story?'),
    button: t('Restore the story'),
    refused,
    children: (
      <p>
        {isPast
          ? t(
              'Readers see it again at its address, with the text that it had when it was withdrawn, and at its old place in feeds and archives.',
            )
          : t('It is scheduled again, and appears at the time that it names.')}
        {isPast && accountsIn(c.get('site'))
          ? ` ${t('Followers in the fediverse who were told that it was withdrawn get it as a new post.')}`
          : ''}
        {merged === null ? '' : ` ${t('Its address no longer leads to the story that it was merged into.')}`}
      </p>
    ),
  });
}

export async function askToRestore(c: NewsroomContext) {
  requireCapability(c, 'publish');
  const found = await findStory(c);
  return found instanceof Response ? found : askRestore(c, found);
}

export async function restore(c: NewsroomContext) {
  const form = await readForm(c);
  const found = await findStory(c);
  if (found instanceof Response) return found;
  const seen = readRevision(form);
  const change = { expected: { revision: seen }, actor: c.get('actor'), now: Date.now() };
  const done = await deskOf(c.env).restore(found.row.slug, change);
  return done.ok
    ? afterChange(c, done, 'restored')
    : askRestore(c, found, refusedBecause(c, found, done, seen));
}

function askTarget(c: NewsroomContext, found: FoundStory, { text, fault }: Typed = EMPTY, refused?: Refused) {
  const t = c.get('t');
  return renderAction(c, {
    found,
    name: 'merge',
    title: t('Merge this story into another?'),
    button: t('Merge the story'),
    isGrave: true,
    refused:
      refused ??
      (fault === undefined
        ? undefined
        : { status: 422, text: <p>{t('Nothing was changed: the other story is missing or wrong.')}</p> }),
    children: (
      <>
        <p>
          {t(
            'For a story that was published twice. This one is withdrawn, and its address leads readers to the other one, which stays as it is. Restoring it separates the two again.',
          )}
        </p>
        <div class="field">
          <label for="into">{t('The story to keep')}</label>
          <input
            id="into"
            name="into"
            value={text}
            required
            dir="ltr"
            autocapitalize="none"
            spellcheck={false}
            aria-invalid={fault ? 'true' : undefined}
            aria-describedby={fault ? 'fault-into into-hint' : 'into-hint'}
          />
          <span class="hint" id="into-hint">
            {t('Its address, like {address}, or the last part of it.', {
              address: storyUrl(c.get('site'), 'rates-fall'),
            })}
          </span>
          {fault ? (
            <p class="fault" id="fault-into">
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

export async function askToMerge(c: NewsroomContext) {
  requireCapability(c, 'publish');
  const found = await findStory(c);
  return found instanceof Response ? found : askTarget(c, found);
}

/** Returns the slug in what may be the address of a story. */
const slugIn = (typed: string) =>
  typed
    .replace(/[?#].*$/, '')
    .replace(/\/(history)?\/?$/, '')
    .replace(/^.*\//, '');

export async function merge(c: NewsroomContext) {
  const form = await readForm(c);
  const found = await findStory(c);
  if (found instanceof Response) return found;
  const seen = readRevision(form);
  const text = textField(form, 'into').trim();
  const into = slugIn(text);
  if (!isStorySlug(into)) {
    const t = c.get('t');
    const fault =
      text === ''
        ? t('Which story do readers get instead?')
        : t('“{typed}” is no address of a story.', { typed: text.slice(0, 200) });
    return askTarget(c, found, { text, fault });
  }
  const change = { expected: { revision: seen }, actor: c.get('actor'), now: Date.now(), into, reason: null };
  const done: ChangeResult = await deskOf(c.env).merge(found.row.slug, change);
  if (done.ok) return afterChange(c, done, 'merged');
  return askTarget(c, found, { text }, refusedBecause(c, found, done, seen));
}
