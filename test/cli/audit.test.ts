import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { temporaryFolder } from './server.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Advisory {
  severity: string;
  vulnerable_versions: string;
}

/** Runs `npm run audit` against a registry with these advisories, or one that cannot serve any. */
async function audit(advisories: Record<string, Advisory> | undefined) {
  const asked: string[] = [];
  const registry = createServer(async (request, response) => {
    if (!advisories || !request.url?.endsWith('/advisories/bulk')) return response.writeHead(405).end();
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    asked.push(...Object.keys(JSON.parse(String(gunzipSync(Buffer.concat(parts))))));
    const known = Object.entries(advisories).map(([name, advisory], id) => [
      name,
      [{ id, url: `https://advisories.example/${id}`, title: 'It breaks', cwe: [], ...advisory }],
    ]);
    return response.end(JSON.stringify(Object.fromEntries(known)));
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const { port } = registry.address() as { port: number };
  const env = {
    ...process.env,
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_cache: temporaryFolder(),
  };
  const result = await new Promise<{ code: number; printed: string }>((resolve) => {
    execFile(process.execPath, ['test/security/audit.ts'], { cwd: root, env }, (error, printed) =>
      resolve({ code: Number(error?.code ?? 0), printed }),
    );
  });
  registry.close();
  return { ...result, asked };
}

test('an advisory about a part of the Worker fails the audit, however slight it is', async () => {
  const { code, printed, asked } = await audit({
    hono: { severity: 'low', vulnerable_versions: '<=999.0.0' },
  });
  assert.equal(code, 1, printed);
  assert.match(printed, /hono \(low, a part of the Worker\): It breaks https:\/\/advisories\.example\/0/);
  for (const name of ['hono', 'wrangler', 'axe-core']) assert.ok(asked.includes(name), name);
});

test('of what builds and tests it, a grave one does', async () => {
  const [slight, grave] = [
    await audit({ 'axe-core': { severity: 'moderate', vulnerable_versions: '<=999.0.0' } }),
    await audit({ 'axe-core': { severity: 'high', vulnerable_versions: '<=999.0.0' } }),
  ];
  assert.equal(slight.code, 0, slight.printed);
  assert.match(slight.printed, /axe-core .*only for building and testing/);
  assert.equal(grave.code, 1, grave.printed);
});

test('an advisory about another version fails nothing', async () => {
  const { code, printed } = await audit({ hono: { severity: 'critical', vulnerable_versions: '<1.0.0' } });
  assert.equal(code, 0, printed);
  assert.match(printed, /^0 packages with advisories/m);
});

test('a registry without advisories is told of, and fails nothing', async () => {
  const { code, printed } = await audit(undefined);
  assert.equal(code, 0);
  assert.match(printed, /^Not audited: .*405/m);
});
