import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HtmlValidate } from 'html-validate';
import { temporaryFolder } from '../cli/server.ts';
import { everyPage } from './site.ts';

// Checks that every page is valid HTML, with two independent checkers.

/** Messages of the Nu checker about what is right. */
const KNOWN = [
  // Newer than the checker: a draft of a W3C community group on AI disclosure.
  'Attribute “ai-disclosure” not allowed on element .*',
  // Newer than the checker: CSS Anchor Positioning.
  "CSS: “position-(?:area|try-fallbacks)”: Property .* doesn't exist.",
  // The page for developers is in English on every site, and is marked as such.
  'This document appears to be written in English .*',
  // hono writes them.
  'Trailing slash on void elements .*',
];

test('html-validate finds no faults on any page', async () => {
  const checker = new HtmlValidate({
    extends: ['html-validate:standard', 'html-validate:a11y'],
    rules: {
      // hono writes void elements with a slash, the Markdown renderer writes them without. HTML allows both.
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

// The Nu checker needs Java.
if (spawnSync('java', ['-version']).status === 0) {
  test('the Nu checker finds no faults on any page', () => {
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
