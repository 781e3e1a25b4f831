// Loaded by the editor when somebody cites a source, or opens a citation.
export { chooseSource } from './citing/choose-source.ts';
export { showCitation } from './citing/show-citation.ts';
