import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checked, fitted } from '../src/context.js';

test('the address of a page goes without what may be secret', () => {
  for (const secret of ['?token=SECRET', '#SECRET', '?a=1#SECRET', '#a?SECRET', '?a\n?SECRET']) {
    assert.equal(checked({ page: `https://shop.example/cart${secret}` }).page, 'https://shop.example/cart');
  }
  assert.equal(checked({ page: `/${'ü'.repeat(3000)}` }).page.length, 2000);
});

test('what the server would refuse is refused to whoever wrote it, with the way out', () => {
  const refusals = [
    [{ product: 'x'.repeat(301) }, /"product" has 301 characters; at most 300/],
    [{ form: 'x'.repeat(301) }, /"form" has 301 characters/],
    [{ tags: ['ok', 'x'.repeat(101)] }, /"tags\[1\]" has 101 characters; at most 100/],
    [{ tags: Array(21).fill('a') }, /21 tags; at most 20/],
    [{ tags: 'a' }, /"a"; a list of texts/],
    [{ tags: [null] }, /"tags\[0\]" is null; a text/],
    [{ page: 7 }, /"page" is 7; a text/],
    [{ x: 'a' }, /no "x"; it has form, page, product, tags/],
  ];
  for (const [context, message] of refusals) assert.throws(() => checked(context), { message }, JSON.stringify(context).slice(0, 60));
});

test('what fits is left as it is, the empty too', () => {
  const context = { form: '', page: '', product: 'x'.repeat(300), tags: Array(20).fill('y'.repeat(100)) };
  assert.deepEqual(checked(context), context);
  assert.deepEqual(checked({}), {});
});

test('what stands on a tag is cut to what the server takes', () => {
  const { product, tags } = fitted({ product: 'x'.repeat(400), tags: Array(30).fill('y'.repeat(200)) });
  assert.deepEqual([product.length, tags.length, tags[0].length], [300, 20, 100]);
});
