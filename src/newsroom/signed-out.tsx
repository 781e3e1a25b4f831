import { toPrintable } from '../lib/characters.ts';
import { escapeHtml } from '../lib/html.ts';
import { withTimeout } from '../lib/timeout.ts';
import { isWithinRate } from '../rate-limit.ts';
import { formError, MAX_FORM_BYTES, type NewsroomContext, NewsroomError } from './context.ts';
import { type FormBounds, FormTooLarge, MAX_FORM_FIELDS, readEncodedForm, readFields } from './form-body.ts';
import { decodeValue, type EncodedField, KEPT, keepFields, withKeptFields } from './kept-form.ts';
import { renderNewsroom } from './layout.tsx';
import { MAX_UPLOAD_BYTES } from './pictures/upload.ts';

// Nobody has to be signed in to send a form to this page. So what it may cost is bounded: an answer is at most twice as long as
// its form, but for 100 kB, and no step of the work keeps a reader's request waiting for long.

/** The fields that say how a form is sent, not what was typed. */
const CONTROLS = ['version', 'action'];

const DETAIL =
  'Your session has ended, so nothing was changed. What you typed is below. Sign in again in another tab, come back to this one, and send it again.';

/** The most fields that are shown. The longest are; the others are on the page all the same. */
const MAX_SHOWN = 200;
/** The most characters of a shown field's name, which is on the page three times. */
const MAX_NAME_LENGTH = 60;
/** The most characters of what is typed beside a file. */
const MAX_TYPED_BESIDE_FILE = 12_000;
/** The most bytes of all forms that this isolate reads for whoever is not signed in. Two drafts of the greatest length fit. */
const MAX_HELD_BYTES = 16_000_000;
/** How long a form may take to arrive, in milliseconds. */
const ARRIVAL_TIMEOUT = 60_000;
/** The most characters that are decoded at once, which takes about a millisecond. */
const STEP = 32_768;

/** A URL-encoded form as browsers write it. Whatever else there is would be longer on the page. */
const ENCODED = /^[\w!$()*+,./:;=?@~%&-]*$/;

let held = 0;

const tooMany = (c: NewsroomContext, whose: string) => {
  c.header('Retry-After', '60');
  return new NewsroomError(
    429,
    'Too many forms',
    `Your session has ended, so nothing was changed, and too many forms came ${whose} to show what you typed. Go back, where it still is, and sign in in another tab before you send it again.`,
  );
};

interface Sent {
  fields: readonly EncodedField[];
  hasFile: boolean;
}

async function readEncoded(request: Request, bounds: FormBounds): Promise<Sent> {
  const text = await readEncodedForm(request, bounds);
  if (!ENCODED.test(text)) throw new Error('not as browsers write it');
  const fields = text.split('&').flatMap((field): EncodedField[] => {
    if (field === '') return [];
    const at = field.indexOf('=');
    return at < 0 ? [[field, '']] : [[field.slice(0, at), field.slice(at + 1)]];
  });
  return { fields: withKeptFields(fields), hasFile: false };
}

async function readMessage(request: Request, bounds: FormBounds): Promise<Sent> {
  const sent = [...(await readFields(request, bounds))];
  const fields = sent.flatMap(([name, value]): EncodedField[] =>
    typeof value === 'string' ? [[encodeURIComponent(name), encodeURIComponent(value)]] : [],
  );
  const length = fields.reduce((sum, field) => sum + field.join('=').length, 0);
  if (length > MAX_TYPED_BESIDE_FILE) throw new FormTooLarge();
  return { fields, hasFile: fields.length < sent.length };
}

/** Counts the bytes of a form among those that this isolate holds. Throws 429 if they are too many, and for whatever comes after the end. */
function holdBytes(c: NewsroomContext) {
  if (held + Number(c.req.header('Content-Length') ?? 0) > MAX_HELD_BYTES) throw tooMany(c, 'at once');
  let own = 0;
  let hasEnded = false;
  const onBytes = (count: number) => {
    if (hasEnded || held + count > MAX_HELD_BYTES) throw tooMany(c, 'at once');
    own += count;
    held += count;
  };
  const end = () => {
    hasEnded = true;
    held -= own;
  };
  return { onBytes, end };
}

/** Reads a form within the time that it may take. */
async function readSent(request: Request, onBytes: (count: number) => void): Promise<Sent> {
  const isMessage = /^multipart/i.test(request.headers.get('Content-Type') ?? '');
  const bounds = { fields: MAX_FORM_FIELDS, onBytes };
  const sent = isMessage
    ? readMessage(request, { ...bounds, bytes: MAX_UPLOAD_BYTES })
    : readEncoded(request, { ...bounds, bytes: MAX_FORM_BYTES });
  try {
    return await withTimeout(ARRIVAL_TIMEOUT, sent);
  } catch (error) {
    throw formError(error);
  }
}

