import { parsePicturePath } from '../../../../site/pictures/address.ts';
import { deskOf } from '../../../desk/desk-stub.ts';
import { requireCapability } from '../../../frame/access.ts';
import { type Newsroom, type NewsroomContext, readForm, textField } from '../../../frame/context.ts';
import type { UploadedPicture } from '../../../pictures/desk/picture.ts';
import { begunNotice } from '../../../reports/views/begun-notice.ts';
import { sentence } from '../../../words/translate.ts';
import type { Translate } from '../../../words/words.ts';
import { findSources, readPage, showWords } from './cite.ts';
import { CORRECTION_ROW, titleOfOriginal } from './fields-details.tsx';
import { withNewRow } from './fields-rows.tsx';
import { showDraft } from './form/draft-form.ts';
import { placesOf, type Values } from './form/values.ts';
import { renderDraftForm } from './form-page.tsx';
import {
  checkText,
  draftPath,
  errorOf,
  formContext,
  openDraft,
  readableFile,
  required,
} from './open-draft.ts';
import { showPresence } from './presence.ts';
import { showCard, showFeed, showPage } from './previews.ts';
import { publish, showPublish } from './publish.tsx';
import { checkSent, saveDraft } from './save.tsx';
import { schedule, setEmbargo, showSchedule } from './schedule.tsx';
import { renderDraftText } from './text.tsx';
import { renderUnreadable } from './unreadable.tsx';
import { returnToVersion, showVersion, showVersions } from './versions.tsx';
import { renderWritePage } from './write-page.tsx';

/** Finds the picture that was chosen for a draft on the page of pictures, which leads back with `?picture=`. */
async function findChosenPicture(c: NewsroomContext): Promise<UploadedPicture | undefined> {
  const hash = c.req.query('picture');
  return hash === undefined ? undefined : deskOf(c.env).media.find(hash);
}

/** Finds the picture that a draft shows, if it was uploaded here. */
async function findUploaded(c: NewsroomContext, values: Values): Promise<UploadedPicture | undefined> {
  const id = parsePicturePath(values['image.url'] ?? '');
  return id && deskOf(c.env).media.find(id.hash);
}

/** Fills a picture in. What the draft says of its picture stays where the newsroom says nothing of this one. */
function withPicture(values: Values, picture: UploadedPicture): Values {
  const { url, width, height, encodingFormat, alt, credit } = picture;
  return {
    ...values,
    'image.url': url,
    'image.width': String(width),
    'image.height': String(height),
    'image.encodingFormat': encodingFormat,
    'image.focus': '',
    ...(alt === null ? {} : { 'image.alt': alt }),
    ...(credit === null ? {} : { 'image.credit': credit }),
  };
}

/** Adds a correction notice with this text, unless the draft has it already. */
function withNotice(values: Values, text: string): Values {
  const places = placesOf(values, 'correction');
  if (text !== '' && places.some((place) => values[`correction.${place}.text`]?.includes(text)))
    return values;
  const added = withNewRow(values, 'correction', CORRECTION_ROW);
  return { ...added, [`correction.${placesOf(added, 'correction').at(-1)}.text`]: text };
}

/** Says what to do in a draft that was begun from a report. */
const saidOfReport = (t: Translate, notice: string) =>
  notice === ''
    ? t(
        'The report is a note on this draft. Mend the story, and say in the correction notice what was wrong.',
      )
    : t(
        'The report is a note on this draft. Mend the story, and say in the correction notice what was wrong: so far it only thanks the reader.',
      );

/** What a change did, by the word in the address that leads back to the draft. */
const DONE: Readonly<Record<string, string>> = {
  saved: sentence('Saved.'),
  drafted: sentence(
    'Drafted from the sources. Check every sentence against its evidence, then write the analysis.',
  ),
  voided: sentence('Saved. The approval was for the earlier text, and no longer holds.'),
  merged: sentence(
    'Saved, together with what somebody else had saved meanwhile. Read the two together before you go on: the versions show what each changed.',
  ),
  restored: sentence('The draft is restored.'),
  version: sentence('The earlier version is the newest again.'),
};

const saidIn = (c: NewsroomContext) => {
  const text = DONE[c.req.query('done') ?? ''];
  return text === undefined ? undefined : { text: c.get('t')(text) };
};

/** The most stories that are proposed as the original of a translation. */
const MOST_PROPOSED = 50;
const PUBLISHED = { status: 'published', words: '', topic: '', author: '', source: '' } as const;

const findOriginals = async (c: NewsroomContext, words: string) =>
  (await deskOf(c.env).storyLists.search({ ...PUBLISHED, words }, { most: MOST_PROPOSED })).stories;

