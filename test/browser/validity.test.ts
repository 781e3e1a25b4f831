import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HtmlValidate } from 'html-validate';
import { temporaryFolder } from '../cli/server.ts';
import { everyPage } from './site.ts';

// Whether every page is valid HTML, as two checkers see it that do not know of each other.

/** What the Nu checker says of markup that is as it is to be. */
const KNOWN = [
  // Newer than the checker: the W3C community group's draft on AI disclosure.
  'Attribute “ai-disclosure” not allowed on element .*',
  // The address of a feed for an app; the checker takes the same form of any scheme but this one.
  'Bad value “feed:https://.*” for attribute “href” .*',
  // The page for programmers is in English on any site, and marked so.
  'This document appears to be written in English .*',
  // How hono writes them.
  'Trailing slash on void elements .*',
];

test('html-validate finds nothing on any page', async () => {
  const checker = new HtmlValidate({
    extends: ['html-validate:standard', 'html-validate:a11y'],
    rules: {
      // Pages close void elements, as hono writes them; what feeds show within a page does not. HTML has both.
      'void-style': 'off',
    },
  });
  for (const { name, html } of everyPage) {
    const report = await checker.validateString(html);
    const found = report.results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} (${line}:${column})`),
    );
    assert.deepEqual(found, [], name);
  }
});

// The Nu checker is a Java program; where there is no Java there is nothing to run it with.
if (spawnSync('java', ['-version']).status === 0) {
  test('the Nu checker finds nothing on any page', () => {
    const folder = join(temporaryFolder(), 'pages');
    mkdirSync(folder);
    for (const { name, html } of everyPage) {
      writeFileSync(join(folder, `${name.replaceAll(' ', '-')}.html`), html);
    }
    const jar = fileURLToPath(import.meta.resolve('vnu-jar/build/dist/vnu.jar'));
    const found = execFileSync(
      'java',
      [
        '-jar',
        jar,
        '--stdout',
        '--exit-zero-always',
        '--filterpattern',
        KNOWN.map((message) => `.*${message}`).join('|'),
        '--skip-non-html',
        folder,
      ],
      { encoding: 'utf8', maxBuffer: 10_000_000 },
    );
    assert.equal(found, '');
  });
}
