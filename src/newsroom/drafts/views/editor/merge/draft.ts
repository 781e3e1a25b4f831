import { type FormContext, showDraft, writeDraft } from '../form/draft-form.ts';
import { restoreLines } from '../form/line-breaks.ts';
import { asShown, type Values } from '../form/values.ts';
import { readableFile } from '../open-draft.ts';
import { mergeText } from './text.ts';
import { clashingFields, holdSame, type MergedValues, mergeValues, valuesOf } from './values.ts';

interface Texts {
  base: string;
  mine: string;
  theirs: string;
}

/** Two changes of a draft's text, merged as fields, and how these are written into the text that is saved. */
interface MergedDraft extends MergedValues {
  write: (values: Values) => string;
  show: (text: string) => Values | undefined;
}

/**
 * Merges two changes of a draft's text: those of a form by its fields, those of the whole text by lines. undefined if the head of
 * one cannot be read as fields.
 */
export function mergeTexts(
  texts: Texts,
  context: FormContext,
  kind: 'form' | 'text',
): MergedDraft | undefined {
  const { base, mine, theirs } = texts;
  if (kind === 'text') {
    const pieces = new Map([['text', mergeText(asShown(base), asShown(mine), asShown(theirs))]]);
    return {
      ...{ pieces, rows: new Map(), kept: [] },
      write: ({ text = '' }) => restoreLines(theirs, text),
      show: (text) => ({ text: asShown(text) }),
    };
  }
  const show = (text: string) => {
    const file = readableFile(text);
    return file && showDraft(file, context);
  };
  const [before, own, other, file] = [show(base), show(mine), show(theirs), readableFile(theirs)];
  if (!before || !own || !other || !file) return undefined;
  return {
    ...mergeValues({ base: before, mine: own, theirs: other }),
    write: (values) => writeDraft(file, values, context),
    show,
  };
}

/** Returns the text of a merge in which nobody has to choose; undefined for any other. */
export function settledText(merged: MergedDraft | undefined): string | undefined {
  if (!merged || merged.kept.length > 0 || clashingFields(merged).length > 0) return undefined;
  const values = valuesOf(merged, 'mine');
  const text = merged.write(values);
  // What a field cannot hold must not come out as something else.
  return holdSame(merged.show(text) ?? {}, values) ? text : undefined;
}
