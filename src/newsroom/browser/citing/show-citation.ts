import type { Check } from '../editor/answers.ts';
import { citation } from '../editor/citation.ts';
import { button, element } from '../editor/elements.ts';
import { fieldOf, rowsOf, SOURCES, valueIn } from '../editor/rows.ts';
import type { CitingPage, OpenedCitation } from '../editor/tool-page.ts';
import { placeBeside } from '../prose/placing.ts';
import { t } from '../words.ts';

// What a citation leads to, beside it in the text: the source, whether it is right, and what can be done.

const addressKey = (url: string): string => URL.parse(url)?.href ?? url;

const rowOf = (form: HTMLFormElement, url: string): HTMLElement | undefined =>
  rowsOf(form, SOURCES).find((row) => addressKey(valueIn(row, SOURCES, 'url')) === addressKey(url));

/** Writes what a citation becomes without one of its links; nothing if it was the only one. */
const without = (links: OpenedCitation['links'], at: number): string => {
  const left = links.toSpliced(at, 1).map(({ label, url }) => citation(label, url).slice(1, -1));
  return left.length === 0 ? '' : `(${left.join(', ')})`;
};

/** Shows a citation that is selected in the text. */
export function showCitation(
  page: CitingPage,
  { links, element: chip }: OpenedCitation,
  { known, change }: { known: () => Check | undefined; change: () => void },
): void {
  const { form, texts, status, reveal, markWords } = page;
  document.getElementById('citation')?.remove();
  const box = element('div', { id: 'citation', className: 'menu citation', popover: 'auto', role: 'dialog' });
  box.setAttribute(
    'aria-label',
    t('Citation of {sources}', { sources: links.map(({ label, url }) => label || url).join(', ') }),
  );
  const act = (done: () => void) => () => {
    box.hidePopover();
    done();
  };
  const states: [HTMLElement, string][] = [];
  const say = () => {
    for (const [place, url] of states)
      place.textContent =
        known()?.citations.find((each) => addressKey(each.url) === addressKey(url))?.words ?? '';
  };
  const partOf = ({ label, url }: OpenedCitation['links'][number], at: number) => {
    const row = rowOf(form, url);
    const about = row ? ['publisher.name', 'datePublished'].map((name) => valueIn(row, SOURCES, name)) : [];
    const state = element('p', { role: 'status', dir: 'auto' });
    states.push([state, url]);
    const fields = row && (fieldOf(row, SOURCES, 'name') ?? undefined);
    return element(
      'section',
      {},
      element(
        'p',
        {},
        element('strong', { dir: 'auto' }, (row && valueIn(row, SOURCES, 'name')) || label || url),
      ),
      element('p', { className: 'quiet', dir: 'auto' }, about.filter(Boolean).join(' · ')),
      state,
      element(
        'p',
        { className: 'actions' },
        element(
          'a',
          { href: url, target: '_blank', rel: 'noreferrer', className: 'button' },
          t('Open the source'),
        ),
        ...(links.length === 1 ? [button(t('Change'), act(change))] : []),
        ...(fields
          ? [
              button(
                t('What is known of it'),
                act(() => reveal(fields)),
              ),
            ]
          : []),
        ...(row && markWords
          ? [
              button(
                t('Mark its words'),
                act(() => markWords(valueIn(row, SOURCES, 'url'))),
              ),
            ]
          : []),
        button(
          t('Remove'),
          act(() => {
            texts.target?.insert(without(links, at));
            status.say(t('The citation is removed. The source stays in the list.'));
          }),
        ),
      ),
    );
  };
  box.append(...links.map(partOf));
  say();
  form.addEventListener('checked', say);
  box.addEventListener('toggle', (event) => {
    if ((event as ToggleEvent).newState !== 'closed') return;
    form.removeEventListener('checked', say);
    box.remove();
  });
  document.body.append(box);
  box.showPopover();
  Object.assign(box.style, placeBeside(box, chip.getBoundingClientRect()));
  box.querySelector<HTMLElement>('a,button')?.focus();
}
