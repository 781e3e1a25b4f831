import { toPrintable } from '../lib/characters.ts';
import { escapeHtml } from '../lib/html.ts';
import { withTimeout } from '../lib/timeout.ts';
import { isWithinRate } from '../rate-limit.ts';
import { formError, MAX_FORM_BYTES, type NewsroomContext, NewsroomError } from './context.ts';
import { type FormBounds, FormTooLarge, MAX_FORM_FIELDS, readEncodedForm, readFields } from './form-body.ts';
import { decodeValue, type EncodedField, KEPT, keepFields, withKeptFields } from './kept-form.ts';
import { renderNewsroom } from './layout.tsx';
import { MAX_UPLOAD_BYTES } from './pictures/upload.ts';
import { Turns } from './turns.ts';

// Nobody has to be signed in to send a form to this page. So what it may cost is bounded: an answer is at most twice as long as
// its form, but for 100 kB. An isolate works at one form at a time, in steps, and between them readers' requests have their turn.

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
/** What a short form counts among them, so that few wait for their turn. */
const LEAST_HELD_BYTES = 400_000;
/** How long a form may take to arrive, in milliseconds. */
const ARRIVAL_TIMEOUT = 60_000;
/** The most characters that are decoded at once, which takes less than a millisecond. */
const STEP = 65_536;

/** What no browser writes in a URL-encoded form. It would be longer on the page. */
const NOT_ENCODED = /[^\w!$()*+,./:;=?@~%&-]/;

let held = 0;
const turns = new Turns();

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
  const onText = (part: string) => {
    if (NOT_ENCODED.test(part)) throw new Error('not as browsers write it');
  };
  const text = await readEncodedForm(request, { ...bounds, onText });
  const fields = text.split('&').flatMap((field): EncodedField[] => {
    if (field === '') return [];
    const at = field.indexOf('=');
    return at < 0 ? [[field, '']] : [[field.slice(0, at), field.slice(at + 1)]];
  });
  return { fields: withKeptFields(fields), hasFile: false };
}

async function readMessage(request: Request, bounds: FormBounds): Promise<Sent> {
  const sent = [...(await readFields(request, { ...bounds, besideFile: MAX_TYPED_BESIDE_FILE }))];
  const fields = sent.flatMap(([name, value]): EncodedField[] =>
    typeof value === 'string' ? [[encodeURIComponent(name), encodeURIComponent(value)]] : [],
  );
  const length = fields.reduce((sum, field) => sum + field.join('=').length, 0);
  if (length > MAX_TYPED_BESIDE_FILE) throw new FormTooLarge();
  return { fields, hasFile: fields.length < sent.length };
}

/** Counts the bytes of a form among those that this isolate holds. Throws 429 if they are too many, and for whatever comes after the end. */
function holdBytes(c: NewsroomContext) {
  const stated = Number(c.req.header('Content-Length') ?? 0);
  let own = 0;
  let hasEnded = false;
  const hold = (bytes: number) => {
    if (hasEnded || held - own + Math.max(bytes, stated) > MAX_HELD_BYTES) throw tooMany(c, 'at once');
    held += bytes - own;
    own = bytes;
  };
  hold(LEAST_HELD_BYTES);
  let read = 0;
  const onBytes = (count: number) => {
    read += count;
    if (read > own) hold(read);
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

const [PERCENT, PLUS, SPACE, LESS, AND] = [0x25, 0x2b, 0x20, 0x3c, 0x26];
const encoder = new TextEncoder();
const [LESS_HTML, AND_HTML] = [encoder.encode('&lt;'), encoder.encode('&amp;')];

/** The value of each hexadecimal digit by its character, and of all others 255. */
const HEX = new Uint8Array(128).map((_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? 255 : value;
});

/** Returns what decodes and escapes texts as UTF-8, a step at a time. Between the steps, other requests have their turn. */
function htmlWriter(): (encoded: string) => Promise<Uint8Array<ArrayBuffer>[]> {
  const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
  const bytes = new Uint8Array((STEP + 2) * AND_HTML.byteLength);
  let left = STEP;
  return async (encoded) => {
    const html: Uint8Array<ArrayBuffer>[] = [];
    for (let at = 0; at < encoded.length; ) {
      if (left === 0) {
        await turns.pause();
        left = STEP;
      }
      const from = at;
      const end = Math.min(at + left, encoded.length);
      let length = 0;
      while (at < end) {
        let byte = encoded.charCodeAt(at++);
        if (byte === PLUS) byte = SPACE;
        else if (byte === PERCENT && at + 1 < encoded.length) {
          const [high = 255, low = 255] = [HEX[encoded.charCodeAt(at)], HEX[encoded.charCodeAt(at + 1)]];
          if (high < 16 && low < 16) {
            byte = 16 * high + low;
            at += 2;
          }
        }
        if (byte === LESS || byte === AND) {
          const entity = byte === LESS ? LESS_HTML : AND_HTML;
          bytes.set(entity, length);
          length += entity.byteLength;
        } else bytes[length++] = byte;
      }
      left = Math.max(0, left - (at - from));
      const text = toPrintable(decoder.decode(bytes.subarray(0, length), { stream: at < encoded.length }));
      html.push(encoder.encode(text) as Uint8Array<ArrayBuffer>);
    }
    return html;
  };
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
  /[^+%]|%(?!20|0[9AD])/i.test(value);

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

/** A piece of a page: text, or UTF-8. */
type HtmlPart = string | Uint8Array<ArrayBuffer>;

/** Writes the fields as HTML. */
async function fieldsHtml({ fields, hasFile }: Sent): Promise<HtmlPart[]> {
  const shown = chooseShown(fields);
  const html: HtmlPart[] = [];
  const htmlOf = htmlWriter();
  for (const [index, [encoded, value]] of fields.entries()) {
    if (!shown.has(index)) continue;
    const name = escapeHtml(decodeValue(encoded));
    const id = `typed-${index}`;
    html.push(
      `<div class="field"><label for="${id}">What you typed (${name})</label><textarea id="${id}" name="${name}" rows="${rowsOf(value)}" dir="auto">\n`,
      ...(await htmlOf(value)),
      '</textarea></div>',
    );
  }
  if (hasFile) return html;
  const kept = keepFields(fields, (index) => shown.has(index));
  return [...html, `<input type="hidden" name="${KEPT}" value="${kept}"/>`];
}

/** Shows what was typed into a form while the session ended: to be sent again after sign-in, or copied. */
export async function renderSignedOut(c: NewsroomContext): Promise<Response> {
  if (!(await isWithinRate(c.env.SIGN_IN_RATE, c.req.raw, 'forms from ')))
    throw tooMany(c, 'from your network');
  const { onBytes, end } = holdBytes(c);
  const answer = renderInTurn(c, onBytes).finally(end);
  // Whoever hangs up would otherwise end the request without `end`.
  c.executionCtx.waitUntil(answer.catch(() => undefined));
  return answer;
}

async function renderInTurn(c: NewsroomContext, onBytes: (count: number) => void): Promise<Response> {
  const sent = await readSent(c.req.raw, onBytes);
  return turns.do(() => renderSent(c, sent));
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
  return new Response(new Blob([before, ...(await fieldsHtml(sent)), after]), page);
}
