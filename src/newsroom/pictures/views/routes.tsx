import { pictureMarkdown } from '../../../site/story/body-picture.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { REFUSAL_STATUS } from '../../desk/refusal-status.ts';
import { plainRule, sayRule } from '../../drafts/views/editor/check/rule-words.ts';
import {
  type Newsroom,
  type NewsroomContext,
  NewsroomError,
  readForm,
  textField,
  wantsJson,
  zoneOf,
} from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { sentence } from '../../words/translate.ts';
import type { Translate } from '../../words/words.ts';
import type { PictureRefusal, PictureTexts, UploadedPicture } from '../desk/picture.ts';
import { storePicture } from '../desk/store-picture.ts';
import { draftPath, type Faults, facts, PictureList, pagePath, TextFields, UploadForm } from './pages.tsx';
import { readUpload } from './upload.ts';

/** How many pictures a page of the list shows. */
const PAGE_LENGTH = 24;

const NO_TEXTS: PictureTexts = { alt: null, credit: null };

const textsIn = (form: FormData): PictureTexts => ({
  alt: textField(form, 'alt'),
  credit: textField(form, 'credit'),
});

/** What a change did, by the word in the address that leads back to a page. */
const DONE: Record<string, string> = {
  uploaded: sentence('The picture is uploaded.'),
  known: sentence('This picture was uploaded before.'),
  saved: sentence('The texts are saved.'),
};

const saidIn = (c: NewsroomContext) => {
  const text = DONE[c.req.query('done') ?? ''];
  return text === undefined ? undefined : { text: c.get('t')(text) };
};

const LABELS = { alt: sentence('The description'), credit: sentence('The credit') };

const sayFault = (t: Translate, refusal: PictureRefusal): string =>
  refusal.field && refusal.rule !== undefined
    ? sayRule(t, plainRule(refusal.rule), t(LABELS[refusal.field]))
    : t(refusal);

/** Returns the error for a script, which shows it where it asked. */
const errorOf = (t: Translate, refusal: PictureRefusal) =>
  new NewsroomError(REFUSAL_STATUS[refusal.why], 'The picture was not stored', '{reason}', {
    reason: sayFault(t, refusal),
  });

/** Reads where in the list a page begins: behind a picture, as `time,hash`. */
function readBefore(c: NewsroomContext) {
  const [at, hash] = (c.req.query('before') ?? '').split(',');
  return at && hash && !Number.isNaN(Date.parse(at)) ? { at, hash } : undefined;
}

interface Attempt {
  texts: PictureTexts;
  refusal: PictureRefusal;
  draft: string | undefined;
}

/** Shows the form and the list; after a refused upload, what was wrong with it and what was typed. */
async function showPictures(c: NewsroomContext, attempt?: Attempt): Promise<Response> {
  const t = c.get('t');
  const before = readBefore(c);
  const draft = attempt ? attempt.draft : c.req.query('draft');
  const found = await deskOf(c.env).media.list({ limit: PAGE_LENGTH + 1, ...(before ? { before } : {}) });
  const pictures = found.slice(0, PAGE_LENGTH);
  const last = found.length > PAGE_LENGTH ? pictures.at(-1) : undefined;
  const faults: Faults = attempt
    ? { [attempt.refusal.field ?? 'picture']: sayFault(t, attempt.refusal) }
    : {};
  const ofDraft = draft === undefined ? '' : `&draft=${encodeURIComponent(draft)}`;
  const refused = attempt && {
    text: t('The picture was not stored. The form says why; choose the file again.'),
    isWrong: true,
  };
  return renderNewsroom(c, {
    title: t('Pictures'),
    said: refused ?? saidIn(c),
    scripts: ['pictures'],
    ...(attempt ? { status: REFUSAL_STATUS[attempt.refusal.why] } : {}),
    children: (
      <>
        <h2>{t('Upload a picture')}</h2>
        <UploadForm texts={attempt?.texts ?? NO_TEXTS} faults={faults} draft={draft} />
        <h2>{t('Uploaded pictures')}</h2>
        {pictures.length === 0 ? <p>{t(before ? 'There are no older ones.' : 'There are none yet.')}</p> : ''}
        <PictureList pictures={pictures} zone={zoneOf(c)} draft={draft} />
        {last ? (
          <p class="actions">
            <a class="button" href={`/newsroom/pictures?before=${last.at},${last.hash}${ofDraft}`}>
              {t('Older pictures')}
            </a>
          </p>
        ) : (
          ''
        )}
      </>
    ),
  });
}

interface PictureDetails {
  /** What the form shows, if that is not what is stored. */
  texts?: PictureTexts;
  refusal?: PictureRefusal;
  said?: Parameters<typeof renderNewsroom>[1]['said'];
  /** The draft that the picture was uploaded for. */
  draft?: string | undefined;
}

