// What a draft's page needs once somebody else has saved the draft meanwhile: loaded late, because mostly nobody does.

export { clashesOf, joinPieces, rebase } from '../drafts/views/editor/merge/text.ts';
export { mergeValues, valuesOf } from '../drafts/views/editor/merge/values.ts';
export { applyMerge, keepInPlace, setFields } from './editor/apply-values.ts';
export { showClashes } from './editor/clashes.ts';
