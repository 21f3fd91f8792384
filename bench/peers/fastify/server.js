// SPDX-License-Identifier: BSL-1.0
// The bulk methods as a careful Node programmer would write them: Fastify, every check of the six types,
// everything in maps. Usage: NODE_PATH=.../node_modules node server.js fixture.json
'use strict';

const crypto = require('node:crypto');
const fastify = require('fastify');
const { kinds, types, refuse } = require('./catalogue.js');
const { load } = require('./fixture.js');
const { judge, missing, invalid, isGiven, isObject, keyOf } = require('./judgement.js');

const EVENTS_MAX = 1000;
const OK = { code: 'OK', description: '', message: '' };
const organisations = new Map(process.argv.slice(2).map((file) => load(file)).map((o) => [o.name, o]));
const tokens = new Map();

for (const type of Object.values(types))
  type.choice = type.columns.filter((c) => c.need === 'semi_optional').map((c) => c.name);

const refusedCall = (refusal) => ({
  data: {},
  status: {
    code: `COM.CRM.EXCEPTION.WEBAPI.${refusal.code.toUpperCase()}`,
    description: refusal.text,
    message: refusal.detail,
  },
});

// Random bytes are cheap in large pieces.
let pool = Buffer.alloc(0);
let poolAt = 0;
function newId() {
  if (poolAt === pool.length) {
    pool = crypto.randomBytes(16 * 1024);
    poolAt = 0;
  }
  pool[poolAt + 6] = (pool[poolAt + 6] & 0x0f) | 0x40;
  pool[poolAt + 8] = (pool[poolAt + 8] & 0x3f) | 0x80;
  poolAt += 16;
  return pool.toString('hex', poolAt - 16, poolAt).toUpperCase();
}

function logIn(request) {
  const { username, password, organisation } = request.body ?? {};
  const found = organisations.get(organisation);
  if (!found || found.users.get(username) !== password)
    return refusedCall(refuse('InvalidCredentialsException', 'Credentials Are Invalid.'));
  const token = crypto.randomBytes(16).toString('hex').toUpperCase();
  tokens.set(token, found);
  return { data: { token }, status: OK };
}

// The call's intended currency, found; or a refusal.
function intendedCurrency(call, organisation) {
  const given = call.intended_currency_identifier;
  if (!isGiven(given)) return {};
  if (!isObject(given)) return { refused: invalid('intended_currency_identifier', given) };
  const key = keyOf(kinds.currency, given);
  if (!key) return { refused: missing('intended_currency_identifier') };
  const entity = organisation.find(kinds.currency, key, given[key]);
  if (!entity)
    return { refused: refuse('NotFoundAPIValueException', `Currency (${given[key]}) Not Found.`) };
  return { intended: { entity, text: given[key] } };
}

function createEvents(collection, call) {
  const type = types[collection];
  const organisation = tokens.get(call?.token);
  if (!organisation) return refusedCall(refuse('InvalidTokenException', 'Token Is Invalid.'));
  const events = call[type.set];
  if (!isGiven(events)) return refusedCall(missing(type.set));
  if (!Array.isArray(events)) return refusedCall(invalid(type.set, events));
  if (events.length > EVENTS_MAX)
    return refusedCall(refuse('MaximumNumberOfEventsExceededException',
      `${events.length} Customer Events Exceed the Maximum of ${EVENTS_MAX}.`));
  const { intended, refused } = collection === 'purchases' ? intendedCurrency(call, organisation) : {};
  if (refused) return refusedCall(refused);

  const unprocessed = [], processed = [];
  const used = new Set();
  for (let i = 0; i < events.length; ++i) {
    const event = events[i];
    const why = judge(type, event, i, used, organisation, intended);
    const name = typeof event?.request_unique_identifier === 'string' ? event.request_unique_identifier : '';
    if (why) {
      unprocessed.push({ error_description: why.text, error_code: why.code, request_unique_identifier: name });
      continue;
    }
    const number = organisation.nextNumbers[collection] ?? 1;
    organisation.nextNumbers[collection] = number + 1;
    const id = newId();
    organisation.events.set(id, { collection, number, event });
    processed.push({ number: String(number), id, request_unique_identifier: name });
  }
  return {
    data: { unprocessed_customer_events_set: unprocessed, processed_customer_events_set: processed },
    status: OK,
  };
}

const app = fastify({ bodyLimit: 16 * 1024 * 1024 });
for (const base of ['', '/crmapi/rest/v2']) {
  app.post(`${base}/authentication/token`, logIn);
  for (const collection of Object.keys(types))
    app.post(`${base}/customer_events/bulk/${collection}/create`,
      async (request) => createEvents(collection, request.body));
}
app.listen({ port: 0, host: '127.0.0.1' }).then((url) => console.log(`Ready. Listening on ${url}`));