/** Shows one picture, with a form for its texts. */
function showPicture(c: NewsroomContext, picture: UploadedPicture, details: PictureDetails = {}) {
  const t = c.get('t');
  const { url, alt, width, height, name, hash } = picture;
  const { texts = picture, refusal, said = saidIn(c), draft } = details;
  const faults: Faults = refusal?.field ? { [refusal.field]: sayFault(t, refusal) } : {};
  const refused = refusal && {
    text: refusal.field ? t('The texts were not saved.') : t(refusal),
    isWrong: true,
  };
  return renderNewsroom(c, {
    title: name,
    said: refused ?? said,
    ...(refusal ? { status: REFUSAL_STATUS[refusal.why] } : {}),
    children: (
      <>
        <p>
          <img src={url} alt={alt ?? ''} width={width} height={height} />
        </p>
        <p class="quiet">{facts(t, picture, zoneOf(c))}</p>
        <p>
          {t(
            'To show it in a story, press {button} above the analysis. Where you write in a form, put this line into a paragraph of its own:',
            { button: <strong>{t('Picture')}</strong> },
          )}
        </p>
        <pre>
          <code>{pictureMarkdown(picture)}</code>
        </pre>
        <form method="post" action={pagePath(hash)}>
          <TextFields texts={texts} faults={faults} />
          {draft === undefined ? '' : <input type="hidden" name="draft" value={draft} />}
          <p class="quiet">{t('Stories that show the picture keep the texts that they have.')}</p>
          <p class="actions">
            <button class="main" type="submit">
              {t(draft === undefined ? 'Save' : 'Save, and use in the draft')}
            </button>
            {draft === undefined ? '' : <a href={draftPath(draft, hash)}>{t('Use in the draft as it is')}</a>}
            <a href="/newsroom/pictures">{t('All pictures')}</a>
          </p>
        </form>
      </>
    ),
  });
}

/** Says which texts a known picture has; undefined if those that were typed do not differ. */
function differingTexts(t: Translate, picture: UploadedPicture, typed: PictureTexts): string | undefined {
  const differs = (field: keyof PictureTexts) => {
    const text = typed[field]?.trim() ?? '';
    return text !== '' && text !== picture[field];
  };
  const { alt, credit } = picture;
  const known: string[] = [];
  if (differs('alt'))
    known.push(alt === null ? t('no description') : t('the description “{text}”', { text: alt }));
  if (differs('credit'))
    known.push(credit === null ? t('no credit') : t('the credit “{text}”', { text: credit }));
  if (known.length === 0) return undefined;
  return t(
    'This picture was uploaded before, with {texts}. The form has what you typed: save it to replace that.',
    { texts: new Intl.ListFormat(t.tag).format(known) },
  );
}

async function findPicture(c: NewsroomContext): Promise<UploadedPicture> {
  const picture = await deskOf(c.env).media.find(c.req.param('hash') ?? '');
  if (picture) return picture;
  throw new NewsroomError(
    404,
    'No such picture',
    'There is no picture at this address. “Pictures” lists all.',
  );
}

/** What a story's form needs of a picture. */
const fieldsOf = ({ url, width, height, encodingFormat, alt, credit, name }: UploadedPicture) => ({
  name,
  url,
  width,
  height,
  encodingFormat,
  alt,
  credit,
});

async function upload(c: NewsroomContext): Promise<Response> {
  const form = await readUpload(c);
  const isForm = form instanceof FormData;
  const texts = isForm ? textsIn(form) : NO_TEXTS;
  const draft = (isForm && textField(form, 'draft')) || undefined;
  const file = isForm ? form.get('picture') : null;
  const [bytes, name] =
    file instanceof File ? [new Uint8Array(await file.arrayBuffer()), file.name] : [new Uint8Array(), ''];
  const sizes = await Promise.all(
    (isForm ? form.getAll('size') : [])
      .filter((size) => size instanceof File)
      .map(async (size) => new Uint8Array(await size.arrayBuffer())),
  );
  const details = { name, sizes, actor: c.get('actor'), now: Date.now(), ...texts };
  const stored = isForm ? await storePicture(c.env, bytes, details) : form;
  if (!stored.ok && wantsJson(c)) throw errorOf(c.get('t'), stored);
  if (!stored.ok) return showPictures(c, { texts, refusal: stored, draft });
  const { picture, isNew } = stored;
  if (wantsJson(c)) return c.json(fieldsOf(picture));
  const differing = isNew ? undefined : differingTexts(c.get('t'), picture, texts);
  if (differing !== undefined) {
    // What was not typed stays as it is.
    const shown = { alt: texts.alt || picture.alt, credit: texts.credit || picture.credit };
    return showPicture(c, picture, { texts: shown, said: { text: differing }, draft });
  }
  const done = isNew ? 'uploaded' : 'known';
  return c.redirect(
    draft === undefined ? `${pagePath(picture.hash)}?done=${done}` : draftPath(draft, picture.hash),
    303,
  );
}

/** Adds the pages of uploaded pictures. */
export function addPictureRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/pictures', (c) => showPictures(c));
  newsroom.post('/newsroom/pictures', upload);
  newsroom.get('/newsroom/pictures/:hash', async (c) => showPicture(c, await findPicture(c)));
  newsroom.post('/newsroom/pictures/:hash', async (c) => {
    const picture = await findPicture(c);
    const form = await readForm(c);
    const typed = textsIn(form);
    // The script of a draft adds what was said there first, and replaces nothing.
    const isAddition = textField(form, 'lacking') !== '';
    const texts = isAddition
      ? { alt: picture.alt ?? typed.alt, credit: picture.credit ?? typed.credit }
      : typed;
    const draft = textField(form, 'draft') || undefined;
    const changed = await deskOf(c.env).media.describe(picture.hash, texts, { actor: c.get('actor') });
    if (!changed.ok) return showPicture(c, picture, { texts, refusal: changed, draft });
    const path =
      draft === undefined ? `${pagePath(picture.hash)}?done=saved` : draftPath(draft, picture.hash);
    return c.redirect(path, 303);
  });
}
