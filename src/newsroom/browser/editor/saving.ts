import type * as Merging from '../merging.ts';
import { t } from '../words.ts';
import type { Saved, SaveOutcome } from './answers.ts';
import type { Choice, FieldClash } from './clashes.ts';
import { element, timeOf } from './elements.ts';
import { type Fields, readFields, readLoadedFields } from './fields.ts';
import { KeptTexts } from './kept-text.ts';
import { Status } from './notices.ts';
import { Saver } from './saver.ts';
import { followComposition, Texts } from './texts.ts';

// What makes a form save by itself, keep in the browser what the server does not have, and say how that goes.

/** What of a form saves by itself. */
export interface Saving {
  form: HTMLFormElement;
  /** Where it saves. */
  url: string;
  /** Whether what a save replaces is kept among versions. */
  keepsVersions: boolean;
  status: Status;
  texts: Texts;
  saver: Saver;
  kept: KeptTexts;
  /** The page's path. */
  page: string;
  /** What tells this window from others. */
  window: string;
  /** Reads what is typed. */
  read: () => Fields;
}

/** Finds an element of the page by id; makes one that stands nowhere if the page does not have it. */
export const place = (id: string): HTMLElement => document.getElementById(id) ?? element('div');

const signInLink = () =>
  element(
    'a',
    { href: `/newsroom/sign-in?then=${encodeURIComponent(location.pathname)}`, target: '_blank' },
    t('Sign in again in a new tab'),
  );

/** Saves a form by itself at `url`. `subject` is the address of what it is about; `isSaved` hears of every save. */
export function startSaving(
  form: HTMLFormElement,
  {
    url,
    subject,
    keepsVersions,
    isSaved,
  }: {
    url: string;
    subject: string;
    keepsVersions: boolean;
    isSaved?: (saved: Saved, version: string) => void;
  },
): Saving {
  const page = location.pathname;
  const status = new Status(place('status'));
  const saved = place('saved');
  const texts = new Texts(form);
  const read = (): Fields => readFields(form, texts.exact);
  const window = crypto.randomUUID();
  const kept = new KeptTexts(localStorage, subject, form.dataset.person ?? '', window);

  const sayMerged = ({ by, voided, merged }: Saved): void => {
    const words = [t('Saved.')];
    if (by !== undefined) words.push(t('What {name} has saved meanwhile is in your page now.', { name: by }));
    if (by !== undefined && merged) words.push(t('Read the two together.'));
    if (voided) words.push(t('The approval was for the earlier text, and no longer holds.'));
    // The choice between two passages is said already, and must not be taken for done.
    if (!saver.isClashing) status.say(words.join(' '));
  };
  const ended = (outcome: SaveOutcome): void => {
    switch (outcome.kind) {
      case 'saved':
        saved.replaceChildren(
          ...t('Version {version}, saved at {time}', {
            ...{ version: outcome.version, time: timeOf(new Date().toISOString()) },
          }),
        );
        sayMerged(outcome);
        isSaved?.(outcome, saver.version);
        break;
      case 'stale':
        status.say(t('Not saved yet: others are saving this draft at once. It is tried again.'));
        break;
      case 'signed out':
        status.say(
          ...t(
            'Your session has ended. What you type is kept in this browser. {link}; this page then saves it by itself.',
            { link: signInLink() },
          ),
        );
        break;
      case 'refused':
        status.say(
          t('Not saved. {reason} What you typed is kept in this browser.', { reason: outcome.detail }),
        );
        break;
      case 'unreachable':
        status.say(
          t(
            'Not saved: the server cannot be reached. What you type is kept in this browser and saved later.',
          ),
        );
        break;
    }
  };
  const waiting = ({ isUnsaved, isKept }: { isUnsaved: boolean; isKept: boolean }): void => {
    if (!isUnsaved) return;
    saved.textContent = isKept ? t('Not saved yet; kept in this browser') : t('Not saved yet');
  };
  const shown = readLoadedFields(form);
  // A picture that was just chosen is shown, and not saved yet.
  const loaded = form.dataset.unsaved === undefined ? shown : [];
  const version = Object.fromEntries(shown).version ?? '';
  const clashed = (merging: typeof Merging, clashes: readonly FieldClash[], by: string): void => {
    const choose = (clash: FieldClash, choice: Choice) => {
      const text = saver.choose(clash, choice);
      if (text !== undefined) merging.setFields(form, texts, read(), { [clash.name]: text });
      saver.changed();
    };
    merging.keepInPlace(() => merging.showClashes({ form, clashes, by, choose, status }));
  };
  const saver = new Saver({
    ...{ url, version, loaded, read, kept, page, ended, waiting, clashed },
    idle: followComposition(form),
    apply: (merging, merged) => merging.applyMerge(form, texts, read, merged),
  });

  const changed = () => saver.changed();
  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  saveBeforeLeaving(form, saver, status);
  return { form, url, keepsVersions, status, texts, saver, kept, page, window, read };
}

/** Saves when the page is left, hidden or shown again, and before one of the form's other buttons acts on the draft. */
function saveBeforeLeaving(form: HTMLFormElement, saver: Saver, status: Status): void {
  const save = () => void saver.save();
  addEventListener('pagehide', save);
  addEventListener('online', save);
  addEventListener('focus', save);
  document.addEventListener('visibilitychange', save);
  // What the form sends is a change of the version that it was last brought up to, not of the one that the page was loaded with.
  const setVersion = () => {
    const version = form.elements.namedItem('version');
    if (version instanceof HTMLInputElement) version.value = saver.version;
  };
  form.addEventListener('submit', async (event) => {
    const { submitter } = event;
    setVersion();
    const isSave = !(submitter instanceof HTMLButtonElement) || submitter.value === 'save';
    if (!isSave && !saver.isUnsaved && !saver.isClashing) return;
    event.preventDefault();
    const outcome = await saver.save();
    setVersion();
    if (saver.isClashing) {
      status.say(
        t('First choose between your words and the others’.'),
        ' ',
        element('a', { href: '#clash-0' }, t('Choose')),
      );
      return;
    }
    // The save that was on its way may have had everything.
    if (!isSave && (outcome?.kind === 'saved' || !saver.isUnsaved)) form.requestSubmit(submitter);
  });
}
