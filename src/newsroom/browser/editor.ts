import type { SaveOutcome } from './editor/answers.ts';
import { showConflict } from './editor/conflict.ts';
import { element, timeOf } from './editor/elements.ts';
import { type Fields, readFields, readLoadedFields } from './editor/fields.ts';
import { KeptTexts } from './editor/kept-text.ts';
import { offerLeftTexts } from './editor/left-texts.ts';
import { Status } from './editor/notices.ts';
import { startPresence } from './editor/presence.ts';
import { startPreviews } from './editor/preview.ts';
import { Saver } from './editor/saver.ts';
import { exactText } from './line-breaks.ts';

// The editor's page. Its form works without this script, which saves by itself, keeps what is typed, and shows what the server says.
// It expects:
//   <form id="draft" action="/newsroom/drafts/:id" data-person="…"> with the hidden field `version`
//   <p id="status" role="status">, which is announced; <span id="saved"> and <div id="presence">, which are not
//   <textarea data-editor="markdown"> or data-editor="file", which CodeMirror replaces; its carriage returns written as &#13;
//   <div id="previews"> with <details>, in each an <iframe> or <img>

/** Finds an element of the page by id; makes one that stands nowhere if the page does not have it. */
const place = (id: string): HTMLElement => document.getElementById(id) ?? element('div');

const signInLink = () =>
  element(
    'a',
    { href: `/newsroom/sign-in?then=${encodeURIComponent(location.pathname)}`, target: '_blank' },
    'Sign in again in a new tab',
  );

function start(form: HTMLFormElement): void {
  const draft = /^\/newsroom\/drafts\/[^/]+/.exec(location.pathname)?.[0] ?? location.pathname;
  const page = location.pathname;
  const status = new Status(place('status'));
  const saved = place('saved');
  const showPreviews = startPreviews(place('previews'));
  const exactTexts = readTextareas(form);
  const read = (): Fields => readFields(form, exactTexts);
  const kept = new KeptTexts(localStorage, draft, form.dataset.person ?? '', crypto.randomUUID());

  const ended = (outcome: SaveOutcome): void => {
    switch (outcome.kind) {
      case 'saved':
        saved.replaceChildren(`Version ${outcome.version}, saved at `, timeOf(new Date().toISOString()));
        status.say(
          outcome.voided ? 'Saved. The approval was for the earlier text, and no longer holds.' : 'Saved.',
        );
        showPreviews(saver.version);
        break;
      case 'stale':
        showConflict(form, status, {
          stale: outcome,
          typed: read(),
          replace: () => saver.replace(outcome.current.version),
          leave: () => location.reload(),
        });
        break;
      case 'signed out':
        status.say(
          'Your session has ended. What you type is kept in this browser. ',
          signInLink(),
          '; this page then saves it by itself.',
        );
        break;
      case 'refused':
        status.say(`Not saved. ${outcome.detail} What you typed is kept in this browser.`);
        break;
      case 'unreachable':
        status.say(
          'Not saved: the server cannot be reached. What you type is kept in this browser and saved later.',
        );
        break;
    }
  };
  const waiting = ({ isUnsaved, isKept }: { isUnsaved: boolean; isKept: boolean }): void => {
    if (!isUnsaved) return;
    saved.textContent = isKept ? 'Not saved yet; kept in this browser' : 'Not saved yet';
  };
  const loaded = readLoadedFields(form);
  const version = Object.fromEntries(loaded).version ?? '';
  const saver = new Saver({ url: form.action, version, loaded, read, kept, page, ended, waiting });

  form.addEventListener('input', () => saver.changed());
  form.addEventListener('change', () => saver.changed());
  saveBeforeLeaving(form, saver);
  offerLeftTexts({ form, status, kept, page, read });
  startPresence(`${draft}/presence`, place('presence'), () => saver.version);
  replaceTextareas(form, exactTexts);
}

/** Saves when the page is left, hidden or shown again, and before one of the form's other buttons acts on the draft. */
function saveBeforeLeaving(form: HTMLFormElement, saver: Saver): void {
  const save = () => void saver.save();
  addEventListener('pagehide', save);
  addEventListener('online', save);
  addEventListener('focus', save);
  document.addEventListener('visibilitychange', save);
  form.addEventListener('submit', async (event) => {
    const { submitter } = event;
    const isSave = !(submitter instanceof HTMLButtonElement) || submitter.value === 'save';
    if (!isSave && !saver.isUnsaved) return;
    event.preventDefault();
    const outcome = await saver.save();
    const version = form.elements.namedItem('version');
    if (version instanceof HTMLInputElement) version.value = saver.version;
    if (!isSave && outcome?.kind === 'saved') form.requestSubmit(submitter);
  });
}

/** Returns what reads each `<textarea>`'s text, by the name of the field. */
const readTextareas = (form: HTMLFormElement): Map<string, () => string> =>
  new Map(
    Array.from(form.querySelectorAll('textarea'), (textarea) => [textarea.name, () => exactText(textarea)]),
  );

/** Puts CodeMirror in the place of the fields that hold Markdown. Without it, they stay what they are. */
async function replaceTextareas(form: HTMLFormElement, exactTexts: Map<string, () => string>): Promise<void> {
  const textareas = form.querySelectorAll<HTMLTextAreaElement>('textarea[data-editor]');
  if (textareas.length === 0) return;
  const { replaceTextarea } = await import('./codemirror.ts');
  for (const textarea of textareas) exactTexts.set(textarea.name, replaceTextarea(textarea).text);
}

const draftForm = document.querySelector<HTMLFormElement>('form#draft');
if (draftForm) start(draftForm);
