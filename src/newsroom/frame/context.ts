import type { Context } from 'hono';
import type { HonoBase } from 'hono/hono-base';
import { isLoopback } from '../../lib/public-hosts.ts';
import type { Env } from '../../platform/env.ts';
import { type AccessSettings, readSettings } from '../../settings/settings.ts';
import type { Site } from '../../settings/site.ts';
import { MAX_DRAFT_BYTES } from '../drafts/desk/draft.ts';
import type { Person } from '../people/desk/person.ts';
import type { Actor } from '../people/desk/roles.ts';
import type { CurrentSettings } from '../settings/desk/current-settings.ts';
import { asValue, type SaidSentence, type Sentence, type Told } from '../words/translate.ts';
import type { Translate } from '../words/words.ts';
import { drain, FormTooLarge, MAX_FORM_FIELDS, readFields } from './form-body.ts';

/** What a request of the newsroom knows once it is let in. */
interface NewsroomVariables {
  settings: CurrentSettings;
  /** The site of these settings. */
  site: Site;
  /** Says sentences in the language of who is signed in. */
  t: Translate;
  /** What a script of this page adds styles with. */
  nonce: string;
  /** Who is signed in. Unset on the pages that lead to a session. */
  person: Person;
  actor: Actor;
  /** How Cloudflare Access signs in; unset where passkeys do. */
  access: AccessSettings | undefined;
  /** The id of the session; unset behind Cloudflare Access, which has its own. */
  session: string;
  /** Whether the session began a few minutes ago; unset behind Cloudflare Access. */
  isFresh: boolean;
}

type NewsroomEnv = { Bindings: Env; Variables: NewsroomVariables };

/** The Hono app of the newsroom. Each part of the room adds its routes to it. */
export type Newsroom = HonoBase<NewsroomEnv>;
export type NewsroomContext = Context<NewsroomEnv>;

type FailureStatus = 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 429 | 503;

/**
 * Why a request of the newsroom fails. Status, title and detail are those of RFC 9457; the page says title and detail, sentences with
 * these values, in its language.
 */
export class NewsroomError extends Error {
  readonly status: FailureStatus;
  readonly title: Sentence;
  readonly detail: SaidSentence;

  constructor(
    status: FailureStatus,
    title: Sentence,
    detail: Sentence | Told,
    values: SaidSentence['values'] = {},
  ) {
    const isTold = typeof detail === 'object' && 'detail' in detail;
    super(`${title}: ${isTold ? detail.detail : detail}`);
    this.status = status;
    this.title = title;
    this.detail = isTold ? asValue(detail) : { sentence: detail, values };
  }
}

/**
 * Returns the origin at which the newsroom is open: the site's own. On a machine of one's own, the one in the address bar, because
 * `localhost` and `127.0.0.1` are the same server, and passkeys only work at the former.
 */
export function newsroomOrigin(c: NewsroomContext): string {
  const { site } = readSettings(c.env);
  const asked = new URL(c.req.url);
  const isLocal = isLoopback(new URL(site.url).hostname) && isLoopback(asked.hostname);
  return isLocal ? asked.origin : site.url;
}

/** Returns the newsroom's time zone. */
export const zoneOf = (c: NewsroomContext): string => c.get('settings').newsroom.timeZone;

/** The media types of a form. */
const FORM = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/** The most bytes of a form: those of a draft, percent-encoded, and what stands beside it. */
const MAX_FORM_BYTES = 3 * MAX_DRAFT_BYTES + 300_000;

/** Whether a request has the fields of a form. */
export const isForm = (c: NewsroomContext): boolean => FORM.test(c.req.header('Content-Type') ?? '');

/** Reads the fields of a form. Throws 415 for a body that is something else, 413 for a large one, and 400 if it breaks off. */
export async function readForm(c: NewsroomContext, maxBytes = MAX_FORM_BYTES): Promise<FormData> {
  if (!isForm(c)) {
    throw new NewsroomError(415, 'Not a form', 'The newsroom only reads forms. Use its pages, or the API.');
  }
  try {
    return await readFields(c.req.raw, { bytes: maxBytes, fields: MAX_FORM_FIELDS });
  } catch (error) {
    if (!(error instanceof FormTooLarge))
      throw new NewsroomError(
        400,
        'Not complete',
        'The form did not arrive whole. Go back and send it again.',
      );
    if (c.get('person')) await drain(c.req.raw);
    throw new NewsroomError(
      413,
      'Too large',
      'What was sent is larger than a draft may be, so nothing was saved. Go back, shorten it and send it again.',
    );
  }
}

/** Returns a text field of a form; empty if it is missing or a file. */
export const textField = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** Whether a script asks, which wants JSON instead of a page. */
export const wantsJson = (c: NewsroomContext): boolean =>
  (c.req.header('Accept') ?? '').startsWith('application/json');

/** Whether a script asks for a WebSocket. */
export const asksForSocket = (c: NewsroomContext): boolean =>
  c.req.header('Upgrade')?.toLowerCase() === 'websocket';
