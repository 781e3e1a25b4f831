import { isWithinRate } from '../../platform/rate-limit.ts';
import { deskOf } from '../desk/desk-stub.ts';
import { labelOf } from '../drafts/views/editor/check/field-names.ts';
import { MAX_UPLOAD_BYTES } from '../pictures/views/upload.ts';
import { type NewsroomContext, NewsroomError, readForm } from './context.ts';
import { renderNewsroom } from './layout.tsx';
import { readSessionCookie } from './session-cookie.ts';

/** The fields that say how a form is sent, not what was typed. */
const CONTROLS = ['version', 'action'];

/** The most fields that are shown, to be copied: the longest. The others are sent again as they are. */
const MAX_SHOWN = 100;
/** The characters of a field that is sent again unseen, beside its name and value. */
const FIELD_CHARACTERS = 40;
/** A page may be so much longer than the form, in characters, which a form of very many short fields would pass. */
const PAGE_CHARACTERS = 100_000;

/** Whether somebody was signed in with this browser. What others send is not read: long forms could keep the server busy. */
export async function wasSignedIn(c: NewsroomContext): Promise<boolean> {
  const token = readSessionCookie(c);
  return token !== undefined && (await deskOf(c.env).sessions.isKnown(token));
}

/** Shows what was typed into a form while the session ended: to be sent again after sign-in, or copied. Throws 429 if a network sends too many. */
export async function renderSignedOut(c: NewsroomContext): Promise<Response> {
  if (!(await isWithinRate(c.env.SIGN_IN_RATE, c.req.raw))) {
    c.header('Retry-After', '60');
    throw new NewsroomError(
      429,
      'Too many forms',
      'Your session has ended, so nothing was changed, and too many forms came from your network. Wait a minute, go back, and send it again.',
    );
  }
  // Reading a form's entries copies them.
  const entries = [...(await readForm(c, MAX_UPLOAD_BYTES))];
  const fields = entries.flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  // A file cannot be sent again from here, and a form with one is of no use without it.
  const hasFile = fields.length < entries.length;
  const isTyped = ([name, value]: readonly [string, string]) =>
    !CONTROLS.includes(name) && value.trim() !== '' && /\s|.{25}/.test(value);
  const written = fields.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (FIELD_CHARACTERS * fields.length > written + PAGE_CHARACTERS)
    throw new NewsroomError(
      413,
      'Too many fields',
      'Your session has ended, so nothing was changed, and the form has too many fields to be shown. Sign in in another tab, go back, and send it again.',
    );
  const shown = new Set(
    fields
      .filter(isTyped)
      .sort(([, one], [, other]) => other.length - one.length)
      .slice(0, MAX_SHOWN),
  );
  const t = c.get('t');
  return renderNewsroom(c, {
    title: t('Signed out'),
    status: 401,
    said: {
      text: hasFile
        ? t('Your session has ended, so nothing was changed. Sign in again, and choose the file again.')
        : t(
            'Your session has ended, so nothing was changed. What you typed is below. Sign in again in another tab, come back to this one, and send it again.',
          ),
      isWrong: true,
    },
    children: (
      <>
        <p>
          <a class="button" href="/newsroom/sign-in" target="_blank" rel="noopener">
            {t('Sign in in another tab')}
          </a>
        </p>
        <form method="post" action={c.req.path}>
          {fields.map((field, index) => {
            const [name, value] = field;
            if (!shown.has(field)) return <input type="hidden" name={name} value={value} />;
            const label = labelOf(t, name);
            return (
              <div class="field">
                <label for={`typed-${index}`}>
                  {label === undefined
                    ? t('What you typed: field {number}', { number: index + 1 })
                    : t('What you typed: {field}', { field: label })}
                </label>
                <textarea
                  id={`typed-${index}`}
                  name={name}
                  rows={Math.min(20, value.split('\n', 20).length + 1)}
                  dir="auto"
                >
                  {`\n${value.replaceAll('\r\n', '\n')}`}
                </textarea>
              </div>
            );
          })}
          {hasFile ? (
            ''
          ) : (
            <button class="main" type="submit">
              {t('Send it again')}
            </button>
          )}
        </form>
      </>
    ),
  });
}