/** `GET …/originals?q=`: stories of which the draft may be a translation. */
async function listOriginals(c: NewsroomContext): Promise<Response> {
  requireCapability(c, 'write');
  const stories = await findOriginals(c, c.req.query('q') ?? '');
  return c.json({
    stories: stories.map((story) => ({ slug: story.slug, title: titleOfOriginal(c.get('t'), story) })),
  });
}

/** Shows a draft to write in: as a page, which needs a script, or as a form. */
async function showFields(c: NewsroomContext, render: typeof renderDraftForm): Promise<Response> {
  const draft = await openDraft(c);
  const check = await checkText(c, draft);
  const file = readableFile(draft.text);
  if (!file) return renderUnreadable(c, draft, check);
  const saved = showDraft(file, formContext(c));
  const chosen = await findChosenPicture(c);
  const notice = await begunNotice(c, draft.id);
  const noticed = notice === undefined ? saved : withNotice(saved, notice);
  const values = chosen ? withPicture(noticed, chosen) : noticed;
  const picture = chosen ?? (await findUploaded(c, values));
  const said = chosen
    ? {
        text: c.get('t')('The picture {name} is filled in. Save the draft to keep it.', {
          name: chosen.name,
        }),
      }
    : notice === undefined
      ? saidIn(c)
      : { text: saidOfReport(c.get('t'), notice) };
  const notes =
    draft.notes === 0 ? [] : required(await deskOf(c.env).notes.list(draft.id, c.get('actor'))).notes;
  const origin = await deskOf(c.env).draftSources.origin(draft.id);
  // The page to write on asks for them once somebody is about to name one.
  const stories = render === renderDraftForm ? await findOriginals(c, '') : [];
  const { version } = draft;
  const isUnsaved = values !== saved;
  return render(c, { draft, version, values, isUnsaved, check, picture, stories, notes, origin, said });
}

async function showText(c: NewsroomContext): Promise<Response> {
  const draft = await openDraft(c);
  const { version, text } = draft;
  return renderDraftText(c, { draft, version, text, check: await checkText(c, draft), said: saidIn(c) });
}

async function discard(c: NewsroomContext): Promise<Response> {
  const version = Number(textField(await readForm(c), 'version'));
  const { id } = await openDraft(c);
  const done = await deskOf(c.env).drafts.discard(id, { version, actor: c.get('actor'), now: Date.now() });
  if (!done.ok) throw errorOf(done);
  return c.redirect(`/newsroom/drafts?discarded=${id}`, 303);
}

async function restore(c: NewsroomContext): Promise<Response> {
  const { id } = await openDraft(c);
  const done = await deskOf(c.env).drafts.restoreDiscarded(id, { actor: c.get('actor') });
  if (!done.ok) throw errorOf(done);
  return c.redirect(`${draftPath(id)}?done=restored`, 303);
}

/** Adds the pages of a draft. */
export function addEditorRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/drafts/:id', (c) => showFields(c, renderWritePage));
  newsroom.post('/newsroom/drafts/:id', saveDraft);
  newsroom.get('/newsroom/drafts/:id/form', (c) => showFields(c, renderDraftForm));
  newsroom.post('/newsroom/drafts/:id/form', saveDraft);
  newsroom.get('/newsroom/drafts/:id/text', showText);
  newsroom.post('/newsroom/drafts/:id/text', saveDraft);
  newsroom.post('/newsroom/drafts/:id/check', checkSent);
  newsroom.get('/newsroom/drafts/:id/presence', showPresence);
  newsroom.get('/newsroom/drafts/:id/cite', findSources);
  newsroom.post('/newsroom/drafts/:id/source', readPage);
  newsroom.get('/newsroom/drafts/:id/words', showWords);
  newsroom.get('/newsroom/drafts/:id/originals', listOriginals);
  newsroom.get('/newsroom/drafts/:id/page', showPage);
  newsroom.get('/newsroom/drafts/:id/feed', showFeed);
  newsroom.get('/newsroom/drafts/:id/card.png', showCard);
  newsroom.get('/newsroom/drafts/:id/versions', showVersions);
  newsroom.get('/newsroom/drafts/:id/versions/:n', showVersion);
  newsroom.post('/newsroom/drafts/:id/versions/:n', returnToVersion);
  newsroom.get('/newsroom/drafts/:id/publish', showPublish);
  newsroom.post('/newsroom/drafts/:id/publish', publish);
  newsroom.get('/newsroom/drafts/:id/schedule', showSchedule);
  newsroom.post('/newsroom/drafts/:id/schedule', schedule);
  newsroom.post('/newsroom/drafts/:id/embargo', setEmbargo);
  newsroom.post('/newsroom/drafts/:id/discard', discard);
  newsroom.post('/newsroom/drafts/:id/restore', restore);
}