/** Returns where a step through an encoded text ends: before a character that is not begun within it. */
function stepEnd(encoded: string, from: number): number {
  const end = from + STEP;
  if (end >= encoded.length) return encoded.length;
  // A character has at most four bytes, each of three characters.
  for (let at = end; at > end - 12; at--) {
    const isWithinByte = encoded[at - 1] === '%' || encoded[at - 2] === '%';
    if (!isWithinByte && !/^%[89AB]/i.test(encoded.slice(at, at + 2))) return at;
  }
  return end;
}

/** Decodes and escapes a text. Between the steps, other requests have their turn. */
async function htmlOf(encoded: string): Promise<string> {
  let html = '';
  for (let at = 0; at < encoded.length; ) {
    if (at > 0) await scheduler.wait(0);
    const end = stepEnd(encoded, at);
    html += toPrintable(decodeValue(encoded.slice(at, end)))
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;');
    at = end;
  }
  return html;
}

/** The rows of a text, up to 20. */
function rowsOf(encoded: string): number {
  let rows = 2;
  for (let at = encoded.indexOf('%0A'); at >= 0 && rows < 20; at = encoded.indexOf('%0A', at + 3)) rows++;
  return rows;
}

/** Whether somebody has typed this: a text of several words, or a long one. Told without decoding thousands of fields. */
const isTyped = ([name, value]: EncodedField): boolean =>
  !CONTROLS.includes(name) &&
  name.length <= MAX_NAME_LENGTH &&
  (value.length > 75 || /\+|%20|%0A|.{25}/i.test(value)) &&
  !/^(?:\+|%20|%0[9AD])*$/i.test(value);

/** Chooses the fields that are shown. */
function chooseShown(fields: readonly EncodedField[]): ReadonlySet<number> {
  const typed = fields.flatMap((field, index) =>
    isTyped(field) ? [{ index, length: field[1].length }] : [],
  );
  return new Set(
    typed
      .sort((a, b) => b.length - a.length)
      .slice(0, MAX_SHOWN)
      .map(({ index }) => index),
  );
}

async function fieldsHtml({ fields, hasFile }: Sent): Promise<string> {
  const shown = chooseShown(fields);
  let html = '';
  for (const [index, [encoded, value]] of fields.entries()) {
    if (!shown.has(index)) continue;
    const name = escapeHtml(decodeValue(encoded));
    const id = `typed-${index}`;
    html += `<div class="field"><label for="${id}">What you typed (${name})</label><textarea id="${id}" name="${name}" rows="${rowsOf(value)}" dir="auto">\n${await htmlOf(value)}</textarea></div>`;
  }
  return hasFile
    ? html
    : `${html}<input type="hidden" name="${KEPT}" value="${keepFields(fields, (index) => shown.has(index))}"/>`;
}

/** Shows what was typed into a form while the session ended: to be sent again after sign-in, or copied. */
export async function renderSignedOut(c: NewsroomContext): Promise<Response> {
  if (!(await isWithinRate(c.env.SIGN_IN_RATE, c.req.raw, 'forms from ')))
    throw tooMany(c, 'from your network');
  const { onBytes, end } = holdBytes(c);
  try {
    return await renderSent(c, await readSent(c.req.raw, onBytes));
  } finally {
    end();
  }
}

async function renderSent(c: NewsroomContext, sent: Sent): Promise<Response> {
  // Where the fields go in the page.
  const place = `fields-${c.get('nonce')}`;
  const page = await renderNewsroom(c, {
    title: 'Signed out',
    status: 401,
    said: {
      text: sent.hasFile
        ? 'Your session has ended, so nothing was changed. Sign in again, and choose the file again.'
        : DETAIL,
      isWrong: true,
    },
    children: (
      <>
        <p>
          <a class="button" href="/newsroom/sign-in" target="_blank" rel="noopener">
            Sign in in another tab
          </a>
        </p>
        <form method="post" action={c.req.path}>
          {place}
          {sent.hasFile ? (
            ''
          ) : (
            <button class="main" type="submit">
              Send it again
            </button>
          )}
        </form>
      </>
    ),
  });
  const [before = '', after = ''] = (await page.text()).split(place);
  return new Response(before + (await fieldsHtml(sent)) + after, page);
}
