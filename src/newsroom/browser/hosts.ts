// Loaded by the editor when it cites a source with an international host.
export { readableHost } from '../../lib/readable-host.ts';
