import type { EditorState } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { SyntaxNode } from '@lezer/common';
import { citation } from '../editor/citation.ts';
import { button, element } from '../editor/elements.ts';
import { t } from '../words.ts';
import { citationsOf } from './chips.ts';
import { treeOf } from './marks.ts';
import { placeBeside } from './placing.ts';

/** Returns the link with an address of its own at the main selection. */
function linkAt(state: EditorState): SyntaxNode | undefined {
  const { from, to } = state.selection.main;
  for (const side of [1, -1] as const)
    for (let node: SyntaxNode | null = treeOf(state).resolveInner(from, side); node; node = node.parent)
      if (node.name === 'Link' && node.to >= to && node.getChild('URL')) return node;
  return undefined;
}

const isCited = (state: EditorState, from: number, to: number): boolean =>
  citationsOf(state).some((each) => each.from < to && each.to > from);

/** Whether the main selection is in a link that is no citation. */
export function isLink(state: EditorState): boolean {
  const node = linkAt(state);
  return node !== undefined && !isCited(state, node.from, node.to);
}

/** Whether a part of the text can become the text of a link: one line, without another link. */
export function isLinkable(state: EditorState, from: number, to: number): boolean {
  let isFree = from < to && state.doc.lineAt(from).to >= to && !isCited(state, from, to);
  treeOf(state).iterate({
    from,
    to,
    enter: ({ name, from: start, to: end }) => {
      if (/^(?:Link|Image|Autolink|InlineCode|FencedCode|CodeBlock)$/.test(name) && start < to && end > from)
        isFree = false;
    },
  });
  return isFree;
}

/** Writes a link whose text is Markdown already. */
export const linkTo = (text: string, url: string): string => `[${text}]${citation('', url).slice(3, -1)}`;

/** Returns what was typed as an address that the analysis may link to. */
function addressOf(typed: string): string | undefined {
  const text = typed.trim();
  if (/^mailto:[^\s@]+@[^\s@]+$/i.test(text)) return text;
  const whole = /^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`;
  const url = URL.parse(whole);
  return url && /^https?:$/.test(url.protocol) && url.hostname.includes('.') && !/\s/.test(text)
    ? whole
    : undefined;
}

const field = (label: string, value: string): [HTMLLabelElement, HTMLInputElement] => {
  const input = element('input', { type: 'text', value, dir: 'auto', autocomplete: 'off' });
  return [element('label', {}, label, input), input];
};

/** Opens the box in which the address of a link is written: of the one at the selection, or of a new one. */
export function editLink(view: EditorView, say: (words: string) => void): boolean {
  const { state } = view;
  const word = state.selection.main.empty ? state.wordAt(state.selection.main.head) : null;
  const { from, to } = word ?? state.selection.main;
  const node = isLink(state) ? linkAt(state) : undefined;
  const url = node?.getChild('URL');
  if (!node && from < to && !isLinkable(state, from, to)) {
    say(t('A link is made of words of one paragraph, without citations or other links.'));
    return true;
  }
  const written = url ? state.sliceDoc(url.from, url.to).replace(/^<|>$/g, '') : '';
  const [textLabel, text] = field(t('Text'), '');
  const [addressLabel, address] = field(t('Address'), written);
  const close = () => {
    box.remove();
    view.focus();
  };
  const save = () => {
    const to_ = addressOf(address.value);
    if (!to_) {
      address.setAttribute('aria-invalid', 'true');
      say(t('That is no address. Write one like {address}.', { address: 'https://example.org/page' }));
      return address.focus();
    }
    const shown = text.value.trim().replace(/[[\]\\]/g, '\\$&') || to_.replace(/^https?:\/\//, '');
    const changes = url
      ? { from: url.from, to: url.to, insert: linkTo('', to_).slice(3, -1) }
      : { from, to, insert: linkTo(from < to ? state.sliceDoc(from, to) : shown, to_) };
    view.dispatch({
      changes,
      selection: { anchor: changes.from + changes.insert.length + (url ? 1 : 0) },
      userEvent: 'input',
    });
    close();
  };
  const remove = () => {
    const [opens, closes] = node?.getChildren('LinkMark') ?? [];
    if (node && opens && closes)
      view.dispatch({
        changes: [
          { from: opens.from, to: opens.to },
          { from: closes.from, to: node.to },
        ],
        userEvent: 'delete',
      });
    close();
  };
  const actions = element('div', { className: 'actions' }, button(node ? t('Change') : t('Link'), save));
  if (node) {
    const target = addressOf(written);
    if (target)
      actions.append(
        element('a', { href: target, target: '_blank', rel: 'noopener', className: 'button' }, t('Open')),
      );
    actions.append(button(t('Remove the link'), remove));
  }
  actions.append(button(t('Cancel'), close));
  const box = element(
    'div',
    { className: 'prose-link' },
    ...(from === to && !node ? [textLabel] : []),
    addressLabel,
    actions,
  );
  box.setAttribute('role', 'dialog');
  box.setAttribute('aria-label', t('Link'));
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // Neither is a field of the form around it.
  for (const type of ['input', 'change']) box.addEventListener(type, (event) => event.stopPropagation());
  box.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !box.contains(relatedTarget)) box.remove();
  });
  view.dom.after(box);
  const place = view.coordsAtPos(from);
  if (place) Object.assign(box.style, placeBeside(box, place));
  (from === to && !node ? text : address).focus();
  return true;
}
