import { syntaxTree } from '@codemirror/language';
import { type EditorState, type Extension, Facet, Prec, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, keymap, WidgetType } from '@codemirror/view';
import { element } from '../editor/elements.ts';
import { t } from '../words.ts';
import { type Citation, type CitedLink, citableUrl, findCitations } from './citations.ts';
import { bareText, isSwitched } from './markdown.ts';

// Citations as chips: one thing that the cursor passes, and that is deleted, copied and opened whole.

/** What the last check says of the citations of an address. */
export interface CitationState {
  url: string;
  state: string;
  words: string;
  number?: number;
}

/** A citation that somebody opens, and the element that shows it. */
export interface OpenedCitation extends Citation {
  element: HTMLElement;
}

/** What opens a citation. */
const openCitation = Facet.define<(citation: OpenedCitation) => void>();

/** Selects a citation, and opens it. */
function open(view: EditorView, { from, to, links }: Citation, chip: HTMLElement): void {
  view.dispatch({ selection: { anchor: from, head: to } });
  for (const opened of view.state.facet(openCitation)) opened({ from, to, links, element: chip });
}

class Chip extends WidgetType {
  readonly #links: readonly CitedLink[];
  readonly #states: readonly (CitationState | undefined)[];
  readonly #key: string;

  constructor(links: readonly CitedLink[], states: ReadonlyMap<string, CitationState>) {
    super();
    this.#links = links;
    this.#states = links.map(({ url }) => states.get(url));
    this.#key = JSON.stringify([this.#links, this.#states]);
  }

  override eq(other: Chip): boolean {
    return this.#key === other.#key;
  }

  override toDOM(view: EditorView): HTMLElement {
    const wrong = this.#states.filter((each) => each !== undefined && each.state !== 'right');
    const faults = wrong.map((each) => each?.words).join(' ');
    const chip = element('span', { className: wrong.length > 0 ? 'chip wrong' : 'chip', dir: 'auto' });
    for (const [index, { label, url }] of this.#links.entries()) {
      const number = this.#states[index]?.number;
      chip.append(index > 0 ? ', ' : '', label || url);
      if (number !== undefined) chip.append(element('span', { className: 'number' }, ` ${number}`));
    }
    chip.setAttribute('role', 'button');
    chip.setAttribute(
      'aria-label',
      t('Citation {text}', { text: chip.textContent }) + (faults && `. ${faults}`),
    );
    chip.title = faults || this.#links.map(({ url }) => url).join('\n');
    chip.addEventListener('mousedown', (event) => event.preventDefault());
    chip.addEventListener('click', () => {
      const at = view.posAtDOM(chip);
      const citation = citationsOf(view.state).find(({ from, to }) => from <= at && at <= to);
      if (citation) open(view, citation, chip);
    });
    return chip;
  }
}

/** Opens the chip that is selected, and nothing else. */
function openSelected(view: EditorView): boolean {
  const { from, to } = view.state.selection.main;
  const citation = citationsOf(view.state).find((each) => each.from === from && each.to === to);
  if (!citation) return false;
  const shown = Array.from(view.contentDOM.querySelectorAll<HTMLElement>('.chip'));
  open(view, citation, shown.find((chip) => view.posAtDOM(chip) === from) ?? view.contentDOM);
  return true;
}

/** Decodes one reference such as `&copy;`: the browser knows them all. */
const decodeReference = (reference: string): string => element('textarea', { innerHTML: reference }).value;

const showStates = StateEffect.define<ReadonlyMap<string, CitationState>>();
/** Makes the chips anew, after a composition that only moved them. */
const refresh = StateEffect.define<null>();

interface Chips {
  known: Map<string, CitedLink | undefined>;
  citations: readonly Citation[];
  states: ReadonlyMap<string, CitationState>;
  decorations: DecorationSet;
}

function makeChips(state: EditorState, states: Chips['states'], known: Chips['known']): Chips {
  const citations = findCitations(state.doc, syntaxTree(state), decodeReference, known);
  const shown = (state.facet(bareText) ? [] : citations).map(({ from, to, links }) =>
    Decoration.replace({ widget: new Chip(links, states) }).range(from, to),
  );
  return { known, citations, states, decorations: Decoration.set(shown) };
}

const chips = StateField.define<Chips>({
  create: (state) => makeChips(state, new Map(), new Map()),
  update: (value, transaction) => {
    const { state, startState, changes, docChanged, effects } = transaction;
    // To show something else where somebody composes would end the composition.
    if (transaction.isUserEvent('input.type.compose')) {
      const citations = value.citations.map(({ from, to, links }) => ({
        from: changes.mapPos(from, 1),
        to: changes.mapPos(to, -1),
        links,
      }));
      return { ...value, citations, decorations: value.decorations.map(changes) };
    }
    const states = effects.find((effect) => effect.is(showStates))?.value ?? value.states;
    const isSame =
      !docChanged &&
      states === value.states &&
      syntaxTree(state) === syntaxTree(startState) &&
      !isSwitched(startState, state) &&
      !effects.some((effect) => effect.is(refresh));
    return isSame ? value : makeChips(state, states, value.known);
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ decorations }) => decorations),
    EditorView.atomicRanges.of(({ state }) => state.field(field).decorations),
  ],
});

/** Finds the citations once a composition has ended. */
const afterComposition = EditorView.domEventHandlers({
  compositionend: (_, view) => {
    // The browser may begin the next composition at once.
    setTimeout(() => {
      if (!view.compositionStarted) view.dispatch({ effects: refresh.of(null) });
    }, 100);
  },
});

/** Shows citations as chips. Enter, Space and a click open one. */
export const citationChips = (opened: (citation: OpenedCitation) => void): Extension => [
  openCitation.of(opened),
  chips,
  afterComposition,
  Prec.highest(
    keymap.of([
      { key: 'Enter', run: openSelected },
      { key: 'Space', run: openSelected },
    ]),
  ),
];

/** The citations of a text, in its order. */
export const citationsOf = (state: EditorState): readonly Citation[] =>
  state.field(chips, false)?.citations ?? [];

/** Shows on the chips what a check says. */
export const statesShown = (states: readonly CitationState[]): StateEffect<unknown> =>
  showStates.of(new Map(states.map((each) => [citableUrl(each.url) ?? each.url, each])));
