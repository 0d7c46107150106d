import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { currentToken, isIdentified, knownToken, renewedToken, setIdentity } from '../src/identity.js';

beforeEach(() => setIdentity(null));

test('a token is sent until it is refused; then there is none', async () => {
  setIdentity('a.b.c');
  assert.equal(await currentToken(), 'a.b.c');
  assert.equal(await renewedToken('a.b.c'), '');
});

test('a token that the page replaced meanwhile is the renewed one', async () => {
  setIdentity('d.e.f');
  assert.equal(await renewedToken('a.b.c'), 'd.e.f');
});

test('a function is asked once, by however many calls, and again after a refusal', async () => {
  let asked = 0;
  setIdentity(async () => `a.b.${++asked}`);
  assert.equal(knownToken(), '');
  assert.deepEqual(await Promise.all([currentToken(), currentToken()]), ['a.b.1', 'a.b.1']);
  assert.deepEqual(await Promise.all([renewedToken('a.b.1'), renewedToken('a.b.1')]), ['a.b.2', 'a.b.2']);
  assert.equal(knownToken(), 'a.b.2');
  assert.equal(asked, 2);
});

test('a function that fails or gives no token is nobody', async (t) => {
  t.mock.method(console, 'error', () => {});
  setIdentity(() => Promise.reject(new Error('signed out')));
  assert.equal(await currentToken(), '');
  setIdentity(() => null);
  assert.equal(await currentToken(), '');
});

test('nobody after null, and no nonsense', () => {
  setIdentity('a.b.c');
  setIdentity(null);
  assert.equal(isIdentified(), false);
  assert.throws(() => setIdentity('me'), /header.payload.signature/);
});
