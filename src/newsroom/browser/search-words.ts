import { EditorState } from '@codemirror/state';
import { t } from './words.ts';

/** What CodeMirror says while somebody searches in a text, by its own words. */
export const searchWords = EditorState.phrases.of({
  Find: t('Find'),
  Replace: t('Replace'),
  next: t('next'),
  previous: t('previous'),
  all: t('all'),
  'match case': t('match case'),
  regexp: t('regular expression'),
  'by word': t('by word'),
  replace: t('replace'),
  'replace all': t('replace all'),
  close: t('close'),
  'Go to line': t('Go to line'),
  go: t('go'),
  'current match': t('current match'),
  'on line': t('on line'),
  'replaced match on line $': t('replaced match on line $'),
  'replaced $ matches': t('replaced $ matches'),
  'Control character': t('Control character'),
  'Selection deleted': t('Selection deleted'),
});
