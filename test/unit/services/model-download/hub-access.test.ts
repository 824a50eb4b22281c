import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hubAccess } from '../../../../src-main/services/model-download/hub-access.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'quartet-hf-'));
});

afterEach(() => rmSync(home, { recursive: true }));

it('asks huggingface.co unless told otherwise', async () => {
  expect(await hubAccess(undefined, { HF_HOME: home })).toEqual({
    endpoint: 'https://huggingface.co',
    token: undefined,
  });
  const env = { HF_HOME: home, HF_ENDPOINT: 'https://mirror.example/' };
  expect(await hubAccess(undefined, env)).toMatchObject({ endpoint: 'https://mirror.example' });
  expect(await hubAccess('http://127.0.0.1:8', env)).toMatchObject({ endpoint: 'http://127.0.0.1:8' });
  await expect(hubAccess('file:///etc', env)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
});

it('takes the token of the environment before that of the file', async () => {
  writeFileSync(join(home, 'token'), 'hf_file\n');
  expect(await hubAccess(undefined, { HF_HOME: home })).toMatchObject({ token: 'hf_file' });
  expect(await hubAccess(undefined, { HF_HOME: home, HF_TOKEN: 'hf_env' })).toMatchObject({
    token: 'hf_env',
  });
  await expect(hubAccess(undefined, { HF_HOME: home, HF_TOKEN: 'secret' })).rejects.toThrow(
    /^HF_TOKEN holds no access token/,
  );
});

it.each(['1', 'ON', 'true'])('downloads nothing when HF_HUB_OFFLINE is %s', async (value) => {
  await expect(hubAccess(undefined, { HF_HOME: home, HF_HUB_OFFLINE: value })).rejects.toMatchObject({
    code: 'UNSUPPORTED',
  });
});
