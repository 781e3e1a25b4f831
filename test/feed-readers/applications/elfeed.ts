import { join } from 'node:path';
import { temporaryFolder } from '../../cli/server.ts';
import { type Application, run } from '../application.ts';
import { debianVersion } from '../debian-libraries.ts';

const REFRESH = `
(require 'elfeed)
(setq elfeed-use-curl t)
(elfeed-update)
(while (> (elfeed-queue-count-total) 0) (accept-process-output nil 0.1))
(accept-process-output nil 0.3)
(elfeed-db-save)
`;

const PRINT = `
(require 'elfeed)
(require 'json)
(let (items)
  (with-elfeed-db-visit (entry feed)
    (push (list (cons 'id (cdr (elfeed-entry-id entry)))
                (cons 'title (elfeed-entry-title entry))
                (cons 'link (elfeed-entry-link entry))
                (cons 'content (elfeed-deref (elfeed-entry-content entry)))
                (cons 'authors (vconcat (mapcar (lambda (author) (plist-get author :name))
                                                (elfeed-meta entry :authors))))
                (cons 'seconds (elfeed-entry-date entry)))
          items))
  (princ (json-encode (vconcat items))))
`;

export const elfeed: Application = {
  name: 'Elfeed',
  packageName: 'elpa-elfeed',
  version: () => debianVersion('elpa-elfeed'),
  formats: ['rss', 'atom'],
  subscribe: async (url) => {
    const folder = temporaryFolder();
    const setting = `(setq elfeed-db-directory "${join(folder, 'db')}" elfeed-feeds '("${url}"))`;
    const emacs = (program: string) =>
      run(
        'emacs',
        ['--batch', '--eval', '(package-initialize)', '--eval', setting, '--eval', `(progn ${program})`],
        { HOME: folder, LANG: 'C.UTF-8' },
      );
    return {
      refresh: async () => {
        await emacs(REFRESH);
      },
      items: async () => {
        const printed = await emacs(PRINT);
        return JSON.parse(printed.slice(printed.indexOf('['))).map(
          ({ seconds, ...item }: { seconds: number; authors: string[] }) => ({
            ...item,
            published: new Date(seconds * 1000).toISOString(),
            updated: null,
          }),
        );
      },
      homePage: async () => null,
      stop: async () => {},
    };
  },
};
