import { t } from '../words.ts';
import { type Stale, sendSave } from './answers.ts';
import { comparison } from './comparison.ts';
import { button, element, timeOf } from './elements.ts';
import { type Fields, isSame, toBody, withValues } from './fields.ts';
import type { KeptText } from './kept-text.ts';
import type { Status } from './notices.ts';
import type { Saving } from './saving.ts';

// Texts that this browser kept and the server does not have: of a crash, a lost session, a page that was closed.

/** A choice that the page waits for, with what it is about. It stands in the page and takes no focus. */
interface Choice {
  id: string;
  title: string;
  text: string;
  shown: HTMLElement[];
  options: { label: string; chosen: () => void }[];
}

/** Shows a choice at the top of the form. Choosing takes it away. */
function askChoice(form: HTMLFormElement, { id, title, text, shown, options }: Choice): void {
  document.getElementById(id)?.remove();
  const heading = element('h2', { id: `${id}-title`, tabIndex: -1 }, title);
  const buttons = options.map(({ label, chosen }) =>
    button(label, () => {
      section.remove();
      chosen();
    }),
  );
  const section = element(
    'section',
    { id, className: 'said wrong' },
    heading,
    element('p', {}, text),
    element('div', { className: 'actions' }, ...buttons),
    ...shown,
  );
  section.setAttribute('aria-labelledby', heading.id);
  form.prepend(section);
}

/** Two versions that exclude each other. */
interface Conflict {
  stale: Stale;
  typed: Fields;
  /** Saves what is typed here over the other version. Missing where that would be lost. */
  replace?: () => void;
  /** Leaves what is typed here aside, and opens the other version. */
  leave: () => void;
}

/** Shows both versions of a draft side by side and lets the person choose. Nothing is merged, and neither is lost. */
function showConflict(form: HTMLFormElement, status: Status, conflict: Conflict): void {
  const { current } = conflict.stale;
  const theirs = {
    title: t('Saved by {name}', { name: current.by }),
    fields: Object.entries(current.fields),
  };
  askChoice(form, {
    id: 'conflict',
    title: t('{name} has saved this draft meanwhile', { name: current.by }),
    text: t(
      conflict.replace
        ? 'Version {version} is not what you have been writing on, so yours is not saved. Compare them and choose. Whichever you choose, the other is kept: theirs among the draft’s versions, yours in this browser.'
        : 'Version {version} is not what you have been writing on, so yours is not saved. Compare them, and copy what you need. Yours stays in this browser until you delete it.',
      { version: current.version },
    ),
    shown: comparison(form, { title: t('Yours, not saved'), fields: conflict.typed }, theirs),
    options: [
      ...(conflict.replace
        ? [{ label: t('Save mine as the newest version'), chosen: conflict.replace }]
        : []),
      { label: t('Go on with the version of {name}', { name: current.by }), chosen: conflict.leave },
    ],
  });
  status.say(
    ...t('{name} saved version {version} at {time}. Yours is not saved.', {
      ...{ name: current.by, version: current.version, time: timeOf(current.at) },
    }),
    ' ',
    element('a', { href: '#conflict' }, t('Compare both versions')),
  );
}

/** Saves a text that was left behind, and opens the page anew with it. */
async function putBack(page: Saving, key: string, text: KeptText, version = text.version): Promise<void> {
  const { status, kept, form } = page;
  const outcome = await sendSave(page.url, toBody(withValues(text.fields, { version, action: 'save' })));
  if (outcome.kind === 'saved') {
    kept.forget(key);
    location.reload();
  } else if (outcome.kind === 'stale') {
    showConflict(form, status, {
      stale: outcome,
      typed: text.fields,
      ...(page.keepsVersions
        ? { replace: () => putBack(page, key, text, String(outcome.current.version)) }
        : {}),
      leave: () => status.say(t('Your text is still kept in this browser. Load the page again to see it.')),
    });
  } else {
    status.say(
      'detail' in outcome ? outcome.detail : t('The server cannot be reached. Your text is still kept.'),
    );
    offer(page, key, text);
  }
}

/** Offers a text that was left behind on this page: after a crash, a lost session, or a choice for another version. */
function offer(page: Saving, key: string, text: KeptText): void {
  const { form, status, kept, read } = page;
  askChoice(form, {
    id: `left-${key.slice(-8)}`,
    title: t('You typed something that was not saved'),
    text: t('This browser kept it ({time}). It was written on version {version}.', {
      ...{ time: timeOf(text.at).textContent ?? '', version: text.version },
    }),
    shown: comparison(
      form,
      { title: t('Kept in this browser'), fields: text.fields },
      { title: t('This draft now'), fields: read() },
    ),
    options: [
      { label: t('Save what was kept'), chosen: () => void putBack(page, key, text) },
      { label: t('Delete what was kept'), chosen: () => kept.forget(key) },
    ],
  });
  status.say(
    ...t('Something you typed at {time} was not saved.', { time: timeOf(text.at) }),
    ' ',
    element('a', { href: `#left-${key.slice(-8)}` }, t('Compare it with this draft')),
  );
}

/** Offers every text of this draft that the browser keeps and the server does not have. */
export function offerLeftTexts(page: Saving): void {
  const { form, kept, read } = page;
  for (const [key, text] of kept.left(Date.now())) {
    if (text.page === page.page) {
      if (isSame(text.fields, read())) kept.forget(key);
      else offer(page, key, text);
      continue;
    }
    const link = element('a', { href: text.page }, t('Open that page'));
    form.prepend(
      element(
        'p',
        { className: 'said' },
        t('Something you typed into this draft’s other view was not saved.'),
        ' ',
        link,
      ),
    );
  }
}
