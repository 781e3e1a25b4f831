import { type EditorState, Facet } from '@codemirror/state';

/** Whether the text is shown bare: all of its Markdown, and nothing in its place. */
export const bareText = Facet.define<boolean, boolean>({ combine: (values) => values.includes(true) });

/** Returns whether something that is shown by the state before has to be shown anew. */
export const isSwitched = (before: EditorState, state: EditorState): boolean =>
  before.facet(bareText) !== state.facet(bareText);
