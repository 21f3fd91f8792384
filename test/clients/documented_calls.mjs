// SPDX-License-Identifier: BSL-1.0
//
// What the vendor's public documentation lets a client do, in Node without packages:
// `documented_calls.mjs PORT`. Creates, lists, pages, shows and releases; several calls at once. Exits
// with a message at the first thing that is not as documented.
import assert from 'node:assert/strict';

const base = `http://127.0.0.1:${process.argv[2]}/crmapi/rest/v2/`;
let token;

async function send(method, options) {
  const answer = await fetch(base + method, options);
  const { status, data } = await answer.json();
  assert.deepEqual(Object.keys(status).sort(), ['code', 'description', 'message']);
  return { code: status.code, data };
}
const post = (method, parameters) =>
  send(method, { method: 'POST', body: JSON.stringify({ token, ...parameters }) });
const get = (method, parameters) =>
  send(`${method}?${new URLSearchParams({ token, ...parameters })}`);
async function ok(answer) {
  const { code, data } = await answer;
  assert.equal(code, 'OK');
  return data;
}

token = (await ok(post('authentication/token',
  { username: 'u', password: 'p', organisation: 'world' }))).token;

const visit = (i) => ({
  rewards_participant_identifier: { number: 'P1' },
  performed_by_unit_identifier: { alternative_code: 'MS' },
  performed_on: '2016-06-22T15:00:00',
  description: `visit ${i} \u00e9\u{1F600}`,
  website: 'www.crm.com',
});
const made = await Promise.all(
  Array.from({ length: 20 }, (_, i) => ok(post('customer_events/web/create', visit(i)))));
assert.equal(new Set(made.map((event) => event.number)).size, 20);
assert.equal(made[7].description, 'visit 7 \u00e9\u{1F600}');
assert.equal(made[7].accounts_receivable.number, 'A1');

const pages = [];
for (let offset = 0; offset < 20; offset += 8) {
  pages.push(...await ok(get('customer_events/web/list', {
    accounts_receivable_identifier: 'number=A1', number_of_results: 8, offset })));
  await ok(post('customer_events/web/create', visit('meanwhile')));
}
assert.deepEqual(pages.map((event) => Number(event.number)),
  Array.from({ length: 20 }, (_, i) => 20 - i));
for (const event of pages.slice(0, 3))
  assert.deepEqual(
    await ok(get('customer_events/web/show', { customer_event_identifier: `number=${event.number}` })),
    event);

await ok(post('authentication/token/release', {}));
assert.equal((await get('products/list', {})).code,
  'COM.CRM.EXCEPTION.WEBAPI.INVALIDTOKENEXCEPTION');
console.log('done');
