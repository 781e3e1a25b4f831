import { ownNameOf } from '../../../language/words.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import {
  type Newsroom,
  type NewsroomContext,
  NewsroomError,
  readForm,
  textField,
  zoneOf,
} from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { formatTime } from '../../frame/times.ts';
import { noticesSection } from '../../notices/views/account.tsx';
import { PasskeyButton, SignInAgain } from '../../sign-in/passkey-button.tsx';
import { NEWSROOM_LANGUAGES, newsroomLanguage } from '../../words/catalogs.ts';
import { sentence } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';
import type { Passkey } from '../desk/passkeys.ts';
import type { Person } from '../desk/person.ts';
import { aRole, may } from '../desk/roles.ts';
import type { OpenSession } from '../desk/sessions.ts';
import { agentName } from './agent.ts';
import { whenUsed } from './passkey-times.ts';

// What somebody signs in with, and where they are signed in.

function Role({ person: { role: itsRole, email } }: { person: Person }) {
  const t = useWords();
  const role = t(aRole(itsRole));
  return (
    <p>
      {email === null
        ? t('You are {role}.', { role })
        : t('You are {role}, with the e-mail address {email}.', { role, email })}{' '}
      {may(itsRole, 'administer') ? t('You can change that under People.') : t('An admin can change that.')}
    </p>
  );
}

function PasskeyRow({ zone, passkey }: { zone: string; passkey: Passkey }) {
  const t = useWords();
  const { id, name } = passkey;
  return (
    <li>
      <p>
        <strong>{name}</strong> <span class="quiet">{whenUsed(t, passkey, zone)}</span>
      </p>
      <form method="post" action={`/newsroom/account/passkeys/${id}/remove`}>
        <button type="submit">{t('Remove {name}', { name: <span class="hidden">{name}</span> })}</button>
      </form>
    </li>
  );
}

function SessionRow({ zone, session, isThis }: { zone: string; session: OpenSession; isThis: boolean }) {
  const t = useWords();
  const { id, agent } = session;
  const name = agentName(t, agent);
  const shown = <strong>{name}</strong>;
  const began = formatTime(session.began, zone, t.tag);
  const seen = formatTime(session.seen, zone, t.tag);
  return (
    <li>
      <p>
        {isThis ? t('{browser} (this browser)', { browser: shown }) : shown}{' '}
        <span class="quiet">{t('signed in since {began}, last seen {seen}', { began, seen })}</span>
      </p>
      {isThis ? (
        ''
      ) : (
        <form method="post" action={`/newsroom/account/sessions/${id}/end`}>
          <button type="submit">
            {t('Sign out there')}{' '}
            <span class="hidden">{t('({browser}, since {began})', { browser: name, began })}</span>
          </button>
        </form>
      )}
    </li>
  );
}

const SAVED = sentence('Saved.');
const SAID: Record<string, string> = {
  ended: sentence('You are signed out everywhere else.'),
  language: SAVED,
  notices: SAVED,
};

const LANGUAGE = '/newsroom/account/language';

/** Asks in which language the newsroom speaks to this person. */
function LanguageForm({ c }: { c: NewsroomContext }) {
  const t = useWords();
  const { language } = c.get('person');
  const own = ownNameOf(newsroomLanguage(c.get('site').language));
  return (
    <form method="post" action={LANGUAGE}>
      <h2>{t('Your language')}</h2>
      <div class="field">
        <label for="language">{t('Language of the pages, your feed and your mail')}</label>
        <select id="language" name="language">
          <option value="">{t('As the newsroom ({language})', { language: own })}</option>
          {NEWSROOM_LANGUAGES.map((tag) => (
            <option value={tag} lang={tag} selected={tag === language}>
              {ownNameOf(tag)}
            </option>
          ))}
        </select>
      </div>
      <div class="actions">
        <button type="submit">{t('Save the language')}</button>
      </div>
    </form>
  );
}

async function chooseLanguage(c: NewsroomContext): Promise<Response> {
  const chosen = textField(await readForm(c), 'language');
  const language = NEWSROOM_LANGUAGES.find((tag) => tag === chosen) ?? null;
  const done = await deskOf(c.env).people.chooseLanguage(language, { actor: c.get('actor') });
  if (!done.ok) throw new NewsroomError(403, 'Not saved', done);
  return c.redirect('/newsroom/account?said=language', 303);
}

/** The page behind Cloudflare Access, which has its own sign-in. */
const showAccountOfAccess = async (c: NewsroomContext) =>
  renderNewsroom(c, {
    title: c.get('person').name,
    said: ['language', 'notices'].includes(c.req.query('said') ?? '')
      ? { text: c.get('t')(SAVED) }
      : undefined,
    children: (
      <>
        <Role person={c.get('person')} />
        <p>{c.get('t')('Cloudflare Access signs you in, so there are no passkeys and no sessions here.')}</p>
        <LanguageForm c={c} />
        {await noticesSection(c)}
      </>
    ),
  });

