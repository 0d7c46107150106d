// @ts-check
/** Which fields of a page are read. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { head, mayRead, tail } from '../src/fields.js';

const field = (/** @type {object} */ told) => /** @type {any} */ ({ tagName: 'INPUT', type: 'text', autocomplete: '', ...told });

test('words are read', () => {
  for (const told of [{}, { type: 'search' }, { autocomplete: 'off' }, { tagName: 'TEXTAREA', type: 'textarea' }]) assert.ok(mayRead(field(told)));
  assert.ok(mayRead(/** @type {any} */ ({ tagName: 'DIV', isContentEditable: true })));
  assert.ok(!mayRead(/** @type {any} */ ({ tagName: 'DIV', isContentEditable: false })));
});

test('nothing else is', () => {
  for (const type of ['password', 'hidden', 'email', 'tel', 'number', 'checkbox', 'submit', 'file']) assert.ok(!mayRead(field({ type })), type);
  for (const autocomplete of ['cc-number', 'section-a billing CC-CSC', 'new-password', 'current-password', 'one-time-code', 'email', 'username webauthn']) {
    assert.ok(!mayRead(field({ autocomplete })), autocomplete);
    assert.ok(!mayRead(field({ autocomplete, tagName: 'TEXTAREA', type: 'textarea' })), autocomplete);
  }
});

test('a password stays one when its characters are shown', () => {
  const shown = field({ type: 'password' });
  assert.ok(!mayRead(shown));
  shown.type = 'text';
  assert.ok(!mayRead(shown));
});

test('no character is cut in two', () => {
  assert.equal(head('a😀', 2), 'a');
  assert.equal(tail('😀a', 2), 'a');
  assert.equal(tail('short', 9), 'short');
  assert.equal(tail(`${'x'.repeat(30_000)} end`, 4), ' end');
});