async function showAccount(c: NewsroomContext) {
  if (c.get('access')) return showAccountOfAccess(c);
  const { id, name } = c.get('person');
  const own = c.get('session');
  const zone = zoneOf(c);
  const [passkeys, sessions] = await Promise.all([
    deskOf(c.env).passkeys.list(id),
    deskOf(c.env).sessions.list(id, Date.now()),
  ]);
  const t = c.get('t');
  const isNew = passkeys.length === 0;
  const done = SAID[c.req.query('said') ?? ''];
  return renderNewsroom(c, {
    title: name,
    scripts: ['passkeys'],
    said: done
      ? { text: t(done) }
      : isNew
        ? {
            text: t(
              'You have no passkey yet. Without one, you need a new link from an admin for each sign-in.',
            ),
          }
        : undefined,
    children: (
      <>
        <Role person={c.get('person')} />
        <h2>{t('Passkeys')}</h2>
        <p>
          {t(
            'A passkey signs you in with your fingerprint, your face or the PIN of your device. There is no password.',
          )}
        </p>
        {c.get('isFresh') ? (
          <PasskeyButton c={c} action="add">
            {isNew ? t('Add a passkey') : t('Add another passkey')}
          </PasskeyButton>
        ) : (
          <SignInAgain
            c={c}
            then="/newsroom/account"
            what={
              isNew
                ? t('To add a passkey, sign in once more.')
                : t('To add another passkey, sign in once more.')
            }
          />
        )}
        <ul class="rows">
          {passkeys.map((passkey) => (
            <PasskeyRow zone={zone} passkey={passkey} />
          ))}
        </ul>
        <h2>{t('Where you are signed in')}</h2>
        <ul class="rows">
          {sessions.map((session) => (
            <SessionRow zone={zone} session={session} isThis={session.id === own} />
          ))}
        </ul>
        <p>
          <a class="button" href={SIGN_OUT}>
            {t('Sign out everywhere else …')}
          </a>
        </p>
        <p class="hint">
          {t(
            'Do that if somebody else may have signed in as you. It also ends links and the address of your feed, and asks which passkeys stay.',
          )}
        </p>
        <LanguageForm c={c} />
        {await noticesSection(c)}
      </>
    ),
  });
}

const SIGN_OUT = '/newsroom/account/sign-out';

/** A question about a passkey: no answer is chosen beforehand, so that nobody keeps somebody else's by haste. */
function PasskeyChoice({ zone, passkey, choice }: { zone: string; passkey: Passkey; choice: string }) {
  const t = useWords();
  const { id, name } = passkey;
  const answers = { keep: t('It is mine, and stays'), remove: t('Remove it') };
  return (
    <fieldset>
      <legend>
        {name}, {whenUsed(t, passkey, zone)}
      </legend>
      {Object.entries(answers).map(([value, text]) => (
        <p>
          <label>
            <input type="radio" name={`passkey-${id}`} value={value} checked={choice === value} required />{' '}
            {text}
          </label>
        </p>
      ))}
    </fieldset>
  );
}

async function showSignOut(c: NewsroomContext, answered?: FormData) {
  const { id } = c.get('person');
  const zone = zoneOf(c);
  const passkeys = await deskOf(c.env).passkeys.list(id);
  const t = c.get('t');
  return renderNewsroom(c, {
    title: t('Sign out everywhere else'),
    status: answered ? 422 : 200,
    said: answered
      ? { text: t('Nothing was ended yet: say of each passkey whether it stays.'), isWrong: true }
      : undefined,
    children: (
      <>
        <p>
          {t(
            'Every other browser is signed out, and links that would sign somebody in as you end. So does the address of your feed. You stay signed in here.',
          )}
        </p>
        <form method="post" action={SIGN_OUT}>
          {passkeys.length > 0 ? (
            <p>
              {t(
                'A passkey signs in until it is removed. If somebody else has used your account, they may have added one. Which of these are yours?',
              )}
            </p>
          ) : (
            ''
          )}
          {passkeys.map((passkey) => (
            <PasskeyChoice
              zone={zone}
              passkey={passkey}
              choice={answered ? textField(answered, `passkey-${passkey.id}`) : ''}
            />
          ))}
          <div class="actions">
            <button class="main" type="submit">
              {t('Sign out everywhere else')}
            </button>
            <a href="/newsroom/account">{t('Cancel')}</a>
          </div>
        </form>
      </>
    ),
  });
}

/** Ends whatever else signs in as this person. Every passkey needs an answer, those too that were added after the page was shown. */
async function signOut(c: NewsroomContext) {
  const { id } = c.get('person');
  const form = await readForm(c);
  const choices = new Map(
    (await deskOf(c.env).passkeys.list(id)).map((each) => [each.id, textField(form, `passkey-${each.id}`)]),
  );
  if ([...choices.values()].some((choice) => choice !== 'keep' && choice !== 'remove'))
    return showSignOut(c, form);
  const keep = [...choices].filter(([, choice]) => choice === 'keep').map(([passkey]) => passkey);
  const options = { actor: c.get('actor'), now: Date.now(), except: c.get('session'), keep };
  const done = await deskOf(c.env).sessions.endAll(id, options);
  if (!done.ok) throw new NewsroomError(403, 'Not ended', done);
  return c.redirect('/newsroom/account?said=ended', 303);
}

export function addAccountRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/account', showAccount);

  newsroom.post('/newsroom/account/passkeys/:id/remove', async (c) => {
    const done = await deskOf(c.env).passkeys.remove(c.req.param('id'), { actor: c.get('actor') });
    if (!done.ok) throw new NewsroomError(403, 'Not removed', done);
    return c.redirect('/newsroom/account', 303);
  });

  newsroom.post(LANGUAGE, chooseLanguage);

  newsroom.get(SIGN_OUT, (c) => showSignOut(c));

  newsroom.post(SIGN_OUT, signOut);

  newsroom.post('/newsroom/account/sessions/:id/end', async (c) => {
    const done = await deskOf(c.env).sessions.end(c.req.param('id'), {
      actor: c.get('actor'),
      now: Date.now(),
    });
    if (!done.ok) throw new NewsroomError(403, 'Not ended', done);
    return c.redirect('/newsroom/account', 303);
  });
}
